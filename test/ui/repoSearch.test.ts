/** Searching the repository and looking at its index, by keys and on the screen. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import type { Workbench } from "./support/workbench.ts";

const shot = (name: string) => join(resultsDir, `${name}.png`);
const rowsOf = (workbench: Workbench) => workbench.quickInput.locator(".monaco-list-row");
const indexRow = (workbench: Workbench, text: RegExp | string) =>
  workbench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();

/** Opens the search and types; waits until a row reads so. */
async function search({ workbench }: Session, text: string, row: RegExp): Promise<void> {
  await workbench.waitForIndex();
  await workbench.runCommand("Touchstone: Search Repository");
  await workbench.quickInput.waitFor();
  await workbench.type(text);
  await rowsOf(workbench).filter({ hasText: row }).first().waitFor();
}

for (const theme of ["light", "dark"] as const) {
  uiTest(`Search Repository finds, previews and goes back (${theme})`, { theme }, async (session) => {
    const { workbench } = session;
    await workbench.openFile("python/inventory/errors.py", { line: 3, column: 1 });
    await search(session, "low stock report", /report/);
    await workbench.press("ArrowDown");
    await workbench.page.waitForTimeout(1_000);
    await workbench.screenshot(shot(`search-words-${theme}`));
    await workbench.press("Escape");
    await workbench.page.locator(".tab.active", { hasText: "errors.py" }).waitFor();
    await workbench.page.getByText("Ln 3, Col 1").waitFor();
    assert.equal(await workbench.page.locator(".tab").count(), 1);
    await search(session, "Store", /store\.py/);
    await workbench.page.waitForTimeout(1_000);
    await workbench.screenshot(shot(`search-name-${theme}`));
    await workbench.press("Enter");
    await workbench.page.locator(".tab.active", { hasText: /store/i }).waitFor();
    await workbench.runCommand("Touchstone: Search Repository");
    await workbench.type("zebraquaggaokapi");
    await workbench.quickInput.getByText('Nothing found for "zebraquaggaokapi"').waitFor();
    await workbench.screenshot(shot(`search-nothing-${theme}`));
    await workbench.press("Escape");
  });

  uiTest(`the view tells what is in the index and what is not (${theme})`, { theme }, async (session) => {
    const { workbench, folder } = session;
    writeFileSync(join(folder, "photo.py"), Buffer.from([0, 1, 2, 0]));
    writeFileSync(join(folder, ".touchstoneignore"), "*.tmp.py\n");
    writeFileSync(join(folder, "left.tmp.py"), "x = 1\n");
    await workbench.waitForIndex();
    await workbench.runCommand("Touchstone: Show Index");
    await indexRow(workbench, /\d+ files?.*\d+ lines/).waitFor();
    await indexRow(workbench, "Python").waitFor();
    await indexRow(workbench, "Not indexed").click();
    await indexRow(workbench, "Binary").click();
    await indexRow(workbench, "photo.py").waitFor();
    await indexRow(workbench, "Ignored").click();
    await indexRow(workbench, "left.tmp.py").waitFor();
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(shot(`index-view-${theme}`));
    await indexRow(workbench, "left.tmp.py").click();
    await workbench.page.locator(".tab.active", { hasText: "left.tmp.py" }).waitFor();
  });
}

uiTest("a new .touchstoneignore is a document until it is saved", {}, async ({ workbench, folder }) => {
  await workbench.waitForIndex();
  const path = join(folder, ".touchstoneignore");
  await workbench.runCommand("Touchstone: Open .touchstoneignore");
  await workbench.page.locator(".tab.active", { hasText: ".touchstoneignore" }).waitFor();
  assert.equal(existsSync(path), false);
  await workbench.type("python/");
  await workbench.press("Control+S");
  const text = () => (existsSync(path) ? readFileSync(path, "utf8") : "");
  for (let waitedMs = 0; text() === "" && waitedMs < 15_000; waitedMs += 100) {
    await workbench.page.waitForTimeout(100);
  }
  assert.match(text(), /^# Kept from Touchstone's index .*\npython\/$/);
});
