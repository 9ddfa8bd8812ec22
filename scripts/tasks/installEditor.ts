import { editorHome, installEditor } from "../editor/installation.ts";
import { installSystemPackages } from "../editor/systemPackages.ts";
import { runMain } from "../lib/problem.ts";

await runMain(async () => {
  await installEditor();
  await installSystemPackages(["chromium"]);
  console.log(`VS Code for tests is in ${editorHome}`);
});
