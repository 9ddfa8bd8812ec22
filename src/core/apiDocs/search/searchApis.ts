/** APIs that fit a question, over all packages together. */
import { idf, saturate } from "../../retrieval/rank/bm25.ts";
import { queryTerms } from "../../text/terms/queryTerms.ts";
import type { ApiEntry } from "../apiPackage.ts";
import { type PackedApis, termHash } from "./packedApis.ts";

/** Weighted lengths vary with what is written, which tells little: long docs count little less. Chosen on the development libraries. */
const bm25 = { k1: 6, b: 0.4 };
/** What a share of the question's words adds that an entry has, in parts of its score. */
const COVERAGE = 0.6;
/** A name that stands in the question as it is written. */
const NAMED = 1.5;
const DEPRECATED = 0.8;
/** Entries whose texts are read for one answer. */
const READ = 40;

export interface ApiHit {
  readonly entry: ApiEntry;
  /** Above 0; comparable within one answer. */
  readonly score: number;
}

export interface ApiQuery {
  readonly text: string;
  readonly limit: number;
  /** What an entry's score is multiplied by: packages that the file at hand imports count more. */
  /** How many entries' texts are read at most; 40 or twice the limit when not given. */
  readonly read?: number | undefined;
  readonly boost?: ((entry: ApiEntry) => number) | undefined;
}

/** @param packages those to search, in an order that decides ties */
export function searchApis(
  packages: readonly PackedApis[],
  { text, limit, boost, read = Math.max(READ, 2 * limit) }: ApiQuery,
): readonly ApiHit[] {
  const terms = [...queryTerms(text).keys()].map(termHash);
  const count = packages.reduce((sum, { entryCount }) => sum + entryCount, 0);
  const mean = packages.reduce((sum, { allLengths }) => sum + allLengths, 0) / Math.max(1, count);
  const rarities = terms.map((hash) => {
    let df = 0;
    for (const one of packages) one.forEachPosting(hash, () => df++);
    return idf(df, count);
  });
  const allRarity = rarities.reduce((sum, one) => sum + one, 0);
  const best: { readonly from: PackedApis; readonly at: number; readonly score: number }[] = [];
  for (const from of packages) {
    const scores = new Map<number, { score: number; covered: number }>();
    terms.forEach((hash, i) => {
      const rarity = rarities[i]!;
      from.forEachPosting(hash, (at, weight) => {
        const known = scores.get(at) ?? { score: 0, covered: 0 };
        known.score += rarity * saturate(weight, from.lengthOf(at) / mean, bm25);
        known.covered += rarity;
        scores.set(at, known);
      });
    });
    for (const [at, { score, covered }] of scores)
      best.push({ from, at, score: score * (1 + COVERAGE * (covered / allRarity)) });
  }
  const names = new Set(text.match(/[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/g) ?? []);
  return best
    .sort((a, b) => b.score - a.score)
    .slice(0, read)
    .map(({ from, at, score }) => {
      const entry = from.entry(at);
      const last = entry.name.slice(entry.name.lastIndexOf(".") + 1);
      const isNamed =
        names.has(entry.name) ||
        names.has(`${entry.module}.${entry.name}`) ||
        (names.has(last) && last.length > 2);
      const factor =
        (isNamed ? NAMED : 1) * (entry.deprecated === undefined ? 1 : DEPRECATED) * (boost?.(entry) ?? 1);
      return { entry, score: score * factor };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}
