/**
 * The person's files as the editor has them: texts that are not saved yet count, and a patch is one edit of the workspace with
 * one undo. Nothing is saved but what the person's own settings save; files that come to be, go or move do so on the disk at
 * once, as with every edit in the editor. The journal stands behind all of it.
 */
import * as vscode from "vscode";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { textEditsBetween } from "../../core/patch/textEdits.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { EditJournal } from "../../ports/editJournal.ts";
import type { ApplyOutcome, UserFiles, UserPatch, UserText } from "../../ports/userFiles.ts";
import { watchUndo } from "./undoWhileSaving.ts";

/** @param root absolute */
export function editorFiles(root: string, journal: EditJournal): UserFiles {
  const folder = vscode.Uri.file(root);
  const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(folder, ...path.split("/"));
  const opened = (path: string): vscode.TextDocument | undefined => {
    const wanted = uriOf(path).toString();
    return vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.toString() === wanted);
  };
  const heldOf = (paths: readonly string[]): ReadonlyMap<string, string> =>
    new Map(
      paths.flatMap((path) => {
        const document = opened(path);
        return document?.isDirty ? [[path, textOf(document)]] : [];
      }),
    );
  let watching: Disposable | undefined;
  const applyPatch = async (patch: UserPatch, undoes?: string): Promise<ApplyOutcome> => {
    const held = heldOf(patch.changes.flatMap(pathsOf));
    const documents = await openChanged(patch.changes, uriOf);
    const faults = patch.changes.flatMap((change) => editorFault(change, documents) ?? []);
    // Nothing is unsaved: either the file did change, which the disk tells, or the editor cannot show all of its bytes.
    if (faults.length > 0 && held.size === 0 && undoes === undefined) return journal.applyOnDisk(patch);
    if (faults.length > 0) return { kind: "refused", faults };
    const begun = await journal.begin(patch, held, undoes);
    if (begun.kind !== "begun") return begun;
    const edit = new vscode.WorkspaceEdit();
    for (const change of patch.changes) addChange(edit, change, uriOf, documents);
    // The editor saves before it says that the edit is made.
    watching?.dispose();
    watching = watchUndo(patch.changes.map(({ path }) => uriOf(path)));
    // A text that changed in this moment makes the editor refuse the edit as a whole: it knows which versions were meant.
    const isApplied = await vscode.workspace.applyEdit(edit, { isRefactoring: true }).then(
      (applied) => applied,
      () => false,
    );
    if (isApplied) {
      await journal.end(begun.id, "done");
      return { kind: "applied", id: begun.id };
    }
    const isRestored = await journal.end(begun.id, "failed");
    return {
      kind: "failed",
      message: "The editor refused the change: a file changed in this moment",
      isRestored,
    };
  };
  return {
    async read(path): Promise<UserText> {
      const document = opened(path);
      return document?.isDirty ? { kind: "text", text: textOf(document) } : journal.read(path);
    },
    apply: (patch) => guarded(() => applyPatch(patch)),
    undo: (id) =>
      guarded(async () => {
        const all = (await journal.applied()).find((one) => one.id === id)?.paths ?? [];
        const inverse = await journal.inverse(id, heldOf(all));
        if (inverse.kind !== "changes") return inverse;
        const { title, changes } = inverse;
        return applyPatch({ title, changes, allowed: changes.flatMap(pathsOf) }, id);
      }),
    applied: () => journal.applied(),
  };
}

async function guarded(work: () => Promise<ApplyOutcome>): Promise<ApplyOutcome> {
  try {
    return await work();
  } catch (error) {
    return {
      kind: "failed",
      message: error instanceof Error ? error.message : String(error),
      isRestored: true,
    };
  }
}

const pathsOf = (change: FileChange): readonly string[] =>
  change.kind === "renamed" ? [change.from, change.path] : [change.path];

/** What the editor keeps apart from the text of a document. */
const marked = new Set(["utf8bom", "utf16le", "utf16be"]);

/** With the mark of byte order, if the file has one. */
function textOf(document: vscode.TextDocument): string {
  return (marked.has(document.encoding) ? "\ufeff" : "") + document.getText();
}

type Documents = ReadonlyMap<FileChange, vscode.TextDocument>;

/** Documents of texts that change. What cannot be opened is left to the journal to refuse. */
async function openChanged(
  changes: readonly FileChange[],
  uriOf: (path: string) => vscode.Uri,
): Promise<Documents> {
  const found = new Map<FileChange, vscode.TextDocument>();
  for (const change of changes) {
    if (change.kind === "created" || change.kind === "deleted") continue;
    const uri = uriOf(change.kind === "renamed" ? change.from : change.path);
    const document = await vscode.workspace.openTextDocument(uri).then(
      (one) => one,
      () => undefined,
    );
    if (document) found.set(change, document);
  }
  return found;
}

type Fault = Extract<ApplyOutcome, { kind: "refused" }>["faults"][number];

/** Why the editor cannot make the change as it is meant. It evens out ends of lines, for one. */
function editorFault(change: FileChange, documents: Documents): Fault | undefined {
  const document = documents.get(change);
  if (!document || change.kind === "created" || change.kind === "deleted") return undefined;
  const { path, before, after } = change;
  if (textOf(document) !== before)
    return {
      path,
      fault: "stale",
      message: `Cannot change "${path}": it was changed since the patch was made`,
    };
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
  const isEven = after.replace(/\r\n|\r|\n/g, lineBreak) === after;
  if (!isEven || markOf(before) !== markOf(after))
    return {
      path,
      fault: "encoding",
      message: `Cannot change "${path}": save it first, for its ends of lines differ`,
    };
  return undefined;
}

const markOf = (text: string): string => (text.startsWith("\ufeff") ? "\ufeff" : "");

function addChange(
  edit: vscode.WorkspaceEdit,
  change: FileChange,
  uriOf: (path: string) => vscode.Uri,
  documents: Documents,
): void {
  const uri = uriOf(change.path);
  switch (change.kind) {
    case "created":
      edit.createFile(uri, { contents: new TextEncoder().encode(change.after), overwrite: false });
      break;
    case "deleted":
      edit.deleteFile(uri, { ignoreIfNotExists: false, recursive: false });
      break;
    case "changed":
      edit.set(uri, editsIn(documents.get(change)!, change.before, change.after));
      break;
    case "renamed": {
      edit.renameFile(uriOf(change.from), uri, { overwrite: false });
      if (change.after !== change.before)
        edit.set(uri, editsIn(documents.get(change)!, change.before, change.after));
    }
  }
}

/** Only lines that differ, so that the cursor, folds and marks of the rest stay. */
function editsIn(document: vscode.TextDocument, before: string, after: string): vscode.TextEdit[] {
  const withoutMark = (text: string): string => text.slice(markOf(text).length);
  return textEditsBetween(withoutMark(before), withoutMark(after)).map(({ range, text }) => {
    const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
    return vscode.TextEdit.replace(place, text);
  });
}
