/** Which existing name is meant by one that does not exist. */
import { wordTerms } from "../text/terms/wordTerms.ts";

/**
 * Least number of letters to add, leave out, replace or swap with their neighbour (Damerau 1964; optimal string alignment),
 * letters' case not told apart at half the price.
 *
 * @param most counting stops beyond; the result is then above it
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + costOf(a[i - 1]!, b[j - 1]!);
      let cost = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && a[i - 1] !== b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length]!;
}

function costOf(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}

/** Edits that are small for a name: one up to five letters, two up to ten, then three; none for very short ones. */
export const smallEdit = (length: number): number =>
  length < 3 ? 0 : length <= 5 ? 1 : length <= 10 ? 2 : 3;

/**
 * Candidates that share words with a name or are a few edits from it, best first: what a removed name may be called now.
 */
export function likeliestNames(name: string, candidates: Iterable<string>, limit: number): readonly string[] {
  const terms = wordTerms(name);
  const scored: { readonly candidate: string; readonly score: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === name || /[^\w$]/.test(candidate) || isPrivate(candidate) !== isPrivate(name)) continue;
    const longer = Math.max(name.length, candidate.length);
    const likeness = 1 - editDistance(name, candidate, longer) / longer;
    const own = wordTerms(candidate);
    const shared = own.filter((term) => terms.includes(term)).length;
    const score = likeness + shared / Math.max(1, terms.length, own.length);
    if (likeness >= 0.6 || shared > 0) scored.push({ candidate, score });
  }
  return scored
    .sort((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

const isPrivate = (name: string): boolean => name.startsWith("_");

/** The one candidate that is nearest by a small edit; undefined when there is none, or are several. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let most = smallEdit(name.length);
  let found: string | undefined;
  let isUnique = false;
  for (const candidate of candidates) {
    if (candidate === name || candidate === found || /[^\w$]/.test(candidate)) continue;
    const distance = editDistance(name, candidate, most);
    if (distance > most || distance >= Math.min(name.length, candidate.length) - 1) continue;
    isUnique = found === undefined || distance < most;
    found = candidate;
    most = distance;
  }
  return isUnique ? found : undefined;
}
