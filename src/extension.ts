import * as vscode from "vscode";

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.languages.registerInlineCompletionItemProvider(
      [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-remote" }],
      {
        provideInlineCompletionItems: (_document, position) => [
          new vscode.InlineCompletionItem("touchstone", new vscode.Range(position, position)),
        ],
      },
    ),
  );
}
