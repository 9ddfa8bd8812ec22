/** `npm start [-- folder] [--desktop | --tour]`: Touchstone in a real VS Code. See `tasks/start.ts`. */
import { runTask } from "./lib/bootstrap.mjs";

runTask("start.ts");
