/** Fits a log-linear ranker and calibration maps to examples. */
import { FEATURES } from "../../src/core/completion/builtin/features.ts";
import type { LinearWeights } from "../../src/core/completion/builtin/ranker.ts";
import type { Example } from "./gather.ts";

const ROUNDS = 400;
const RATE = 0.05;
const RIDGE = 0.0005;
/** No calibration point is surer than this: a few hundred answers cannot show more. */
const MOST_SURE = 0.99;

/** Weights that make the right candidates, or none where none is right, most probable (Adam on the softmax's likelihood). */
export function fitLinear(examples: readonly Example[]): LinearWeights {
  const size = FEATURES.length + 1;
  const weights = new Float64Array(size);
  const moments = [new Float64Array(size), new Float64Array(size)] as const;
  for (let round = 1; round <= ROUNDS; round++) {
    const gradient = new Float64Array(size);
    for (const example of examples) addGradient(example, weights, gradient);
    for (let i = 0; i < size; i++) {
      const slope = gradient[i]! / examples.length - (i === 0 ? 0 : RIDGE * weights[i]!);
      moments[0][i] = 0.9 * moments[0][i]! + 0.1 * slope;
      moments[1][i] = 0.999 * moments[1][i]! + 0.001 * slope * slope;
      const first = moments[0][i]! / (1 - 0.9 ** round);
      weights[i]! += (RATE * first) / (Math.sqrt(moments[1][i]! / (1 - 0.999 ** round)) + 1e-8);
    }
  }
  const features: Record<string, number> = {};
  for (const [i, name] of FEATURES.entries()) features[name] = Number(weights[i + 1]!.toFixed(3));
  return { bias: Number(weights[0]!.toFixed(3)), features };
}

function addGradient({ features, right }: Example, weights: Float64Array, gradient: Float64Array): void {
  const odds = features.map((one) =>
    Math.exp(one.reduce((sum, value, i) => sum + value * weights[i + 1]!, weights[0]!)),
  );
  const all = odds.reduce((sum, one) => sum + one, 1);
  features.forEach((one, c) => {
    const error = (c === right ? 1 : 0) - odds[c]! / all;
    gradient[0]! += error;
    one.forEach((value, i) => {
      gradient[i + 1]! += error * value;
    });
  });
}

export interface Scored {
  readonly score: number;
  readonly right: boolean;
}

/** Isotonic regression (pool adjacent violators) read off at ten scores and made piecewise linear. */
export function fitCalibration(scored: readonly Scored[]): { scores: number[]; rates: number[] } {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const blocks: { sum: number; count: number; score: number }[] = [];
  for (const { score, right } of sorted) {
    blocks.push({ sum: right ? 1 : 0, count: 1, score });
    while (blocks.length > 1) {
      const [before, last] = [blocks[blocks.length - 2]!, blocks[blocks.length - 1]!];
      if (before.sum / before.count < last.sum / last.count) break;
      blocks.length -= 2;
      const count = before.count + last.count;
      blocks.push({
        sum: before.sum + last.sum,
        count,
        score: (before.score * before.count + last.score * last.count) / count,
      });
    }
  }
  const rateAt = (score: number) => {
    const near = blocks.reduce((best, one) =>
      Math.abs(one.score - score) < Math.abs(best.score - score) ? one : best,
    );
    return Math.min(MOST_SURE, near.sum / near.count);
  };
  const quantiles = Array.from(
    { length: 11 },
    (_, i) => sorted[Math.floor((i * (sorted.length - 1)) / 10)]!.score,
  );
  const scores = [...new Set([0, ...quantiles, 1].map((score) => Number(score.toFixed(3))))];
  const rates = scores.map((score) => Number(rateAt(score).toFixed(3)));
  return { scores, rates };
}
