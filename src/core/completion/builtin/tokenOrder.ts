/** An order of tokens that depends on their texts only, not on which was seen first: it settles ties. */
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";

export function compareTokens(vocabulary: Vocabulary, a: number, b: number): number {
  return vocabulary.hash(a >> 1) - vocabulary.hash(b >> 1) || a - b;
}

/** By the first token that differs; a sequence stands after its own beginning. */
export function compareSequences(vocabulary: Vocabulary, a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return compareTokens(vocabulary, a[i]!, b[i]!);
  }
  return a.length - b.length;
}
