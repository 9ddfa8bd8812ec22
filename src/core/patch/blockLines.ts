/** Old and new lines as edits of lines. */
import { diffArrays } from "diff";
import type { Hunk, HunkLine } from "./editBlock.ts";
import { elisionsIn, unfoldElisions } from "./elision.ts";
import type { LineEdit } from "./textLines.ts";

/** Whether an old line and a new one are the same. */
type SameLine = (old: string, line: string) => boolean;
const exactlySame: SameLine = (old, line) => old === line;
const sameButTrail: SameLine = (old, line) => old.trimEnd() === line.trimEnd();

/** The lines of a file made into others, changing only those that differ. */
export function lineEditsBetween(
  old: readonly string[],
  lines: readonly string[],
  isSame: SameLine = exactlySame,
): readonly LineEdit[] {
  const edits: { start: number; end: number; lines: string[] }[] = [];
  let at = 0;
  let isOpen = false;
  const parts = diffArrays([...old], [...lines], { maxEditLength: MOST_EDITS, comparator: isSame }) ?? [
    { removed: true, added: false, value: [...old] },
    { removed: false, added: true, value: [...lines] },
  ];
  for (const { removed, added, value } of parts) {
    if (!removed && !added) {
      at += value.length;
      isOpen = false;
      continue;
    }
    if (!isOpen) edits.push({ start: at, end: at, lines: [] });
    isOpen = true;
    const open = edits.at(-1)!;
    if (removed) open.end = at += value.length;
    else open.lines.push(...value);
  }
  return edits;
}

/** Beyond so many differing lines the old text as a whole becomes the new one. */
const MOST_EDITS = 4000;

/**
 * Old and new lines as one hunk, or why they do not make one.
 *
 * @param isLoose whether lines that differ by white space at their ends alone are kept as the file has them: right where the file
 * does not have the block's own
 */
export function replaceAsHunk(
  search: readonly string[],
  replace: readonly string[],
  { isLoose = false }: { readonly isLoose?: boolean } = {},
): Hunk | string {
  const diffLines = (old: readonly string[], lines: readonly string[]): HunkLine[] =>
    hunkLinesOf(old, lineEditsBetween(old, lines, isLoose ? sameButTrail : exactlySame));
  const left = elisionsIn(search);
  const right = elisionsIn(replace).filter((index) => left.length > 0 || !search.includes(replace[index]!));
  if (right.length > 0 && right.length !== left.length) {
    const unfolded = left.length > 0 ? undefined : unfoldElisions(replace, right, search);
    if (unfolded?.kind !== "unfolded") {
      return `what "${replace[right[0]!]!.trim()}" leaves out of the new lines is unclear`;
    }
    return { kind: "hunk", lines: diffLines(search, unfolded.lines), anchors: [], mayBeMoved: true };
  }
  if (right.length === 0)
    return { kind: "hunk", lines: diffLines(search, replace), anchors: [], mayBeMoved: true };
  const lines: HunkLine[] = [];
  for (let nth = 0; nth <= left.length; nth++) {
    const part = (all: readonly string[], cuts: readonly number[]): readonly string[] =>
      all.slice(nth === 0 ? 0 : cuts[nth - 1]! + 1, cuts[nth] ?? all.length);
    lines.push(...diffLines(part(search, left), part(replace, right)));
    if (nth < left.length) lines.push({ kind: "keep", text: search[left[nth]!]! });
  }
  return { kind: "hunk", lines, anchors: [], mayBeMoved: true };
}

function hunkLinesOf(old: readonly string[], edits: readonly LineEdit[]): HunkLine[] {
  const result: HunkLine[] = [];
  let at = 0;
  for (const { start, end, lines: added } of edits) {
    for (; at < start; at++) result.push({ kind: "keep", text: old[at]! });
    for (; at < end; at++) result.push({ kind: "remove", text: old[at]! });
    for (const text of added) result.push({ kind: "add", text });
  }
  for (; at < old.length; at++) result.push({ kind: "keep", text: old[at]! });
  return result;
}
