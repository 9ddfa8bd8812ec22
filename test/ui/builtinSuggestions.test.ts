import assert from "node:assert/strict";
import { join } from "node:path";
import { beginFunction, report } from "./support/sample.ts";
import { resultsDir, uiTest } from "./support/session.ts";

for (const theme of ["light", "dark"] as const) {
  uiTest(`the built-in engine completes the sample, ${theme}`, { theme }, async ({ workbench, save }) => {
    await workbench.waitForIndex();
    await beginFunction(workbench);
    const suggestion = await workbench.waitForSuggestion();
    assert.match(suggestion, /^\w/);
    await workbench.screenshot(join(resultsDir, `builtin-${theme}.png`));
    await workbench.press("Tab");
    const text = await save(report, /store\.low_items\(\):\n {8}print\(\w+\(.*\)\)\n*$/);
    assert.ok(text.includes(`print(${suggestion.split("\n")[0]}`), `"${suggestion}" is not in:\n${text}`);
  });
}

uiTest(
  "Ctrl+Right takes one word of a suggestion, Escape sends the rest away",
  {},
  async ({ workbench, save }) => {
    await workbench.waitForIndex();
    await beginFunction(workbench);
    const suggestion = await workbench.waitForSuggestion();
    const word = /^\w+/.exec(suggestion)?.[0] ?? "";
    await workbench.press("Control+ArrowRight");
    await workbench.press("Escape");
    await workbench.waitForNoSuggestion();
    await save(report, new RegExp(`store\\.low_items\\(\\):\\n {8}print\\(${word}\\)\\n*$`));
  },
);

uiTest(
  "Toggle Inline Suggestions silences the editor and the status bar says so",
  {},
  async ({ workbench }) => {
    await workbench.waitForIndex();
    await workbench.openFile(report, { line: 34, column: 1 });
    await workbench.runCommand("Touchstone: Toggle Inline Suggestions");
    await workbench.waitForStatus(/off/);
    await beginFunction(workbench);
    await workbench.page.waitForTimeout(2_000);
    assert.equal(await workbench.ghostText.count(), 0);
    await workbench.runCommand("Touchstone: Toggle Inline Suggestions");
    await workbench.waitForStatus(/^Touchstone(?! *: off)/);
  },
);
