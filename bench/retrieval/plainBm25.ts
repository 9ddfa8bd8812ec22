/** Plain BM25 over whole identifiers in lower case: what every figure stands beside. */

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const K1 = 1.2;
const B = 0.75;

export class PlainBm25 {
  readonly #postings = new Map<string, Map<number, number>>();
  readonly #lengths: number[] = [];
  #terms = 0;

  /** Documents are numbered in the order they are added. */
  add(text: string): void {
    const document = this.#lengths.length;
    const words = wordsOf(text);
    for (const word of words) {
      const postings = this.#postings.get(word);
      if (postings === undefined) this.#postings.set(word, new Map([[document, 1]]));
      else postings.set(document, (postings.get(document) ?? 0) + 1);
    }
    this.#lengths.push(words.length);
    this.#terms += words.length;
  }

  /** The best documents, best first. */
  search(query: string, limit: number): number[] {
    const documents = this.#lengths.length;
    const mean = this.#terms / documents;
    const scores = new Map<number, number>();
    for (const word of new Set(wordsOf(query))) {
      const postings = this.#postings.get(word);
      if (postings === undefined) continue;
      const idf = Math.log(1 + (documents - postings.size + 0.5) / (postings.size + 0.5));
      for (const [document, tf] of postings) {
        const norm = K1 * (1 - B + (B * this.#lengths[document]!) / mean);
        scores.set(document, (scores.get(document) ?? 0) + (idf * tf * (K1 + 1)) / (tf + norm));
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([document]) => document);
  }
}

function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase());
}
