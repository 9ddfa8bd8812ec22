import { packageExtension } from "../editor/vsix.ts";
import { runMain } from "../lib/problem.ts";

await runMain(async () => {
  await packageExtension();
});
