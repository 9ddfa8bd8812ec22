/** How closely an API's text says what a question says, beyond which words both have. */
import { queryTerms } from "../../text/terms/queryTerms.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { ApiEntry } from "../apiPackage.ts";

/** In parts of the best score by words. Chosen on the development libraries of `bench:docs`. */
const weights = {
  /** Words that stand beside each other in the question and in the text (Metzler & Croft 2005: sequential dependence). */
  pairs: 0.6,
  /** The same of two telling words, in either order. */
  tellingPairs: 0.3,
} as const;
/** Of a text the beginning tells. UTF-16 units. */
const LONGEST = 1200;

type Pair = readonly [string, string];

export class Closeness {
  readonly #pairs: readonly Pair[];
  readonly #telling: ReadonlySet<string>;
  readonly #rarityOf: (term: string) => number;
  readonly #all: number;
  readonly #parts = new Map<string, readonly string[]>();

  /** @param rarityOf above 0, for each term of the question; what a term of no entry weighs */
  constructor(question: string, rarityOf: (term: string) => number) {
    this.#telling = new Set(queryTerms(question).keys());
    this.#rarityOf = rarityOf;
    this.#all = [...this.#telling].reduce((sum, term) => sum + rarityOf(term), 0);
    const terms = this.#termsOf(question);
    this.#pairs = terms
      .slice(1)
      .map((term, i): Pair => [terms[i]!, term])
      .filter(([a, b]) => a !== b && (this.#telling.has(a) || this.#telling.has(b)));
  }

  /** 0 for nothing more than the words, about 1 for the question itself. */
  of(entry: ApiEntry): number {
    if (this.#all === 0) return 0;
    const beside = this.#besides(entry);
    let sum = 0;
    for (const [a, b] of this.#pairs) {
      const isPair = beside.has(`${a} ${b}`);
      const [ra, rb] = [this.#rarityOf(a), this.#rarityOf(b)];
      if (isPair) sum += weights.pairs * Math.min(ra, rb);
      const isTelling = this.#telling.has(a) && this.#telling.has(b);
      if (isTelling && (isPair || beside.has(`${b} ${a}`))) sum += (weights.tellingPairs * (ra + rb)) / 2;
    }
    return sum / this.#all;
  }

  /** Words beside each other in what an entry says. */
  #besides({ name, summary, doc, examples }: ApiEntry): ReadonlySet<string> {
    const found = new Set<string>();
    const own = name.slice(name.lastIndexOf(".") + 1);
    for (const text of [own, summary, doc.slice(0, LONGEST), ...examples.slice(0, 1)]) {
      let last = "";
      for (const term of this.#termsOf(text)) {
        if (last !== "") found.add(`${last} ${term}`);
        last = term;
      }
    }
    return found;
  }

  /** Parts of words alone, in the order of the text. */
  #termsOf(text: string): readonly string[] {
    return wordsOf(text).flatMap((word) => this.#partsOf(word));
  }

  #partsOf(word: string): readonly string[] {
    let parts = this.#parts.get(word);
    if (parts === undefined) {
      const terms = wordTerms(word);
      parts = terms.length > 1 ? terms.slice(0, -1) : terms;
      this.#parts.set(word, parts);
    }
    return parts;
  }
}
