/** Searching the repository and looking at its index, by keys and on the screen. */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
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
  await workbench.openSearch();
  await workbench.type(text);
  await rowsOf(workbench).filter({ hasText: row }).first().waitFor();
}

/** By words: shows a place while the list is open, and puts everything back on Escape. */
async function searchByWords(session: Session, theme: string): Promise<void> {
  const { workbench } = session;
  await workbench.openFile("python/inventory/errors.py", { line: 3, column: 1 });
  await search(session, "items with a tag", /tag/);
  await workbench.press("ArrowDown");
  await workbench.page.locator(".tab.active", { hasNotText: "errors.py" }).waitFor();
  await workbench.screenshot(shot(`search-words-${theme}`));
  await workbench.press("Escape");
  await workbench.page.locator(".tab.active", { hasText: "errors.py" }).waitFor();
  await workbench.page.getByText("Ln 3, Col 1").waitFor();
  // What was shown while the list was open goes.
  await workbench.page.locator(".tab").nth(1).waitFor({ state: "hidden" });
}

/** By name: Enter opens what is first. */
async function searchByName(session: Session, theme: string): Promise<void> {
  const { workbench } = session;
  await search(session, "low_items", /store\.py:/);
  await rowsOf(workbench).and(workbench.page.locator(".focused")).filter({ hasText: "store.py:" }).waitFor();
  await workbench.screenshot(shot(`search-name-${theme}`));
  await workbench.press("Enter");
  await workbench.page.locator(".tab.active", { hasText: "store.py" }).waitFor();
  await workbench.openSearch();
  await workbench.type("zebraquaggaokapi");
  await workbench.quickInput.getByText('Nothing found for "zebraquaggaokapi"').waitFor();
  await workbench.press("Escape");
}

async function lookAtIndex({ workbench }: Session, theme: string): Promise<void> {
  await workbench.runCommand("Touchstone: Show Index");
  await indexRow(workbench, /\d+ files?.*\d+ lines/).waitFor();
  await indexRow(workbench, "Python").waitFor();
  await indexRow(workbench, "Not indexed").click();
  await indexRow(workbench, "Binary").click();
  await indexRow(workbench, "photo.py").waitFor();
  await indexRow(workbench, "Ignored").click();
  await indexRow(workbench, "left.tmp.py").waitFor();
  await workbench.screenshot(shot(`index-view-${theme}`));
  await indexRow(workbench, "left.tmp.py").click();
  await workbench.page.locator(".tab.active", { hasText: "left.tmp.py" }).waitFor();
}

for (const theme of ["light", "dark", "contrast"] as const) {
  uiTest(`searches the repository and shows the index (${theme})`, { theme }, async (session) => {
    const { folder } = session;
    writeFileSync(join(folder, "photo.py"), Buffer.from([0, 1, 2, 0]));
    writeFileSync(join(folder, ".touchstoneignore"), "*.tmp.py\n");
    writeFileSync(join(folder, "left.tmp.py"), "x = 1\n");
    await searchByWords(session, theme);
    await searchByName(session, theme);
    await lookAtIndex(session, theme);
  });
}

uiTest("a new .touchstoneignore is a document until it is saved", {}, async ({ workbench, folder, save }) => {
  await workbench.waitForIndex();
  const path = join(folder, ".touchstoneignore");
  await workbench.runCommand("Touchstone: Open .touchstoneignore");
  await workbench.page.locator(".tab.active", { hasText: ".touchstoneignore" }).waitFor();
  assert.equal(existsSync(path), false);
  await workbench.type("python/");
  await save(".touchstoneignore", /^# Kept from Touchstone's index .*\npython\/$/);
});
