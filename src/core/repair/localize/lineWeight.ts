/** How much there is on a line that can be wrong: what tells lines apart that the same tests ran. */

/** Operators, words that decide, literals, calls and accesses. */
const parts = /[-+*/%<>=!&|?]+|\b(?:and|or|not|in|is|instanceof|typeof)\b|\b\d[\w.]*|["'`]|[([]|\./g;
const decides = /^\s*(?:\}?\s*else\s+)?(?:if|elif|else if|while|for|return|switch|case)\b/;
/** Of a line with so many parts there is no more to be said. */
const mostParts = 12;

/**
 * By the text alone, of any language.
 *
 * @returns unitless, 0 to 1
 */
export function lineWeight(text: string): number {
  const found = text.match(parts)?.length ?? 0;
  return (Math.min(1, found / mostParts) + (decides.test(text) ? 0.5 : 0)) / 1.5;
}
