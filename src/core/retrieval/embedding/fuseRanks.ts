/** Two rankings in one: by words, and by meaning. */
import type { SearchHit } from "../search.ts";

/** Keeps the first few from outweighing all the rest (Cormack, Clarke & Büttcher 2009, §2: 60). */
const K = 60;

const shareOf = (rank: number): number => 1 / (K + rank + 1);
/** A piece and a hit are the same where they share lines; a file is the same as itself. */
const isSame = (a: SearchHit, b: SearchHit): boolean =>
  a.path === b.path &&
  (a.startLine ?? 0) <= (b.endLine ?? Infinity) &&
  (b.startLine ?? 0) <= (a.endLine ?? Infinity);

/**
 * One list in the order of two rankings: its own and that by likeness, by the same shares.
 *
 * @param hits best first
 * @param likeness of each hit, higher is more alike; undefined where nothing tells: its own place counts twice
 */
export function fuseShares<T extends { readonly score: number }>(
  hits: readonly T[],
  likeness: readonly (number | undefined)[],
): readonly T[] {
  const known = hits.map((_, i) => i).filter((i) => likeness[i] !== undefined);
  const byMeaning = known.sort((a, b) => likeness[b]! - likeness[a]! || a - b);
  const places = new Map(byMeaning.map((i, rank) => [i, rank] as const));
  return hits
    .map((hit, rank) => {
      return { ...hit, score: shareOf(rank) + shareOf(places.get(rank) ?? rank) };
    })
    .sort((a, b) => b.score - a.score);
}

/** What made up the score of a hit makes up its share of the fused one. */
function scaled(hit: SearchHit, share: number): SearchHit {
  const { explanation, score } = hit;
  const parts = explanation?.map((part) => ({ ...part, score: (part.score * share) / score }));
  return { ...hit, score: share, ...(parts ? { explanation: parts } : {}) };
}

/**
 * Reciprocal rank fusion (Cormack et al. 2009): each list gives a hit 1 / (60 + its place).
 *
 * @param words best first, as the scorer of words ranked them
 * @param meanings best first, by likeness of vectors
 * @returns best first, ties by path and line
 */
export function fuseRanks(
  words: readonly SearchHit[],
  meanings: readonly SearchHit[],
  limit: number,
  explain: boolean,
): readonly SearchHit[] {
  const fused = words.map((hit, rank) => scaled(hit, shareOf(rank)));
  const taken = new Set<number>();
  meanings.forEach((hit, rank) => {
    const score = shareOf(rank);
    const part = { part: "embedding", score };
    const at = fused.findIndex((other, i) => !taken.has(i) && isSame(other, hit));
    const own = at < 0 ? undefined : fused[at]!;
    if (own === undefined) {
      taken.add(fused.push({ ...hit, score, ...(explain ? { explanation: [part] } : {}) }) - 1);
      return;
    }
    taken.add(at);
    const explanation = explain ? { explanation: [...(own.explanation ?? []), part] } : {};
    fused[at] = { ...own, score: own.score + score, ...explanation };
  });
  return fused.sort(byScore).slice(0, limit);
}

function byScore(a: SearchHit, b: SearchHit): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return (a.startLine ?? 0) - (b.startLine ?? 0);
}
