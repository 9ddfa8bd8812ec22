/** The editor's values in core's words. Together with `toVscode.ts` the only place that converts. */
import * as vscode from "vscode";
import type { MoveCause } from "../core/completion/outcome/events.ts";
import type { WidgetSelection } from "../core/completion/widgetFit.ts";
import type { SettingLayers } from "../core/config/settingInForce.ts";
import { sequentialEdits } from "../core/text/documentChange.ts";
import type { TextEdit } from "../core/text/textEdit.ts";
import type { InlineQuery } from "../features/completion/completer.ts";
import type { DocumentEdit } from "../features/completion/pendingAnswer.ts";
import type { FileChange, OpenDocument } from "../ports/engine.ts";

/** The path as the index knows it: absolute with `/`, or the whole URI for what is not on a disk. */
export function path(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath.replaceAll("\\", "/") : uri.toString();
}

/** Length of a document in UTF-16 units, without putting its text together. */
export function documentLength(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

export function openDocument(document: vscode.TextDocument): OpenDocument {
  return { path: path(document.uri), languageId: document.languageId, text: document.getText() };
}

/** Changes of one event, in an order in which they may be made one after another. */
export function textEdits(changes: readonly vscode.TextDocumentContentChangeEvent[]): readonly TextEdit[] {
  return sequentialEdits(
    changes.map(({ rangeOffset, rangeLength, text }) => ({
      range: { start: rangeOffset, end: rangeOffset + rangeLength },
      text,
    })),
  );
}

/** The change as one; several at once are none that a single key makes. Undefined when nothing changed. */
export function documentEdit({
  document,
  contentChanges: [first, ...more],
}: vscode.TextDocumentChangeEvent): DocumentEdit | undefined {
  if (first === undefined) return undefined;
  const { rangeOffset: start, rangeLength, text } = first;
  const removed = more.length > 0 ? Math.max(1, rangeLength) : rangeLength;
  return { path: path(document.uri), start, removed, text };
}

export function fileChange(kind: FileChange["kind"], uri: vscode.Uri): FileChange {
  return { kind, path: path(uri) };
}

/** The text around the cursor. */
export function cursor(
  document: vscode.TextDocument,
  position: vscode.Position,
): Pick<InlineQuery, "path" | "languageId" | "prefix" | "suffix"> {
  const text = document.getText();
  const offset = document.offsetAt(position);
  return {
    path: path(document.uri),
    languageId: document.languageId,
    prefix: text.slice(0, offset),
    suffix: text.slice(offset),
  };
}

export function trigger({ triggerKind }: vscode.InlineCompletionContext): InlineQuery["trigger"] {
  return triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? "explicit" : "automatic";
}

/** The item selected in the list of completions; `undefined` when it reaches over the cursor. */
export function widgetSelection(
  document: vscode.TextDocument,
  position: vscode.Position,
  { range, text }: vscode.SelectedCompletionInfo,
): WidgetSelection | undefined {
  if (!range.end.isEqual(position)) return undefined;
  return { typed: document.getText(range), text };
}

/** A signal that aborts when the token is cancelled. */
export function signal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

type Inspected = NonNullable<ReturnType<vscode.WorkspaceConfiguration["inspect"]>>;
const set = (...values: readonly unknown[]): readonly unknown[] =>
  values.filter((value) => value !== undefined);

/** Where a setting's values come from. The editor's `globalValue` holds user and remote machine settings. */
export function settingLayers(inspected: Inspected): SettingLayers {
  return {
    own: set(inspected.globalValue, inspected.globalLanguageValue),
    workspace: set(
      inspected.workspaceValue,
      inspected.workspaceFolderValue,
      inspected.workspaceLanguageValue,
      inspected.workspaceFolderLanguageValue,
    ),
  };
}

/** Globs that are on, of a setting such as `files.exclude`. Globs with a condition are left out. */
export function globs(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([, on]) => on === true)
    .map(([glob]) => glob);
}

export function moveCause(kind: vscode.TextEditorSelectionChangeKind | undefined): MoveCause {
  if (kind === undefined) return "edit";
  return kind === vscode.TextEditorSelectionChangeKind.Keyboard ? "key" : "other";
}
