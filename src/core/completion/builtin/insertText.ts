/** From tokens to the text to insert at the cursor. */
import { renderTokens } from "../../syntax/tokens/render.ts";
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import type { CurrentText } from "./currentText.ts";

/**
 * Text that continues the line as these tokens do, from the cursor on; undefined when they do not start with the word
 * being typed.
 */
export function insertText(
  tokens: readonly number[],
  current: CurrentText,
  vocabulary: Vocabulary,
): string | undefined {
  const { partial, spaced, typed } = current;
  const text = renderTokens(tokens, vocabulary);
  if (partial !== "") {
    const word = text.trimStart();
    return word.startsWith(partial) ? word.slice(partial.length) : undefined;
  }
  return spaced || typed === 0 ? text.trimStart() : text;
}

const ONLY_PUNCTUATION = /^[^\p{L}\p{N}_]*$/u;

/**
 * The part of a suggested rest of the line that is missing before what stands after the cursor already.
 *
 * What stands there must end the suggestion; punctuation such as an automatically closed bracket may also be followed by
 * more punctuation, which is then left off.
 *
 * @returns undefined when the two do not fit, nothing is missing, or all it says stands there already
 */
export function fitToSuffix(text: string, after: string): string | undefined {
  const kept = cutSuffix(text.trimEnd(), after.trim());
  return kept === undefined || kept.trim() === "" || kept.trim() === after.trim() ? undefined : kept;
}

function cutSuffix(text: string, after: string): string | undefined {
  if (after === "") return text;
  if (text.endsWith(after)) return text.slice(0, -after.length);
  if (!ONLY_PUNCTUATION.test(after)) return undefined;
  const at = text.lastIndexOf(after);
  return at >= 0 && ONLY_PUNCTUATION.test(text.slice(at)) ? text.slice(0, at) : undefined;
}
