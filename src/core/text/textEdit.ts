/** Positions and edits of a text. Offsets are 0-based UTF-16 indexes; lines are 0-based. */

/** A half-open span of a text, `0 <= start <= end <= text.length`, in UTF-16 units. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` of the text as it was before this edit by `text`. */
export interface TextEdit {
  readonly range: OffsetRange;
  readonly text: string;
}

/**
 * Applies edits that were made one after another: each edit's range refers to the text left by the one before.
 *
 * @throws RangeError when an edit lies outside the text it is applied to
 */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const edit of edits) {
    const { start, end } = edit.range;
    if (start < 0 || end < start || end > result.length) {
      throw new RangeError(`Cannot edit ${start}..${end}: the text has ${result.length} characters`);
    }
    result = result.slice(0, start) + edit.text + result.slice(end);
  }
  return result;
}
