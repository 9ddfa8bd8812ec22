/** Compares two lines of tokens. */

import { endsLine } from "../../syntax/tokens/newline.ts";
import type { TokenSource } from "./tokenSource.ts";

/** Index in the tokens of the line break that ends a line. */
export function lineEnd(source: TokenSource, line: number): number {
  let end = source.lineStarts[line + 1]! - 1;
  while (end > source.lineStarts[line]! && endsLine(source.tokens[end - 1]! >> 1)) end--;
  return end;
}

/** Whether a line exists in the file that `beside` is in. */
export function hasLine(source: TokenSource, beside: number, line: number): boolean {
  const file = source.fileOfLine(beside);
  return line >= source.firstLine(file) && line < source.endLine(file);
}

/** Tokens of a line beyond which it is data. */
export const COMPARED_TOKENS = 400;

/**
 * How alike two lines are, white space aside: 1 for the same tokens, 0.5 to 1 for the same shape by the share of equal
 * tokens, below 0.5 otherwise by how many tokens agree from the start.
 */
export function lineSimilarity(a: TokenSource, lineA: number, b: TokenSource, lineB: number): number {
  const [startA, startB] = [a.lineStarts[lineA]!, b.lineStarts[lineB]!];
  const [lengthA, lengthB] = [lineEnd(a, lineA) - startA, lineEnd(b, lineB) - startB];
  const shared = Math.min(lengthA, lengthB, COMPARED_TOKENS);
  if (a.shapes[lineA] === b.shapes[lineB] && lengthA === lengthB) {
    let equal = 0;
    for (let i = 0; i < shared; i++) {
      if (a.tokens[startA + i]! >> 1 === b.tokens[startB + i]! >> 1) equal++;
    }
    return shared === 0 ? 1 : 0.5 + (0.5 * equal) / shared;
  }
  let same = 0;
  while (same < shared && a.tokens[startA + same]! >> 1 === b.tokens[startB + same]! >> 1) same++;
  return (0.45 * same) / Math.max(1, lengthA, lengthB);
}
