/** Places within the function or class that a hunk's header names. */
import { indentOf, isBlank } from "./lineKeys.ts";
import type { Place } from "./placement.ts";

/** Shorter headings say too little. UTF-16 units. */
const SHORTEST_ANCHOR = 4;

/**
 * Of several places those that stand below the anchors, each within the block of code of the one before.
 *
 * @param anchors outermost first, perhaps cut at the end, as git cuts them
 * @returns all places when there is no anchor, or none of the file's lines is one
 */
export function scopedPlaces(
  file: readonly string[],
  places: readonly Place[],
  anchors: readonly string[],
): readonly Place[] {
  const useful = anchors.map((anchor) => anchor.trim()).filter((anchor) => anchor.length >= SHORTEST_ANCHOR);
  if (useful.length === 0) return places;
  return places.filter(({ start }) => stands(file, start, useful));
}

/** Whether the nearest lines that are less indented, upwards from `line`, name the anchors from the innermost on. */
function stands(file: readonly string[], line: number, anchors: readonly string[]): boolean {
  let wanted = anchors.length - 1;
  const first = file[line];
  if (first?.trim().startsWith(anchors[wanted]!)) wanted--;
  let depth = first === undefined || isBlank(first) ? Number.POSITIVE_INFINITY : indentOf(first).length;
  for (let at = line - 1; at >= 0 && wanted >= 0; at--) {
    const text = file[at]!;
    if (isBlank(text) || indentOf(text).length >= depth) continue;
    if (text.trim().startsWith(anchors[wanted]!)) wanted--;
    if (!/^[)\]}]/.test(text.trim())) depth = indentOf(text).length;
  }
  return wanted < 0;
}
