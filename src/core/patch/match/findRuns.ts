/** Where lines stand in a file, one directly after the other. */

/** Places beyond so many are not told apart. */
export const MOST_PLACES = 1000;

/**
 * All places where `keys` holds `part`, ascending; at most `MOST_PLACES + 1`. Linear in both (Knuth, Morris & Pratt 1977).
 *
 * @param part not empty
 */
export function findRuns(part: readonly string[], keys: readonly string[]): number[] {
  const borders = bordersOf(part);
  const places: number[] = [];
  let length = 0;
  for (const [at, key] of keys.entries()) {
    while (length > 0 && (length === part.length || part[length] !== key)) length = borders[length - 1]!;
    if (part[length] === key) length++;
    if (length === part.length) {
      places.push(at - length + 1);
      if (places.length > MOST_PLACES) break;
    }
  }
  return places;
}

/** For each beginning of `part`: the length of its longest end that is a beginning too. */
function bordersOf(part: readonly string[]): number[] {
  const borders = [0];
  for (let at = 1; at < part.length; at++) {
    let length = borders[at - 1]!;
    while (length > 0 && part[length] !== part[at]) length = borders[length - 1]!;
    borders.push(part[length] === part[at] ? length + 1 : 0);
  }
  return borders;
}
