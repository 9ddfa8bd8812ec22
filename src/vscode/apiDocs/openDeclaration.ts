/** Opens the file of a library where it declares an API. */
import * as vscode from "vscode";
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import * as toVscode from "../toVscode.ts";

export async function openDeclaration({ path, line }: Pick<ApiEntry, "path" | "line">): Promise<void> {
  const selection = new vscode.Range(line, 0, line, 0);
  try {
    await vscode.window.showTextDocument(toVscode.uri(path), { selection, preview: true });
  } catch {
    void vscode.window.showWarningMessage(`Cannot open ${path}: it is no longer there.`);
  }
}
