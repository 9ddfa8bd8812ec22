/** Parts of words of code: `HTTPServer2_main` is http, server and main. */

const UNDERSCORE = 95;
const DOLLAR = 36;

/** Kinds of characters; ASCII alone has upper case here, every other letter counts as lower case. */
const kinds = { separator: 0, lower: 1, upper: 2, digit: 3 } as const;

function kindOf(unit: number): number {
  if (unit >= 97) return kinds.lower;
  if (unit >= 65 && unit <= 90) return kinds.upper;
  if (unit >= 48 && unit <= 57) return kinds.digit;
  return unit === UNDERSCORE || unit === DOLLAR ? kinds.separator : kinds.lower;
}

/**
 * Offsets at which the parts of a word begin and end: at `_` and `$`, at a capital after a small letter, at the last
 * capital of an acronym before a small letter, and between letters and digits.
 *
 * @returns pairs of start and end, ascending, not overlapping; separators lie outside
 */
export function splitWord(word: string): number[] {
  const bounds: number[] = [];
  let start = 0;
  let last: number = kinds.separator;
  for (let at = 0; at < word.length; at++) {
    const kind = kindOf(word.charCodeAt(at));
    if (kind === last) continue;
    const endsAcronym = last === kinds.upper && kind === kinds.lower;
    const from = endsAcronym ? at - 1 : at;
    if (last !== kinds.separator && from > start) bounds.push(start, from);
    start = from;
    last = kind;
  }
  if (last !== kinds.separator) bounds.push(start, word.length);
  return bounds;
}
