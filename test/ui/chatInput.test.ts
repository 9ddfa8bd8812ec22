import assert from "node:assert/strict";
import { beginFunction } from "./support/sample.ts";
import { uiTest } from "./support/session.ts";

const line = "for item in store.";

uiTest("the chat input gets no suggestion, the editor beside it does", {}, async ({ workbench }) => {
  await beginFunction(workbench);
  await workbench.waitForSuggestion();
  await workbench.press("Escape");
  await workbench.waitForNoSuggestion();
  await workbench.press("Control+Alt+I");
  const input = workbench.page.locator(".interactive-input-editor .monaco-editor").first();
  await input.click();
  await workbench.type(line);
  await input.getByText("store.").waitFor();
  await workbench.page.waitForTimeout(2_000);
  assert.equal(await workbench.ghostText.count(), 0);
});
