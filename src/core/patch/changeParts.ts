/** What a person can take or leave of a change of one file, and what becomes of the file then. */
import { lineEditsBetween } from "./blockLines.ts";
import type { FileChange } from "./fileTexts.ts";
import type { LineEdit } from "./textLines.ts";

export type ChangePart =
  /** Lines with their breaks; 0-based lines of the old text. */
  | { readonly kind: "lines"; readonly edit: LineEdit }
  /** The file comes to be, goes, or gets its new path. */
  | { readonly kind: "create" | "delete" | "rename" };

/** Edits with at most so many kept lines between them are one: they rarely mean anything apart. */
const JOINED_OVER = 1;

/** Lines with their breaks; put together they are the text. */
export const rawLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** @returns at least one; parts of lines ascending, not overlapping */
export function partsOf(change: FileChange): readonly ChangePart[] {
  switch (change.kind) {
    case "created":
      return [{ kind: "create" }];
    case "deleted":
      return [{ kind: "delete" }];
    case "changed":
      return lineParts(change.before, change.after);
    case "renamed":
      return [{ kind: "rename" }, ...lineParts(change.before, change.after)];
  }
}

function lineParts(before: string, after: string): readonly ChangePart[] {
  const old = rawLines(before);
  const joined: LineEdit[] = [];
  for (const edit of lineEditsBetween(old, rawLines(after))) {
    const last = joined.at(-1);
    if (last && edit.start - last.end <= JOINED_OVER) {
      const lines = [...last.lines, ...old.slice(last.end, edit.start), ...edit.lines];
      joined[joined.length - 1] = { start: last.start, end: edit.end, lines };
    } else joined.push(edit);
  }
  return joined.map((edit) => ({ kind: "lines", edit }));
}

/**
 * The change with some of its parts alone.
 *
 * @param parts as `partsOf` gave them for it, or moved since
 * @returns undefined when nothing of it is left
 */
export function composeParts(
  change: FileChange,
  parts: readonly ChangePart[],
  isTaken: (index: number) => boolean,
): FileChange | undefined {
  const taken = parts.filter((_part, index) => isTaken(index));
  if (taken.length === 0) return undefined;
  if (change.kind === "created" || change.kind === "deleted") return change;
  const { path, before } = change;
  const edits = taken.flatMap((part) => (part.kind === "lines" ? [part.edit] : []));
  const after = editedText(before, edits);
  if (change.kind === "renamed") {
    return taken.some(({ kind }) => kind === "rename")
      ? { ...change, after }
      : { kind: "changed", path: change.from, before, after };
  }
  return after === before ? undefined : { kind: "changed", path, before, after };
}

/** @param edits of lines with their breaks, ascending, not overlapping */
export function editedText(text: string, edits: readonly LineEdit[]): string {
  const old = rawLines(text);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, lines } of edits) {
    pieces.push(...old.slice(at, start), ...lines);
    at = end;
  }
  return [...pieces, ...old.slice(at)].join("");
}

/** What is left to do of `whole` once `done`, a part of it, is done. */
export function changeAfter(
  done: FileChange | undefined,
  whole: FileChange | undefined,
): FileChange | undefined {
  if (!done || !whole) return whole;
  if (done.kind === "created" || done.kind === "deleted") return undefined;
  if (whole.kind === "created" || whole.kind === "deleted") return whole;
  const before = done.after;
  const { path, after } = whole;
  if (whole.kind === "renamed" && done.kind !== "renamed") return { ...whole, before };
  return before === after ? undefined : { kind: "changed", path, before, after };
}
