/** Whether what is left of a block after the noise still fits one place alone, counted without any code that is measured. */

export type Key = (line: string) => string;
export const exactly: Key = (line) => line;
export const squashed: Key = (line) => line.replace(/\s+/g, "");

const holds = (lines: readonly string[], at: number, part: readonly string[], key: Key): boolean =>
  at + part.length <= lines.length && part.every((line, index) => key(line) === key(lines[at + index]!));

/** Lines at which `part` stands. */
export const placesOf = (lines: readonly string[], part: readonly string[], key: Key): number[] =>
  [...lines.keys()].filter((at) => holds(lines, at, part, key));

/** In how many ways the two parts stand in order with `fewest` to `most` lines between them. */
export function waysWithGap(
  lines: readonly string[],
  [first, second]: readonly [readonly string[], readonly string[]],
  [fewest, most]: readonly [number, number],
): number {
  const later = placesOf(lines, second, exactly);
  return placesOf(lines, first, exactly).reduce((sum, at) => {
    const end = at + first.length;
    return sum + later.filter((other) => other >= end + fewest && other <= end + most).length;
  }, 0);
}

/** In how many places all lines of `part` but one stand. */
export const placesBut = (lines: readonly string[], part: readonly string[], but: number): number =>
  [...lines.keys()].filter(
    (at) =>
      at + part.length <= lines.length &&
      part.every((line, index) => index === but || line === lines[at + index]),
  ).length;

/** How often a text holds another. */
export function timesIn(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count++;
  return count;
}
