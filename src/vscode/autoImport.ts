/** Adds the imports that an accepted suggestion needs, within the same step to undo. */
import * as vscode from "vscode";
import type { Insertion } from "../core/completion/autoImport/importLine.ts";
import type { Suggestion } from "../core/completion/suggestion.ts";
import type { Engine } from "../ports/engine.ts";
import type { Log } from "../ports/log.ts";
import type { Settings } from "../ports/settings.ts";
import { isShort } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";

export interface AutoImportDependencies {
  readonly engine: Pick<Engine, "importsFor">;
  readonly settings: Settings;
  readonly log: Log;
  /** Fires when a suggestion was put into the active editor, the cursor behind it. */
  readonly onAccept: vscode.Event<Suggestion>;
}

/** An import that comes later than this surprises more than it helps. Milliseconds. */
const latestMs = 800;

export function autoImport({ engine, settings, log, onAccept }: AutoImportDependencies): vscode.Disposable {
  async function add(editor: vscode.TextEditor, suggestion: string): Promise<void> {
    const { document } = editor;
    const target = { path: fromVscode.path(document.uri), languageId: document.languageId };
    if (!settings.get("completion.autoImport", target) || !isShort(document)) return;
    const text = document.getText();
    const end = document.offsetAt(editor.selection.active);
    const inserted = withLineEndsOf(text, suggestion);
    const start = end - inserted.length;
    if (start < 0 || text.slice(start, end) !== inserted) return;
    const query = { ...target, text, start, end };
    const insertions = await engine.importsFor(query, AbortSignal.timeout(latestMs));
    await insert(editor, text, insertions);
  }

  return onAccept((suggestion) => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    add(editor, suggestion.text).catch((cause: unknown) =>
      log.debug(`No import was added: ${String(cause)}`),
    );
  });
}

/** Nothing is written when what stands before the place has changed meanwhile. */
async function insert(
  editor: vscode.TextEditor,
  asked: string,
  insertions: readonly Insertion[],
): Promise<void> {
  let text = asked;
  for (const { offset, text: put } of insertions) {
    const { document } = editor;
    if (document.isClosed || document.getText().slice(0, offset) !== text.slice(0, offset)) return;
    const place = document.positionAt(offset);
    // Without stops it is undone together with the suggestion.
    const done = await editor.edit((edit) => edit.insert(place, put), {
      undoStopBefore: false,
      undoStopAfter: false,
    });
    if (!done) return;
    text = text.slice(0, offset) + put + text.slice(offset);
  }
}

/** The editor writes line breaks as the document has them. */
const withLineEndsOf = (text: string, suggestion: string): string =>
  text.includes("\r\n") ? suggestion.replaceAll(/\r?\n/g, "\r\n") : suggestion;
