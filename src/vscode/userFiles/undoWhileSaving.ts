/**
 * VS Code takes a text for saved that was undone while the text before was being written: the disk then has what the person took back,
 * and nothing tells of it. A patch of several files is saved at once by default, so that an undo right after it comes into that moment.
 */
import * as vscode from "vscode";
import type { Disposable } from "../../ports/disposable.ts";

/** How long after a patch an undo is looked after. Milliseconds. */
const watchedMs = 60_000;

/** Has the disk be as the editor says that it is, where one of these files is undone while it is saved. */
export function watchUndo(uris: readonly vscode.Uri[]): Disposable {
  const watched = new Set(uris.map(String));
  const undone = new Set<string>();
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
      if (reason !== undefined && watched.has(document.uri.toString())) undone.add(document.uri.toString());
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (!undone.delete(document.uri.toString())) return;
      writeAsShown(document).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        const name = vscode.workspace.asRelativePath(document.uri);
        void vscode.window.showErrorMessage(
          `"${name}" was undone while it was saved, and could not be written again: ${why}. Save it once more.`,
        );
      });
    }),
  );
  const timer = setTimeout(() => listeners.dispose(), watchedMs);
  return {
    dispose() {
      clearTimeout(timer);
      listeners.dispose();
    },
  };
}

/** Marks of byte order are kept apart from a text: files with one are left alone. */
async function writeAsShown(document: vscode.TextDocument): Promise<void> {
  const { uri, encoding, version } = document;
  if (document.isDirty || encoding !== "utf8") return;
  const written = await vscode.workspace.fs.readFile(uri);
  const shown = new TextEncoder().encode(document.getText());
  if (document.version !== version || document.isDirty || Buffer.compare(written, shown) === 0) return;
  if (vscode.window.activeTextEditor?.document !== document)
    await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
  // As Ctrl+S, which writes what is taken for saved as well; the call of the API does not.
  await vscode.commands.executeCommand("workbench.action.files.save");
}
