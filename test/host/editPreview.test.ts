import assert from "node:assert/strict";
import * as vscode from "vscode";
import { openEditPreview } from "../../src/vscode/edit/editPreview.ts";
import { until } from "./support/editing.ts";

const previews = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label }) => label.includes("Touchstone is writing"));
const shown = (): string | undefined =>
  vscode.workspace.textDocuments
    .find(({ uri }) => uri.scheme === "touchstone-edit" && uri.query.endsWith(".after"))
    ?.getText();
/** Other tests may have left documents that are not saved. */
const unsaved = (): readonly string[] =>
  vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString());

describe("an edit while it is written", () => {
  it("is a diff that follows the answer, and leaves nothing when it is closed", async () => {
    const unsavedBefore = unsaved();
    const preview = openEditPreview("python/inventory/store.py", "one\ntwo\n");
    preview.show("ONE\ntwo\n");
    await until("the diff is there", () => previews().length === 1 && shown() === "ONE\ntwo\n");
    preview.show("ONE\nTWO\n");
    await until("it follows", () => shown() === "ONE\nTWO\n");
    assert.deepEqual(unsaved(), unsavedBefore);
    await preview.close();
    preview.dispose();
    await until("it is closed", () => previews().length === 0);
  });
});
