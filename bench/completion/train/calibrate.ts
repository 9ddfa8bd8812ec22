/** Maps from a score to how often such scores were right. */
import type { CalibrationMap } from "../../../src/core/completion/builtin/calibration.ts";

export interface Scored {
  readonly score: number;
  readonly right: boolean;
}

/** No point is surer than this: what was gathered cannot show more. */
const MOST_SURE = 0.995;
const POINTS = 20;

interface Block {
  readonly sum: number;
  readonly count: number;
  /** Sum of the scores. */
  readonly scores: number;
}

/** Isotonic regression (pool adjacent violators), read off at even steps and at the scores' quantiles, joined by straight lines. */
export function fitCalibration(scored: readonly Scored[]): CalibrationMap {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const blocks: Block[] = [];
  for (const { score, right } of sorted) {
    let last: Block = { sum: right ? 1 : 0, count: 1, scores: score };
    for (
      let before = blocks[blocks.length - 1];
      before !== undefined && before.sum / before.count >= last.sum / last.count;
      before = blocks[blocks.length - 1]
    ) {
      blocks.pop();
      last = {
        sum: before.sum + last.sum,
        count: before.count + last.count,
        scores: before.scores + last.scores,
      };
    }
    blocks.push(last);
  }
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    return [i / POINTS, sorted[Math.floor((i * (sorted.length - 1)) / POINTS)]!.score];
  });
  const scores = [...new Set(points.flat().map((score) => Number(score.toFixed(3))))].sort((a, b) => a - b);
  return { scores, rates: scores.map((score) => Number(rateAt(blocks, score).toFixed(3))) };
}

/** Between the means of the blocks around a score. */
function rateAt(blocks: readonly Block[], score: number): number {
  const means = blocks.map(({ scores, count }) => scores / count);
  const above = means.findIndex((mean) => mean >= score);
  const rate = (i: number) => blocks[i]!.sum / blocks[i]!.count;
  if (above === 0) return rate(0);
  if (above < 0) return Math.min(MOST_SURE, rate(blocks.length - 1));
  const part = (score - means[above - 1]!) / (means[above]! - means[above - 1]!);
  return Math.min(MOST_SURE, rate(above - 1) + part * (rate(above) - rate(above - 1)));
}
