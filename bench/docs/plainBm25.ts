/** What `docs/search` is compared with: BM25 over all text of an entry, each word alike (k1 1.2, b 0.75). */
import type { ApiEntry } from "../../src/core/apiDocs/apiPackage.ts";
import { idf, saturate } from "../../src/core/retrieval/rank/bm25.ts";
import { queryTerms } from "../../src/core/text/terms/queryTerms.ts";
import { wordsOf } from "../../src/core/text/terms/wordsOf.ts";
import { wordTerms } from "../../src/core/text/terms/wordTerms.ts";

const usual = { k1: 1.2, b: 0.75 };

export class PlainBm25 {
  readonly #entries: readonly ApiEntry[];
  readonly #postings = new Map<string, Map<number, number>>();
  readonly #lengths: number[] = [];
  readonly #mean: number;

  constructor(entries: readonly ApiEntry[]) {
    this.#entries = entries;
    entries.forEach((entry, i) => {
      const { module, name, signatures, summary, doc, examples } = entry;
      const text = [module, name, ...signatures, summary, doc, ...examples].join("\n");
      const terms = wordsOf(text).flatMap((word) => wordTerms(word));
      this.#lengths.push(terms.length);
      for (const term of terms) {
        const list = this.#postings.get(term) ?? new Map<number, number>();
        list.set(i, (list.get(i) ?? 0) + 1);
        this.#postings.set(term, list);
      }
    });
    this.#mean = this.#lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, entries.length);
  }

  search(text: string, limit: number): readonly ApiEntry[] {
    const scores = new Map<number, number>();
    for (const term of queryTerms(text).keys()) {
      const list = this.#postings.get(term);
      if (list === undefined) continue;
      const rarity = idf(list.size, this.#entries.length);
      for (const [at, tf] of list)
        scores.set(at, (scores.get(at) ?? 0) + rarity * saturate(tf, this.#lengths[at]! / this.#mean, usual));
    }
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, limit);
    return best.map(([at]) => this.#entries[at]!);
  }
}
