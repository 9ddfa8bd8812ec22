/** Words of names, paths and questions as terms, without whole words beside their parts; what was split is kept for a while. */
import { stopWords } from "../../text/terms/stopWords.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

/** Texts that are kept. */
const MOST_KEPT = 20_000;

export class NameWords {
  readonly #kept = new Map<string, readonly string[]>();

  /** Each part once, in the order of their first places. */
  of(text: string): readonly string[] {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const parts = [...new Set(wordsOf(text).flatMap(partsOf))];
    this.#kept.set(text, parts);
    return parts;
  }
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
