/** Tells the engine what is open in editors and how it changes. */
import * as vscode from "vscode";
import { lengthAfter } from "../core/text/documentChange.ts";
import type { TextEdit } from "../core/text/textEdit.ts";
import type { Engine } from "../ports/engine.ts";
import type { Log } from "../ports/log.ts";
import { isShort, isWatched } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";

type DocumentEngine = Pick<Engine, "openDocument" | "editDocument" | "closeDocument">;

/** Documents that are or become too long are closed in the engine; shrinking below the limit opens them again. */
export function syncDocuments(engine: DocumentEngine, log: Log): vscode.Disposable & { openAll(): void } {
  /** Length of each synced document as the engine has it. */
  const lengths = new Map<string, number>();
  const open = (document: vscode.TextDocument): void => {
    if (!isWatched(document) || !isShort(document)) return;
    const opened = fromVscode.openDocument(document);
    lengths.set(opened.path, opened.text.length);
    engine.openDocument(opened);
  };
  const close = (document: vscode.TextDocument): void => {
    const path = fromVscode.path(document.uri);
    if (lengths.delete(path)) engine.closeDocument(path);
  };
  const edit = (document: vscode.TextDocument, before: number, edits: readonly TextEdit[]): void => {
    const path = fromVscode.path(document.uri);
    const after = lengthAfter(before, edits);
    if (after === fromVscode.documentLength(document)) {
      lengths.set(path, after);
      engine.editDocument(path, edits);
    } else {
      log.warn(`Document "${path}" is sent whole: its changes do not add up`);
      open(document);
    }
  };
  const change = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    if (contentChanges.length === 0 || !isWatched(document)) return;
    const before = lengths.get(fromVscode.path(document.uri));
    if (before === undefined) open(document);
    else if (!isShort(document)) close(document);
    else edit(document, before, fromVscode.textEdits(contentChanges));
  };
  const subscriptions = [
    vscode.workspace.onDidOpenTextDocument(open),
    // A change of language arrives as close and open as well; both are handled in that order.
    vscode.workspace.onDidCloseTextDocument(close),
    vscode.workspace.onDidChangeTextDocument(change),
  ];
  return {
    openAll: () => vscode.workspace.textDocuments.forEach(open),
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}
