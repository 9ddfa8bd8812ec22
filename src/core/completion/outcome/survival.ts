/** What became of accepted text: where it stands while the document is edited, and how much of it is still there. */
import type { TextEdit } from "../../text/textEdit.ts";

/** A piece of a document, in UTF-16 units; empty when all of it was deleted. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The place after edits, each referring to the text left by the one before. What is typed within belongs to it. */
export function followPlace(place: Place, edits: readonly TextEdit[]): Place {
  return edits.reduce(afterEdit, place);
}

function afterEdit({ start, end }: Place, { range, text }: TextEdit): Place {
  const growth = text.length - (range.end - range.start);
  if (end <= range.start) return { start, end };
  if (range.end <= start) return { start: start + growth, end: end + growth };
  if (start <= range.start && range.end <= end) return { start, end: end + growth };
  // The edit reaches over an edge: what it wrote is not counted as accepted text.
  const cutStart = Math.min(start, range.start);
  const keptBefore = Math.max(0, range.start - start);
  const keptAfter = Math.max(0, end - range.end);
  if (start < range.start) return { start, end: start + keptBefore };
  return { start: cutStart + text.length, end: cutStart + text.length + keptAfter };
}

/** Share of the accepted words and signs that still stand, in their order, for the text to count as survived. */
const survivedShare = 0.75;

/** Whether accepted text survived in what now stands in its place. Blanks and line breaks do not count. */
export function hasSurvived(accepted: string, standing: string): boolean {
  const wanted = pieces(accepted);
  return wanted.length === 0 || survivedShare * wanted.length <= commonLength(wanted, pieces(standing));
}

const longest = 400;
const pieces = (text: string): readonly string[] =>
  (text.match(/[\p{L}\p{N}_$]+|[^\s]/gu) ?? []).slice(0, longest);

/** Length of the longest common subsequence. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const piece of a) {
    const next = [0];
    b.forEach((other, i) => {
      next.push(piece === other ? row[i]! + 1 : Math.max(row[i + 1]!, next[i]!));
    });
    row = next;
  }
  return row.at(-1)!;
}
