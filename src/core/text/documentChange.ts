/** Changes of a document as an editor reports them: all at once, all against the text before any of them. */
import type { TextEdit } from "./textEdit.ts";

/**
 * Puts changes that all refer to the old text into an order in which each may refer to the text left by the one
 * before: from the end of the document to its start, so that no change moves the offsets of a later one.
 *
 * @param changes not overlapping, in any order; of two insertions at one offset, the first stays behind the second
 * @returns the same changes, descending by offset
 */
export function sequentialEdits(changes: readonly TextEdit[]): readonly TextEdit[] {
  return changes.toSorted((a, b) => b.range.end - a.range.end || b.range.start - a.range.start);
}

/** Length that a text of `length` UTF-16 units has after `edits`. */
export function lengthAfter(length: number, edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { range, text }) => sum - (range.end - range.start) + text.length, length);
}
