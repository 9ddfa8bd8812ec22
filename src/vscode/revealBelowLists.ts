/** Where a place is shown while a person looks through a list of the quick input, which covers the upper part of the editor. */
import * as vscode from "vscode";

/** Part of the editor's lines that stand above the place. */
const share = 0.8;

export function revealBelowLists(editor: vscode.TextEditor, { start }: vscode.Range): void {
  const [shown] = editor.visibleRanges;
  const lines = shown ? shown.end.line - shown.start.line : 0;
  const top = new vscode.Position(Math.max(0, start.line - Math.floor(share * lines)), 0);
  editor.revealRange(new vscode.Range(top, top), vscode.TextEditorRevealType.AtTop);
}
