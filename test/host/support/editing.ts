import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Makes all edits at once, as a rename or a formatter does. */
export async function edit(
  document: vscode.TextDocument,
  ...edits: readonly (readonly [start: number, end: number, text: string])[]
): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  for (const [start, end, text] of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    change.replace(document.uri, range, text);
  }
  assert.ok(await vscode.workspace.applyEdit(change), "The edit was refused");
}

/** A machine under load takes this long to do what an idle one does at once. */
const patienceMs = 60_000;

/** Waits until `condition` holds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > deadline) assert.fail(`Waited ${patienceMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
