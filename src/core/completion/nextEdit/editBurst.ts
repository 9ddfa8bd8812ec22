/**
 * What a person is changing right now: edits that stay in the same lines are one burst, however long it takes and whatever
 * pauses there are. A rename typed letter by letter is one.
 */
import { applyTextEdits, type OffsetRange, type TextEdit } from "../../text/textEdit.ts";

/** `base` from `start` to `baseEnd` became `text` from `start` to `end`; all else is the same. */
export interface EditBurst {
  readonly base: string;
  readonly text: string;
  readonly start: number;
  readonly baseEnd: number;
  readonly end: number;
}

/** Longer insertions and deletions are pasted, generated or moved. UTF-16 units. */
const LONGEST_CHANGE = 400;

/**
 * The burst after one event's edits. Undefined when they are no hand's work at one place: several lines at once, as a
 * formatter or a rename of the whole does, or much text.
 *
 * @param burst the one so far in this document
 * @param before the text that the first edit refers to
 * @param edits in the order they were made
 */
export function extendBurst(
  burst: EditBurst | undefined,
  before: string,
  edits: readonly TextEdit[],
): EditBurst | undefined {
  const [first] = edits;
  if (!first) return burst;
  const isAtOnePlace = edits.every(
    ({ range }) => !before.slice(...between(first.range, range)).includes("\n"),
  );
  if (!isAtOnePlace) return undefined;
  let result = burst?.text === before ? burst : undefined;
  let text = before;
  for (const edit of edits) {
    const { start, end } = edit.range;
    if (edit.text.length > LONGEST_CHANGE || end - start > LONGEST_CHANGE) return undefined;
    const after = applyTextEdits(text, [edit]);
    result = withEdit(result && isNear(result, text, edit.range) ? result : undefined, text, after, edit);
    text = after;
  }
  return result;
}

function withEdit(burst: EditBurst | undefined, text: string, after: string, edit: TextEdit): EditBurst {
  const { start, end } = edit.range;
  const growth = edit.text.length - (end - start);
  if (!burst) return { base: text, text: after, start, baseEnd: end, end: start + edit.text.length };
  const beyond = Math.max(0, end - burst.end);
  return {
    base: burst.base,
    text: after,
    start: Math.min(burst.start, start),
    baseEnd: burst.baseEnd + beyond,
    end: burst.end + beyond + growth,
  };
}

/** Whether a change is in the lines of the burst. */
function isNear({ start, end }: EditBurst, text: string, range: OffsetRange): boolean {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  return from <= range.start && range.end <= (next < 0 ? text.length : next);
}

const between = (a: OffsetRange, b: OffsetRange): [number, number] => [
  Math.min(a.start, b.start),
  Math.max(a.end, b.end),
];
