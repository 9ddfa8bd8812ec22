/** How probable each candidate is. The seat of a trained ranker; the first one is a weighted sum. */
import { FEATURES, type Feature } from "./features.ts";

export interface Ranker {
  /**
   * @param features as `FEATURES`
   * @returns how probable it is that the candidate is exactly what comes next, 0..1
   */
  probability(features: readonly number[]): number;
}

/** Logistic of a weighted sum of features; a feature without a weight counts nothing. */
export function linearRanker(bias: number, weights: Readonly<Partial<Record<Feature, number>>>): Ranker {
  const vector = FEATURES.map((name) => weights[name] ?? 0);
  return {
    probability: (features) => {
      const sum = features.reduce((total, value, i) => total + value * vector[i]!, bias);
      return 1 / (1 + Math.exp(-sum));
    },
  };
}

/** Weights set by hand. */
export const handSetRanker: Ranker = linearRanker(-2.5, {
  share: 3,
  gap: 0.5,
  ngram: 1,
  ngramShare: 2,
  following: 1,
  order: 0.3,
  next: 0.5,
});
