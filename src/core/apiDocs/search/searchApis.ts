/** APIs that fit a question, over all packages together. */
import { idf, saturate } from "../../retrieval/rank/bm25.ts";
import { queryTerms } from "../../text/terms/queryTerms.ts";
import type { ApiEntry } from "../apiPackage.ts";
import { Closeness } from "./closeness.ts";
import { type PackedApis, termHash } from "./packedApis.ts";

/** Chosen on the development libraries of `bench:docs`, as are the numbers below. */
const bm25 = { k1: 2, b: 0.7 };
/** What a share of the question's words adds that an entry has, in parts of its score. */
const COVERAGE = 0.6;
/** A name that stands in the question as it is written. */
const NAMED = 1.5;
/** A text of so many words is a name or a few. */
const SHORT = 3;
/** What the best member of a class adds to it, in parts of its score. */
const BY_MEMBER = 0.2;
/** Weight of a word that stands everywhere, where it stands beside one that tells something. */
const STOP_RARITY = 1;
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
  const words = [...queryTerms(text).keys()];
  const terms = words.map(termHash);
  const count = packages.reduce((sum, { entryCount }) => sum + entryCount, 0);
  const mean = packages.reduce((sum, { allLengths }) => sum + allLengths, 0) / Math.max(1, count);
  const rarities = terms.map((hash) => {
    let df = 0;
    for (const one of packages) one.forEachPosting(hash, () => df++);
    return idf(df, count);
  });
  const allRarity = rarities.reduce((sum, one) => sum + one, 0);
  const best = new Best(read);
  // For one package after another: what was touched is zero again behind each.
  const largest = packages.reduce((most, { entryCount }) => Math.max(most, entryCount), 0);
  const scores = new Float64Array(largest);
  const covered = new Float64Array(largest);
  for (const from of packages) {
    const touched: number[] = [];
    terms.forEach((hash, i) => {
      const rarity = rarities[i]!;
      from.forEachPosting(hash, (at, weight) => {
        if (covered[at] === 0) touched.push(at);
        scores[at]! += rarity * saturate(weight, from.lengthOf(at) / mean, bm25);
        covered[at]! += rarity;
      });
    });
    for (const at of touched) {
      const share = covered[at]! / allRarity;
      best.add({ from, at, score: scores[at]! * from.priorOf(at) * (1 + COVERAGE * share) });
      scores[at] = 0;
      covered[at] = 0;
    }
  }
  const names = namesIn(text);
  const ranked = best
    .take()
    .map(({ from, at, score }) => {
      const entry = from.entry(at);
      return {
        entry,
        score: score * (isNamed(entry, names) ? NAMED / from.priorOf(at) : 1) * (boost?.(entry) ?? 1),
      };
    })
    .sort((a, b) => b.score - a.score);
  const rarityOf = new Map(words.map((word, i) => [word, rarities[i]!]));
  const isQuestion = words.length > SHORT;
  return withoutTwins(isQuestion ? byTexts(ranked, text, rarityOf) : ranked, limit);
}

/** Ordered anew by what the texts say: of all that were read, since that is what takes the time. */
function byTexts(
  ranked: readonly ApiHit[],
  text: string,
  rarityOf: ReadonlyMap<string, number>,
): readonly ApiHit[] {
  const best = ranked[0]?.score ?? 0;
  const closeness = new Closeness(text, (term) => rarityOf.get(term) ?? STOP_RARITY);
  const members = new Map<string, number>();
  for (const { entry, score } of ranked) {
    const { module, name } = entry;
    const owner = `${module} ${name.slice(0, Math.max(0, name.lastIndexOf(".")))}`;
    members.set(owner, Math.max(members.get(owner) ?? 0, score));
  }
  return ranked
    .map(({ entry, score }) => ({
      entry,
      score:
        score + best * closeness.of(entry) + BY_MEMBER * (members.get(`${entry.module} ${entry.name}`) ?? 0),
    }))
    .sort((a, b) => b.score - a.score);
}

interface Scored {
  readonly from: PackedApis;
  readonly at: number;
  readonly score: number;
}

/** The best of many; of equal ones those that came first. */
class Best {
  readonly #count: number;
  #held: Scored[] = [];
  #floor = 0;

  constructor(count: number) {
    this.#count = count;
  }

  add(one: Scored): void {
    if (one.score <= this.#floor) return;
    this.#held.push(one);
    if (this.#held.length < 8 * this.#count) return;
    this.#held = [...this.take()];
    this.#floor = this.#held.at(-1)!.score;
  }

  /** Best first. */
  take(): readonly Scored[] {
    return this.#held.sort((a, b) => b.score - a.score).slice(0, this.#count);
  }
}

/** Names that a text speaks of as such: of few words all, of more those that are written as code. */
function namesIn(text: string): ReadonlySet<string> {
  const found = [...text.matchAll(/(`?)([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)([`(]?)/g)];
  const isShort = found.length <= SHORT;
  const named = found.filter(
    ([, open, name, close]) =>
      isShort || close === "(" || (open !== "" && close !== "") || /[._$]|.[A-Z]/.test(name!),
  );
  return new Set(named.map(([, , name]) => name!));
}

function isNamed(entry: ApiEntry, names: ReadonlySet<string>): boolean {
  const last = lastName(entry);
  return (
    names.has(entry.name) ||
    names.has(`${entry.module}.${entry.name}`) ||
    (names.has(last) && last.length > 2)
  );
}

const lastName = ({ name }: ApiEntry) => name.slice(name.lastIndexOf(".") + 1);

/** One of those that have the same name and say the same: an API that is exported twice, a method that classes share. */
function withoutTwins(ranked: readonly ApiHit[], limit: number): readonly ApiHit[] {
  const seen = new Set<string>();
  const hits: ApiHit[] = [];
  for (const hit of ranked) {
    if (hits.length >= limit) break;
    const { entry } = hit;
    const key = `${entry.package.name} ${lastName(entry)} ${entry.summary}`;
    if (entry.summary !== "" && seen.has(key)) continue;
    seen.add(key);
    hits.push(hit);
  }
  return hits;
}
