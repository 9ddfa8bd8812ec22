/** The next word alone: a member, a name, a keyword. */
import { Kind } from "../../syntax/tokens/vocabulary.ts";
import type { Suggestion } from "../suggestion.ts";
import { calibrate, tokenCalibration } from "./calibration.ts";
import { insertText } from "./insertText.ts";
import type { Prediction } from "./predictor.ts";
import type { View } from "./view.ts";

/** Tokens looked at: the first ones may be punctuation or what stands there already. */
const LOOKED_AT = 8;
/** Least probability worth a suggestion. */
const LEAST = 0.02;

/** Suggestions of one word, most probable first. */
export function suggestTokens(view: View, prediction: Prediction, most: number): Suggestion[] {
  const { current, vocabulary } = view;
  const found: Suggestion[] = [];
  for (let i = 0; i < prediction.tokens.length && i < LOOKED_AT && found.length < most; i++) {
    const [token, probability] = [prediction.tokens[i]!, prediction.probabilities[i]!];
    const kind = vocabulary.kind(token >> 1);
    if (probability < LEAST || (kind !== Kind.word && kind !== Kind.keyword)) continue;
    const text = insertText([token], current, vocabulary);
    if (text === undefined || text.trim() === "" || /^[\p{L}\p{N}_$]/u.test(current.after)) continue;
    if (current.after.trimStart().startsWith(text.trim())) continue;
    found.push({ text, confidence: calibrate(probability, tokenCalibration), engine: "builtin" });
  }
  return found;
}
