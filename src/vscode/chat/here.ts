/** Where the person is in the editor, as a context of questions; and what menus and drops name. */
import * as vscode from "vscode";
import type { ContextRef } from "../../core/chat/contextRef.ts";
import * as fromVscode from "../fromVscode.ts";
import { shortPath } from "../shortPath.ts";

/** After a move until the page is told. Milliseconds. */
const settleMs = 150;

/** The selection, else the file with the cursor's line; undefined outside of the workspace. */
export function contextHere(editor = vscode.window.activeTextEditor): ContextRef | undefined {
  const path = editor && shortPath(fromVscode.path(editor.document.uri));
  if (!editor || path === undefined) return undefined;
  const { selection } = editor;
  return selection.isEmpty
    ? { kind: "file", path, cursor: selection.active.line + 1 }
    : { kind: "lines", path, ...linesOf(selection) };
}

/** 1-based; a selection that ends before the first sign of a line does not take that line. */
function linesOf({ start, end }: vscode.Range): { readonly line: number; readonly endLine: number } {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { line: start.line + 1, endLine: last + 1 };
}

export function followHere(tell: (here: ContextRef | undefined) => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(contextHere()), settleMs);
  };
  const followed = vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(later),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) later();
    }),
  );
  return {
    dispose() {
      clearTimeout(timer);
      followed.dispose();
    },
  };
}

/** Addresses as the window writes them, which may be on the machine of the extension. */
export const parseDropped = (texts: readonly string[]): readonly vscode.Uri[] =>
  texts.flatMap((text) => {
    try {
      const uri = vscode.Uri.parse(text, true);
      return [uri.scheme === "vscode-remote" ? vscode.Uri.file(uri.path) : uri];
    } catch {
      return [];
    }
  });

/** Files and folders of the workspace at these addresses. */
export async function contextOfUris(uris: readonly vscode.Uri[]): Promise<readonly ContextRef[]> {
  const refs = await Promise.all(
    uris.map(async (uri): Promise<readonly ContextRef[]> => {
      const path = shortPath(fromVscode.path(uri));
      if (path === undefined) return [];
      const stat = await vscode.workspace.fs.stat(uri).then(
        ({ type }) => type,
        () => vscode.FileType.Unknown,
      );
      if (stat === vscode.FileType.Unknown) return [];
      return [{ kind: stat === vscode.FileType.Directory ? "folder" : "file", path }];
    }),
  );
  return refs.flat();
}

interface TestItemLike {
  readonly uri?: vscode.Uri;
  readonly range?: vscode.Range;
}

const isTestItem = (value: unknown): value is TestItemLike =>
  typeof value === "object" && value !== null && "children" in value && "label" in value;

/** A place that a quick fix of a problem names. */
export interface ProblemPlace {
  readonly problems: vscode.Uri;
}

const isProblemPlace = (value: unknown): value is ProblemPlace =>
  typeof value === "object" && value !== null && "problems" in value && value.problems instanceof vscode.Uri;

const isTerminalPlace = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "terminal" in value && value.terminal === true;

/** What a menu gives to "Add to Touchstone Chat": of the palette the selection or file. */
export async function contextOfMenu(given: readonly unknown[]): Promise<readonly ContextRef[]> {
  const [first, all] = given;
  if (isTerminalPlace(first)) return [{ kind: "terminal" }];
  if (isProblemPlace(first)) {
    const path = shortPath(fromVscode.path(first.problems));
    return path === undefined ? [] : [{ kind: "problems", path }];
  }
  if (isTestItem(first)) {
    const path = first.uri && shortPath(fromVscode.path(first.uri));
    if (path === undefined) return [{ kind: "tests" }];
    return first.range ? [{ kind: "lines", path, ...linesOf(first.range) }] : [{ kind: "file", path }];
  }
  if (first instanceof vscode.Uri) {
    const here = vscode.window.activeTextEditor;
    const isHere = here?.document.uri.toString() === first.toString() && !here.selection.isEmpty;
    const several = Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri) : [];
    if (isHere && several.length === 0) return contextHere() ? [contextHere()!] : [];
    return contextOfUris(several.length > 0 ? several : [first]);
  }
  const here = contextHere();
  return here ? [here] : [];
}
