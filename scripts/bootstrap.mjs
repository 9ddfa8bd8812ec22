/** Installs the packages that `package-lock.json` names, when they are missing or stale. Needs only Node 20 and npm. */
import { installPackages } from "./lib/bootstrap.mjs";

installPackages();
