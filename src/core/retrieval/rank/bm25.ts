/** The weight of a term in a document. */

/** How often a term counts again (`k1`), and how much a long document counts less (`b`, 0 to 1). */
export interface Bm25 {
  readonly k1: number;
  readonly b: number;
}

/**
 * How telling a term is (Robertson & Zaragoza 2009, §3.4). Adds 1 inside the logarithm, as Lucene does, so that it is
 * never negative.
 *
 * @param df documents that hold the term, at most `documents`
 */
export function idf(df: number, documents: number): number {
  return Math.log(1 + (documents - df + 0.5) / (df + 0.5));
}

/** Where the powers of `tempered` meet: rarer terms lose, commoner ones gain. */
const EVEN_RARITY = 4;

/** Rarity to a power: the rarer a word, the less likely is code to say it at all. */
export function tempered(rarity: number, power: number): number {
  return power === 1 ? rarity : EVEN_RARITY * (rarity / EVEN_RARITY) ** power;
}

/** The inverse: how many documents hold a term that is so telling; need not be whole. */
export function documentsOf(telling: number, documents: number): number {
  return (documents + 1) / Math.exp(telling) - 0.5;
}

/**
 * What the occurrences of a term in a document add, before its idf.
 *
 * @param relativeLength length of the document by the mean length
 * @returns 0 for none, below k1 + 1
 */
export function saturate(tf: number, relativeLength: number, { k1, b }: Bm25): number {
  return (tf * (k1 + 1)) / (tf + k1 * (1 - b + b * relativeLength));
}
