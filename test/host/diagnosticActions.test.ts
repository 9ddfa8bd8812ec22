import assert from "node:assert/strict";
import * as vscode from "vscode";
import { apiActions } from "../../src/vscode/apiDocs/diagnosticActions.ts";

/** Titles of the actions on one diagnostic. */
async function check(message: string): Promise<readonly string[]> {
  const document = await vscode.workspace.openTextDocument({ content: "a.b()\n", language: "python" });
  const range = new vscode.Range(0, 2, 0, 3);
  const diagnostics = [new vscode.Diagnostic(range, message)];
  const context = { diagnostics, only: undefined, triggerKind: vscode.CodeActionTriggerKind.Invoke };
  const { token } = new vscode.CancellationTokenSource();
  const actions = (await apiActions.provideCodeActions(document, range, context, token)) ?? [];
  return actions.map((action) => {
    const { title, command } = action as vscode.CodeAction;
    return `${title} ${command?.arguments?.[2]}`;
  });
}

describe("Show API Documentation on a diagnostic", () => {
  it("is offered where a message is about an API", async () => {
    const message = 'Cannot access attribute "b" for class "A"';
    assert.deepEqual(await check(message), [`Show API Documentation ${message}`]);
  });

  it("is not offered elsewhere", async () => assert.deepEqual(await check("'a' is not defined"), []));
});
