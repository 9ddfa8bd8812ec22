import assert from "node:assert/strict";
import { join } from "node:path";
import { beginFunction } from "./support/sample.ts";
import { resultsDir, uiTest } from "./support/session.ts";
import { patienceMs, type Workbench } from "./support/workbench.ts";

/** The text of the Markdown preview once it has what is looked for. */
async function previewText(workbench: Workbench, wanted: RegExp): Promise<string> {
  const deadline = Date.now() + patienceMs;
  let text = "";
  while (Date.now() < deadline) {
    for (const frame of workbench.page.frames()) {
      const found = await frame
        .locator(".markdown-body")
        .first()
        .textContent({ timeout: 500 })
        .catch(() => null);
      if (found) text = found;
      if (wanted.test(text)) return text;
    }
    await workbench.page.waitForTimeout(200);
  }
  assert.match(text, wanted);
  return text;
}

for (const theme of ["light", "dark"] as const) {
  uiTest(`statistics and what was learned can be read, ${theme}`, { theme }, async ({ workbench }) => {
    await workbench.waitForIndex();
    await beginFunction(workbench);
    await workbench.waitForSuggestion();
    await workbench.press("Tab");
    await workbench.waitForNoSuggestion().catch(() => {});
    await workbench.runCommand("Touchstone: Show Completion Statistics");
    const text = await previewText(workbench, /Accepted\s*[1-9]/);
    assert.match(text, /Characters saved\s*[1-9]/);
    assert.match(text, /Built-in engine\s*\d+ ms/);
    await workbench.screenshot(join(resultsDir, `statistics-${theme}.png`));
    await workbench.runCommand("Touchstone: Show What Was Learned of Your Accepts");
    await previewText(workbench, /Learned from [1-9]/);
    await workbench.screenshot(join(resultsDir, `learned-${theme}.png`));
  });
}

uiTest("snoozing silences the editor, the status bar says until when", {}, async ({ workbench }) => {
  await workbench.waitForIndex();
  await workbench.runCommand("Touchstone: Snooze Inline Suggestions");
  await workbench.quickInput.locator(".monaco-list-row", { hasText: "15 minutes" }).click();
  await workbench.waitForStatus(/snoozed until \d+:\d\d/);
  await beginFunction(workbench);
  await workbench.page.waitForTimeout(2_000);
  assert.equal(await workbench.ghostText.count(), 0);
  await workbench.screenshot(join(resultsDir, "snoozed.png"));
  await workbench.runCommand("Touchstone: End Snooze");
  await workbench.waitForStatus(/^Touchstone(?! *: snoozed)/);
  await workbench.statusItem.click();
  await workbench.quickInput.locator(".monaco-list-row", { hasText: "Set Eagerness" }).click();
  await workbench.quickInput.locator(".monaco-list-row", { hasText: "Balanced" }).waitFor();
  await workbench.screenshot(join(resultsDir, "eagerness.png"));
  await workbench.press("Escape");
});
