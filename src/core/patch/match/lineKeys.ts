/** Lines made comparable, strictly or loosely. */

/** Without white space at the end. */
export const withoutTrail = (line: string): string => line.trimEnd();
/** Without white space around. */
export const withoutMargins = (line: string): string => line.trim();
/** Without any white space. */
export const squashed = (line: string): string => line.replace(/\s+/g, "");

/** Without white space, kinds of quotes, and a comma or semicolon at the end: what formatters change. */
export const loosened = (line: string): string => squashed(line).replace(/["'`]/g, '"').replace(/[,;]$/, "");

export const isBlank = (line: string): boolean => line.trim() === "";

/** White space at the beginning. */
export const indentOf = (line: string): string => line.slice(0, line.length - line.trimStart().length);

/** The new lines among a hunk's. */
export const addedOf = (lines: readonly { readonly kind: string; readonly text: string }[]): string[] =>
  lines.filter(({ kind }) => kind === "add").map(({ text }) => text);

/** Longer lines are compared by their beginnings. UTF-16 units. */
const MOST_COMPARED = 400;

/**
 * How alike two lines are, white space aside: Dice's coefficient of their pairs of neighbouring characters (Dice 1945).
 *
 * @returns 0 to 1; 1 for equal ones
 */
export function similarity(left: string, right: string): number {
  const a = squashed(left.slice(0, MOST_COMPARED));
  const b = squashed(right.slice(0, MOST_COMPARED));
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < a.length - 1; at++) {
    const pair = a.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let at = 0; at < b.length - 1; at++) {
    const pair = b.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) {
      common++;
      pairs.set(pair, left - 1);
    }
  }
  return (2 * common) / (a.length + b.length - 2);
}
