/** Characters that a person does not see in an editor but a model reads: a known way to smuggle instructions. */

/**
 * Tag characters, bidirectional controls, zero-width characters, soft hyphens and variation selectors. A zero-width
 * joiner inside an emoji goes too: a prompt loses nothing a completion needs.
 */
const hiddenRun =
  /(?:[\u{E0000}-\u{E007F}\u202A-\u202E\u2066-\u2069\u200B-\u200F\u061C\u2060-\u2064\uFEFF\u00AD\u180E]|\p{Variation_Selector})+/gu;
const oneVariationSelector = /^[\uFE00-\uFE0F]$/u;

/**
 * Removes hidden characters; a single variation selector (the usual end of an emoji) stays. Lone surrogates, which
 * no JSON parser has to accept, become U+FFFD. Idempotent, linear.
 *
 * @returns `removed`: number of UTF-16 units taken out
 */
export function stripHiddenText(text: string): { readonly text: string; readonly removed: number } {
  let removed = 0;
  const stripped = text.replace(hiddenRun, (run) => {
    if (oneVariationSelector.test(run)) return run;
    removed += run.length;
    return "";
  });
  return { text: stripped.replace(/\p{Surrogate}/gu, "\uFFFD"), removed };
}
