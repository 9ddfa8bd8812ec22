/** Grows the trees that put members in order, on top of weighted sums of their features. */
import {
  MEMBER_FEATURES,
  MOST_IN_TREES,
} from "../../../src/core/completion/builtin/members/memberWeights.ts";
import { type BoostingOptions, boost, type Ensemble, sumsOf } from "./boosting.ts";
import type { Example } from "./examples.ts";

const OPTIONS: BoostingOptions = {
  trees: 120,
  rate: 0.08,
  leaves: 6,
  minWeight: 3,
  ridge: 5,
  examplesPerTree: 0.6,
  featuresPerTree: 0.5,
  seed: "members",
};

export interface MemberExample {
  readonly repo: string;
  readonly vectors: readonly (readonly number[])[];
  /** Index of the right member; -1 when it is not there. */
  readonly right: number;
}

export const weightedSum = (weights: readonly number[], vector: readonly number[]) =>
  vector.reduce((sum, value, i) => sum + value * weights[i]!, 0);

/** The first members by the weighted sum, as `rankMembers` shows them to the trees. */
function seenByTrees(weights: readonly number[], { repo, vectors, right }: MemberExample): Example {
  const sums = vectors.map((vector) => weightedSum(weights, vector));
  const order = sums.map((_, i) => i).sort((a, b) => sums[b]! - sums[a]!);
  const best = sums[order[0] ?? 0] ?? 0;
  const first = order.slice(0, MOST_IN_TREES);
  return {
    repo,
    setting: "S-b",
    features: first.map((i) => [...vectors[i]!, sums[i]! - best, sums[i]!]),
    right: first.includes(right) ? [first.indexOf(right)] : [],
  };
}

export function growMemberTrees(weights: readonly number[], examples: readonly MemberExample[]): Ensemble {
  const seen = examples.map((one) => seenByTrees(weights, one)).filter(({ right }) => right.length > 0);
  return boost(
    seen,
    () => 1,
    MEMBER_FEATURES.map((_, i) => i),
    OPTIONS,
  );
}

/** How many members stand before the right one, in each example; undefined where it is not there. */
export function ranksByTrees(
  weights: readonly number[],
  ensemble: Ensemble,
  examples: readonly MemberExample[],
): (number | undefined)[] {
  const seen = examples.map((one) => seenByTrees(weights, one));
  const sums = sumsOf(ensemble, seen);
  return examples.map((example, i) => {
    if (example.right < 0) return undefined;
    const right = seen[i]!.right[0];
    if (right !== undefined) return sums[i]!.filter((one) => one > sums[i]![right]!).length;
    const linear = example.vectors.map((vector) => weightedSum(weights, vector));
    return linear.filter((one) => one > linear[example.right]!).length;
  });
}
