/** Where suggestions come from and where they appear: sources, workspaces of many shapes, documents that are no code. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { report } from "./support/sample.ts";
import { uiTest } from "./support/session.ts";
import { patienceMs, startMs, type Workbench } from "./support/workbench.ts";

const line = "for item in store.";

/** Begins a loop in `file`, and goes to where its suggestion was copied from: the file shown and its line. */
async function sourceOfSuggestion(workbench: Workbench, file: string) {
  await workbench.openFile(file, { line: 1, column: 1 });
  await workbench.press("Control+End");
  await workbench.type(`\n\ndef print_low_items(store: Store) -> None:\n${line}`);
  // Asked for, so that it comes however sure it is.
  await workbench.press("Alt+\\");
  const suggestion = await workbench.waitForSuggestion();
  await workbench.runCommand("Touchstone: Go to Source of Last Suggestion");
  await workbench.page.locator(".tab.active", { hasText: "report.py" }).waitFor();
  return { suggestion, source: await workbench.waitForLine(/\bfor item in store\./) };
}

async function check(workbench: Workbench): Promise<void> {
  const { suggestion, source } = await sourceOfSuggestion(workbench, "errors.py");
  assert.equal(source.trim(), `${line}${suggestion.split("\n")[0]}`);
}

uiTest("Go to Source of Last Suggestion shows the line it was copied from", {}, async ({ workbench }) => {
  await workbench.waitForIndex();
  await check(workbench);
});

/** VS Code sometimes reads a workspace file before its server answers, and shows no folder until it is opened again. */
async function openWorkspaceFile(workbench: Workbench, url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await workbench.open(url);
    const folder = workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "python" });
    const failure = await folder
      .first()
      .waitFor({ timeout: patienceMs })
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    if (failure === undefined) return;
    if (attempt === 3) throw failure;
  }
}

uiTest("a workspace of two folders has one index", {}, async ({ workbench, server, folder }) => {
  const path = join(folder, "both.code-workspace");
  const folders = ["typescript", "python"].map((name) => ({ path: name }));
  writeFileSync(path, JSON.stringify({ folders }));
  await openWorkspaceFile(workbench, server.url(undefined, { workspace: path }));
  await workbench.waitForIndex();
  await check(workbench);
  await workbench.openSearch();
  await workbench.type("NotEnoughStockError");
  await workbench.quickInput.getByText("python/inventory/errors.py:17").first().waitFor();
  await workbench.press("Escape");
});

uiTest("a folder without code and a window without a folder show no fault", {}, async (session) => {
  const { workbench, server, folder } = session;
  const empty = join(folder, "empty");
  mkdirSync(empty);
  await workbench.page.goto(server.url(empty));
  await workbench.waitForStatus(/^Touchstone(?!: (?:indexing|restarting)).*no model/, startMs);
  assert.equal(await workbench.notifications.count(), 0);
  await workbench.page.goto(server.url());
  await workbench.waitForStatus(/^Touchstone(?!: (?:indexing|restarting)).*no model/, startMs);
  assert.equal(await workbench.notifications.count(), 0);
});

uiTest("the output pane gets no suggestion", {}, async ({ workbench }) => {
  await workbench.waitForIndex();
  await workbench.openFile(report);
  await workbench.runCommand("Touchstone: Show Log");
  await workbench.page.locator(".output-view .view-lines, .panel .view-lines").first().click();
  await workbench.press("Control+End");
  await workbench.runCommand("Touchstone: Trigger Inline Suggestion");
  await workbench.page.waitForTimeout(2_000);
  assert.equal(await workbench.ghostText.count(), 0);
});
