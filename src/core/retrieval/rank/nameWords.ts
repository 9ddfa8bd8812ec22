/** Words of names, paths and questions as terms, without whole words beside their parts. */
import { stopWords } from "../../text/terms/stopWords.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

/** Each part of a name or path once, in the order of their first places. */
export function nameTerms(text: string): readonly string[] {
  return [...new Set(wordsOf(text).flatMap(partsOf))];
}

/** The words of a question that are no stop words, in parts, each once. */
export function tellingWords(question: string): readonly string[] {
  const words = wordsOf(question).filter((word) => !stopWords.has(word.toLowerCase()));
  return [...new Set(words.flatMap(partsOf))];
}

function partsOf(word: string): readonly string[] {
  const terms = wordTerms(word);
  return terms.length > 1 ? terms.slice(0, -1) : terms;
}
