/** `npm run package`: writes `touchstone.vsix`. See `tasks/package.ts`. */
import { runTask } from "./lib/bootstrap.mjs";

runTask("package.ts");
