import assert from "node:assert/strict";
import { uiTest } from "./support/session.ts";

uiTest("ghost text appears while typing and Tab inserts it", {}, async ({ workbench, save }) => {
  await workbench.openFile("python/inventory/report.py", { line: 1, column: 1 });
  await workbench.type("value = ");
  assert.equal(await workbench.waitForSuggestion(), "touchstone");
  await workbench.press("Tab");
  await save("python/inventory/report.py", /^value = touchstone/);
});
