/** Terms of a question or an issue text. */

import { stem } from "./stem.ts";
import { stopWords } from "./stopWords.ts";
import { wordsOf } from "./wordsOf.ts";
import { wordTerms } from "./wordTerms.ts";

const stopTerms = new Set(Array.from(stopWords, stem));

/**
 * Terms to look up for a text, in the order of their first occurrence, each with how often it stands there. Words
 * that stand in every English sentence or every file of code are left out; if nothing remains, they are taken.
 */
export function queryTerms(text: string): ReadonlyMap<string, number> {
  const telling = new Map<string, number>();
  const all = new Map<string, number>();
  for (const word of wordsOf(text)) {
    for (const term of wordTerms(word)) {
      all.set(term, (all.get(term) ?? 0) + 1);
      if (!stopTerms.has(term)) telling.set(term, (telling.get(term) ?? 0) + 1);
    }
  }
  return telling.size > 0 ? telling : all;
}
