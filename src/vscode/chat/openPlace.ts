/** Opens lines that an answer cites. */
import * as vscode from "vscode";
import { wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";

/** @param line 1-based, as `endLine` (inclusive) */
export async function openPlace(path: string, line: number, endLine: number): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(toVscode.uri(wholePath(path)));
    const last = Math.min(endLine, document.lineCount) - 1;
    const whole = new vscode.Range(line - 1, 0, last, document.lineAt(last).text.length);
    const editor = await vscode.window.showTextDocument(document, {
      preview: true,
      selection: new vscode.Range(whole.start, whole.start),
    });
    editor.revealRange(whole, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch {
    void vscode.window.showWarningMessage(`Cannot open ${path}: it is no longer there.`);
  }
}
