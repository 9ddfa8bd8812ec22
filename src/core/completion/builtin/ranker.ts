/** How probable each candidate is. The seat of a trained ranker; the first one is log-linear. */
import { FEATURES, type Feature } from "./features.ts";

export interface Ranker {
  /**
   * @param candidates features of each, as `FEATURES`
   * @returns how probable it is that each is exactly what comes next; 0..1, at most 1 in all
   */
  probabilities(candidates: readonly (readonly number[])[]): number[];
}

/** Weights of features by name; one without a weight counts nothing. */
export interface LinearWeights {
  readonly bias: number;
  readonly features: Readonly<Partial<Record<Feature, number>>>;
}

/** Softmax of weighted sums, where "none of these" has the sum 0; one set of weights at a line's start, one within. */
export function linearRanker(atStart: LinearWeights, within: LinearWeights): Ranker {
  const start = vectorOf(atStart);
  const middle = vectorOf(within);
  const flag = FEATURES.indexOf("atStart");
  return {
    probabilities: (candidates) => {
      const odds = candidates.map((features) => {
        const [bias, vector] = features[flag] === 1 ? start : middle;
        return Math.exp(features.reduce((sum, value, i) => sum + value * vector[i]!, bias));
      });
      const all = odds.reduce((sum, one) => sum + one, 1);
      return odds.map((one) => one / all);
    },
  };
}

function vectorOf({ bias, features }: LinearWeights): readonly [number, readonly number[]] {
  return [bias, FEATURES.map((name) => features[name] ?? 0)];
}
