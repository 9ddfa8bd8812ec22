/** How probable n-grams find a candidate, its end, and the line that follows it. */
import { endsLine } from "../../../syntax/tokens/newline.ts";
import { type FeatureGroup, FLOOR, type Scene } from "./scene.ts";

/** Tokens of the following line whose likelihood is looked at. */
const FOLLOWING = 4;
/** Candidates whose following line is looked at, by n-gram probability and votes together. */
const MAX_FOLLOWED = 6;

const names = [
  "ngram",
  "ngramMean",
  "ngramShare",
  "ngramGap",
  "ngramFirst",
  "ngramLeast",
  "end",
  "following",
  "followedShare",
  "bothShare",
  "bothRank",
  "endHere",
  "surest",
  "context",
] as const;

export const ngramFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of(scene) {
    const { tree, candidates, likelihoods } = scene;
    const whole = likelihoods.map(({ tokens, end }) => Math.max(FLOOR, tokens + end));
    const following = followingLikelihoods(scene, whole);
    const odds = whole.map((one) => Math.exp(one));
    const followed = whole.map((one, i) => Math.exp(one + following[i]!));
    const [allOdds, allFollowed] = [sum(odds), sum(followed)];
    const both = candidates.map((one, i) => (1 + one.votes) * Math.exp(whole[i]! / 2));
    const allBoth = sum(both);
    const byBoth = [...both].sort((a, b) => b - a);
    const best = [...whole].sort((a, b) => b - a);
    const { probabilities, order } = tree.predict(tree.root)!;
    return (index) => {
      const { tokens, first, least, end } = likelihoods[index]!;
      const bestOther = best[0] === whole[index] ? (best[1] ?? FLOOR) : best[0]!;
      return {
        ngram: whole[index]!,
        ngramMean: tokens / candidates[index]!.tokens.length,
        ngramShare: odds[index]! / (allOdds || 1),
        ngramGap: whole[index]! - bestOther,
        ngramFirst: first,
        ngramLeast: least,
        end,
        following: following[index]!,
        followedShare: followed[index]! / (allFollowed || 1),
        bothShare: both[index]! / allBoth,
        bothRank: byBoth.indexOf(both[index]!),
        endHere: scene.endHere,
        surest: probabilities[0] ?? 0,
        context: order,
      };
    };
  },
};

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

/**
 * Mean logarithm of the probability of the following line's first tokens after each candidate, the best being 0; 0 for
 * all without a following line.
 */
function followingLikelihoods(
  { view, tree, candidates, likelihoods }: Scene,
  whole: readonly number[],
): number[] {
  const { file, cursor, hasNext } = view.current;
  const means = candidates.map(() => 0);
  if (!hasNext) return means;
  const tokens = [...file.tokens.subarray(cursor + 1, cursor + 1 + FOLLOWING)];
  const end = tokens.findIndex((token) => endsLine(token >> 1));
  const followed = end < 0 ? tokens : tokens.slice(0, end);
  const worth = candidates.map((one, i) => Math.log(1 + one.votes) + whole[i]!);
  const best = candidates.map((_, i) => i).sort((a, b) => worth[b]! - worth[a]!);
  means.fill(Math.log(1e-4));
  for (const i of best.slice(0, MAX_FOLLOWED)) {
    let at = tree.child(likelihoods[i]!.node, file.tokens[cursor]!);
    let all = 0;
    for (const token of followed) {
      all += Math.log(tree.probability(at, token));
      at = tree.child(at, token);
    }
    means[i] = all / Math.max(1, followed.length);
  }
  const top = Math.max(...means);
  return means.map((mean) => mean - top);
}
