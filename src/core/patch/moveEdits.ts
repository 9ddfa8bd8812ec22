/** Edits that were made for one text, found again in what others have made of it since; or why that cannot be. */
import { lineEditsBetween } from "./blockLines.ts";
import { editedText, rawLines } from "./changeParts.ts";
import type { HunkLine } from "./editBlock.ts";
import { FileLines, locateHunk } from "./match/locateHunk.ts";
import { applyLineEdits, type LineEdit, splitLines, type TextLines } from "./textLines.ts";

export type MovedEdit =
  | { readonly kind: "moved"; readonly edit: LineEdit }
  /** The text already is as the edit would make it. */
  | { readonly kind: "there" }
  | { readonly kind: "refused"; readonly reason: string };

/** Lines around an edit that must still be there. */
const CONTEXT = 3;

/**
 * First as two changes of one text are merged: what neither touches nor neighbours the other only moves. Else the edit's
 * lines with those around them must stand in exactly one place of both texts.
 *
 * @param edits of lines with their breaks, made for `base`; ascending, not overlapping
 * @returns one for each edit, those that moved still ascending and not overlapping
 */
export function moveEdits(base: string, edits: readonly LineEdit[], now: string): readonly MovedEdit[] {
  const others = lineEditsBetween(rawLines(base), rawLines(now));
  const texts = { base: splitLines(base), now: splitLines(now) };
  const moved = edits.map((edit) => merged(edit, others) ?? searched(texts, edit, now));
  return moved.map((one, index) => {
    if (one.kind !== "moved") return one;
    const clashes = moved.some(
      (other, at) => at !== index && other.kind === "moved" && !isApart(at < index, other.edit, one.edit),
    );
    return clashes ? { kind: "refused", reason: "the lines that it changes were changed or moved" } : one;
  });
}

/** Whether both stand in the order that they had, with nothing in common. */
function isApart(isBefore: boolean, other: LineEdit, edit: LineEdit): boolean {
  return isBefore ? other.end <= edit.start : edit.end <= other.start;
}

function merged(edit: LineEdit, others: readonly LineEdit[]): MovedEdit | undefined {
  let shift = 0;
  for (const other of others) {
    if (other.start > edit.end) break;
    if (other.end >= edit.start) {
      const isSame =
        other.start === edit.start && other.end === edit.end && other.lines.join("") === edit.lines.join("");
      return isSame ? { kind: "there" } : undefined;
    }
    shift += other.lines.length - (other.end - other.start);
  }
  return { kind: "moved", edit: { start: edit.start + shift, end: edit.end + shift, lines: edit.lines } };
}

interface Texts {
  readonly base: TextLines;
  readonly now: TextLines;
}

function searched({ base, now }: Texts, edit: LineEdit, text: string): MovedEdit {
  const added = edit.lines.map((line, index) => {
    const plain = line.replace(/\r?\n$/, "");
    return edit.start === 0 && index === 0 && plain.startsWith(base.mark)
      ? plain.slice(base.mark.length)
      : plain;
  });
  const around = (kind: HunkLine["kind"], start: number, end: number): HunkLine[] =>
    base.lines.slice(Math.max(0, start), end).map((line) => ({ kind, text: line }));
  const before = around("keep", edit.start - CONTEXT, edit.start);
  const behind = around("keep", edit.end, edit.end + CONTEXT);
  const lines: HunkLine[] = [
    ...before,
    ...around("remove", edit.start, edit.end),
    ...added.map((line): HunkLine => ({ kind: "add", text: line })),
    ...behind,
  ];
  const hunk = { kind: "hunk", lines, anchors: [] } as const;
  const own = locateHunk(new FileLines(base.lines), hunk);
  const found = locateHunk(new FileLines(now.lines), hunk);
  const isSure = own.kind === "placed" && own.layer === "exact";
  if (!isSure || found.kind !== "placed" || (found.layer !== "exact" && found.layer !== "whitespace")) {
    const reason =
      found.kind === "ambiguous"
        ? `${found.places.length} places fit it now`
        : "the lines that it changes, or those beside them, were changed";
    return { kind: "refused", reason };
  }
  return asOne(text, applyLineEdits(now, found.place.edits));
}

/** All that differs as one edit. */
function asOne(text: string, after: string): MovedEdit {
  const edits = lineEditsBetween(rawLines(text), rawLines(after));
  const [first] = edits;
  const last = edits.at(-1);
  if (!first || !last) return { kind: "there" };
  const part = rawLines(text).slice(first.start, last.end).join("");
  const within = edits.map((edit) => ({
    ...edit,
    start: edit.start - first.start,
    end: edit.end - first.start,
  }));
  const lines = rawLines(editedText(part, within));
  return { kind: "moved", edit: { start: first.start, end: last.end, lines } };
}
