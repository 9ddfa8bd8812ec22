/** What a ranker sees of each candidate. */
import { endsLine } from "../../syntax/tokens/newline.ts";
import { Kind } from "../../syntax/tokens/vocabulary.ts";
import type { NgramTree, Node } from "./ngramTree.ts";
import type { Candidate } from "./pool.ts";
import type { View } from "./view.ts";

/** Names in the order of the vector. Logarithms are natural; all values are within about -4..4. */
export const FEATURES = [
  "share",
  "gap",
  "evidence",
  "allEvidence",
  "sites",
  "order",
  "previous",
  "next",
  "typed",
  "longest",
  "longestShare",
  "longestGap",
  "near",
  "ngram",
  "ngramMean",
  "ngramShare",
  "ngramGap",
  "end",
  "following",
  "tokens",
  "chars",
  "knownWords",
  "renamed",
  "copied",
  "beam",
  "atStart",
  "partial",
  "candidates",
] as const;

export type Feature = (typeof FEATURES)[number];

const FLOOR = -30;
/** Tokens of the following line whose likelihood is looked at. */
const FOLLOWING = 4;
/** Candidates whose following line is looked at, by n-gram probability and votes together. */
const MAX_FOLLOWED = 6;

interface Likelihood {
  /** Logarithm of the probability of the candidate's tokens, and of the line's end after it. */
  readonly tokens: number;
  readonly end: number;
  readonly node: Node;
}

/** One vector per candidate, as `FEATURES`. */
export function candidateFeatures(
  view: View,
  tree: NgramTree,
  endProbability: (node: Node) => number,
  candidates: readonly Candidate[],
): number[][] {
  const { current } = view;
  const words = knownWords(view);
  const likelihoods = candidates.map((one) => likelihood(tree, endProbability, one.tokens));
  const whole = likelihoods.map(({ tokens, end }) => tokens + end);
  const following = followingLikelihoods(view, tree, candidates, likelihoods);
  const allVotes = candidates.reduce((sum, one) => sum + one.votes, 0);
  const allProbability = whole.reduce((sum, one) => sum + Math.exp(one), 0);
  const longest = candidates.reduce((most, one) => Math.max(most, one.longest), 0);
  const longestSites = candidates.reduce(
    (sum, one) => sum + (one.longest === longest ? one.longestSites : 0),
    0,
  );
  return candidates.map((one, i) => {
    const evidence = one.evidence;
    const others = candidates.filter((other) => other !== one);
    const bestOther = Math.max(0, ...others.map((other) => other.votes));
    const bestOtherWhole = Math.max(FLOOR, ...whole.filter((_, j) => j !== i));
    const values: Record<Feature, number> = {
      share: allVotes === 0 ? 0 : one.votes / allVotes,
      gap: clamp(Math.log((one.votes + 0.5) / (bestOther + 0.5)), 4),
      evidence: Math.log(1 + one.topVote) / 4,
      allEvidence: Math.log(1 + allVotes) / 4,
      sites: Math.log(1 + one.sites),
      order: Math.min(24, one.longest) / 8,
      previous: evidence?.previous[0] ?? 0,
      next: evidence?.next[0] ?? 0,
      typed: evidence?.typed ?? 0,
      near: evidence?.near ?? 0,
      longest: one.votes > 0 && one.longest === longest ? 1 : 0,
      longestShare: one.votes > 0 && one.longest === longest ? one.longestSites / longestSites : 0,
      longestGap: Math.log((1 + one.longest) / (1 + longest)),
      ngram: Math.max(FLOOR, whole[i]!) / 8,
      ngramMean: likelihoods[i]!.tokens / one.tokens.length / 3,
      ngramShare: Math.exp(whole[i]!) / (allProbability || 1),
      ngramGap: clamp((Math.max(FLOOR, whole[i]!) - bestOtherWhole) / 2, 4),
      end: likelihoods[i]!.end / 3,
      following: following[i]! / 3,
      tokens: one.tokens.length / 8,
      chars: Math.min(80, one.text.length) / 30,
      knownWords: knownShare(view, words, one.tokens),
      renamed: one.votes > 0 && one.renamed ? 1 : 0,
      copied: one.votes > 0 ? 1 : 0,
      beam: one.beam ? 1 : 0,
      atStart: current.typed === 0 && current.partial === "" ? 1 : 0,
      partial: Math.min(4, current.partial.length) / 4,
      candidates: Math.log(candidates.length) / 2,
    };
    return FEATURES.map((name) => values[name]);
  });
}

function likelihood(
  tree: NgramTree,
  endProbability: (node: Node) => number,
  tokens: readonly number[],
): Likelihood {
  let at = tree.root;
  let sum = 0;
  for (const token of tokens) {
    sum += Math.log(tree.probability(at, token));
    at = tree.child(at, token);
  }
  return { tokens: sum, end: Math.log(Math.max(1e-4, endProbability(at))), node: at };
}

/** Mean logarithm of the probability of the following line's first tokens after each candidate; 0 without one. */
function followingLikelihoods(
  view: View,
  tree: NgramTree,
  candidates: readonly Candidate[],
  likelihoods: readonly Likelihood[],
): number[] {
  const { file, cursor, hasNext } = view.current;
  const sums = candidates.map(() => 0);
  if (!hasNext) return sums;
  const tokens = [...file.tokens.subarray(cursor + 1, cursor + 1 + FOLLOWING)];
  const end = tokens.findIndex((token) => endsLine(token >> 1));
  const followed = end < 0 ? tokens : tokens.slice(0, end);
  const worth = candidates.map(
    (one, i) => Math.log(1 + one.votes) + likelihoods[i]!.tokens + likelihoods[i]!.end,
  );
  const best = candidates.map((_, i) => i).sort((a, b) => worth[b]! - worth[a]!);
  const worst = Math.log(1e-4);
  for (const i of best) sums[i] = worst;
  for (const i of best.slice(0, MAX_FOLLOWED)) {
    let at = tree.child(likelihoods[i]!.node, file.tokens[cursor]!);
    let sum = 0;
    for (const token of followed) {
      sum += Math.log(tree.probability(at, token));
      at = tree.child(at, token);
    }
    sums[i] = sum / Math.max(1, followed.length);
  }
  const top = Math.max(...sums);
  return sums.map((sum) => sum - top);
}

function knownWords(view: View): Set<number> {
  const words = new Set<number>();
  const { tokens } = view.current.file;
  for (let i = 0; i < tokens.length; i++) words.add(tokens[i]! >> 1);
  return words;
}

function knownShare(view: View, words: ReadonlySet<number>, tokens: readonly number[]): number {
  let all = 0;
  let known = 0;
  for (const token of tokens) {
    if (view.vocabulary.kind(token >> 1) !== Kind.word) continue;
    all++;
    if (words.has(token >> 1)) known++;
  }
  return all === 0 ? 1 : known / all;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
