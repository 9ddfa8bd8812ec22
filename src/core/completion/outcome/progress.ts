/** What a change of the document means for the suggestion at the cursor. */
import type { TextEdit } from "../../text/textEdit.ts";

export interface Standing {
  /** Where the suggestion began. UTF-16 units. */
  readonly offset: number;
  /** All agree with what stands between `offset` and the cursor. */
  readonly texts: readonly { readonly index: number; readonly text: string }[];
  readonly listOpen: boolean;
  readonly goneAtMs: number | undefined;
}

export type Progress =
  /** Not at the suggestion; what stands before it moved it. */
  | { readonly kind: "elsewhere"; readonly shift: number }
  /** Its next characters now stand in the document. */
  | {
      readonly kind: "along";
      readonly characters: number;
      readonly byWord: boolean;
      readonly texts: Standing["texts"];
      readonly shift: number;
    }
  /** So many characters before the cursor were deleted. */
  | { readonly kind: "back"; readonly characters: number }
  /** Something else stands there now. */
  | { readonly kind: "off" };

/** What editors close by themselves when the first of the two is typed. */
const pairs = new Set(["()", "[]", "{}", '""', "''", "``", "<>"]);

/**
 * @param cursor where the rest of the suggestion begins
 * @param edits of one event, each referring to the text left by the one before
 */
export function progressOf(standing: Standing, cursor: number, edits: readonly TextEdit[]): Progress {
  let shift = 0;
  let own: TextEdit | undefined;
  for (const edit of edits) {
    const { start, end } = edit.range;
    const touches = start <= cursor + shift && cursor + shift <= end;
    if (touches && !own) own = { ...edit, range: { start: start - shift, end: end - shift } };
    else if (end <= standing.offset + shift) shift += edit.text.length - (end - start);
    else if (start < cursor + shift) return { kind: "off" };
  }
  return own ? ofEdit(standing, cursor, own, shift) : { kind: "elsewhere", shift };
}

function ofEdit(standing: Standing, cursor: number, { range, text }: TextEdit, shift: number): Progress {
  if (range.end !== cursor) return { kind: "off" };
  const removed = cursor - range.start;
  if (text === "")
    return removed === 0 ? { kind: "elsewhere", shift } : { kind: "back", characters: removed };
  // An item of the completion list replaces the word typed so far by a text that begins with it.
  const inserted = text.slice(removed);
  if (inserted === "") return { kind: "off" };
  const along = (piece: string, byWord: boolean): Progress => {
    const texts = standing.texts.filter(({ text: whole }) =>
      whole.startsWith(piece, cursor - standing.offset),
    );
    const characters = piece.length;
    return texts.length === 0 ? { kind: "off" } : { kind: "along", characters, byWord, texts, shift };
  };
  const whole = along(inserted, isWordAccept(standing, inserted));
  if (whole.kind === "along" && !pairs.has(inserted)) return whole;
  return pairs.has(inserted) ? along(inserted[0]!, false) : whole;
}

/**
 * A person types a character at a time; several at once that agree come from accepting a word or a line. Not so with a
 * list open, when nothing was on the screen, and when a line break brings its indentation along.
 */
function isWordAccept({ listOpen, goneAtMs }: Standing, inserted: string): boolean {
  const isTyped = inserted.length < 2 || /^\r?\n[ \t]*$/.test(inserted);
  return !isTyped && !listOpen && goneAtMs === undefined;
}
