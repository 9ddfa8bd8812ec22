/** Two changes made one after the other, as one change of the first text. */
import { applyReplacements, type Replacement } from "./candidate.ts";

/**
 * @param first of `text`
 * @param second of what `first` leaves
 * @returns one replacement of `text` that leads to the same; empty when nothing changes
 */
export function composeEdits(
  text: string,
  first: readonly Replacement[],
  second: readonly Replacement[],
): Replacement[] {
  const result = applyReplacements(applyReplacements(text, first), second);
  let start = 0;
  const shorter = Math.min(text.length, result.length);
  while (start < shorter && text[start] === result[start]) start++;
  let behind = 0;
  while (behind < shorter - start && text.at(-1 - behind) === result.at(-1 - behind)) behind++;
  const end = text.length - behind;
  if (start === end && start === result.length - behind) return [];
  return [{ start, end, text: result.slice(start, result.length - behind) }];
}
