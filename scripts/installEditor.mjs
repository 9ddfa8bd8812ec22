/** Installs the VS Code that `npm start` and `npm test` use, when it is not there. See `tasks/installEditor.ts`. */
import { runTask } from "./lib/bootstrap.mjs";

runTask("installEditor.ts");
