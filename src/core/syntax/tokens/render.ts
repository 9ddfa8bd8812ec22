/** Tokens back to text. */
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Text of tokens of one line: the scanned line, except that each run of white space is one blank and none stands at the
 * end.
 */
export function renderTokens(tokens: ArrayLike<number>, vocabulary: Vocabulary): string {
  let text = "";
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    text += (token & 1 ? " " : "") + vocabulary.text(token >> 1);
  }
  return text;
}
