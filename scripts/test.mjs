/** `npm test [-- --unit --headless --node22 --host --ui --repo --long]`: all tests, or those named. See `tasks/test.ts`. */
import { runTask } from "./lib/bootstrap.mjs";

runTask("test.ts");
