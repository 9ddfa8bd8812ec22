/** The next word alone: a member, a name, a keyword. */
import { Kind } from "../../syntax/tokens/vocabulary.ts";
import { insertText } from "./insertText.ts";
import type { Prediction } from "./predictor.ts";
import type { View } from "./view.ts";

/** Tokens looked at: the first ones may be punctuation or what stands there already. */
const LOOKED_AT = 8;
/** Least probability worth a suggestion. */
const LEAST = 0.02;

export interface NextWord {
  readonly text: string;
  /** By n-grams, 0..1; not yet calibrated. */
  readonly probability: number;
}

/** The most probable word, if one fits between cursor and suffix. */
export function nextWord({ current, vocabulary }: View, prediction: Prediction): NextWord | undefined {
  if (/^[\p{L}\p{N}_$]/u.test(current.after)) return undefined;
  for (let i = 0; i < prediction.tokens.length && i < LOOKED_AT; i++) {
    const [token, probability] = [prediction.tokens[i]!, prediction.probabilities[i]!];
    const kind = vocabulary.kind(token >> 1);
    if (probability < LEAST || (kind !== Kind.word && kind !== Kind.keyword)) continue;
    const text = insertText([token], current, vocabulary);
    if (text === undefined || text.trim() === "") continue;
    if (!current.after.trimStart().startsWith(text.trim())) return { text, probability };
  }
  return undefined;
}
