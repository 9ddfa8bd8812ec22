/** From a ranker's score to how often such scores were right. */

/** Points of a rising piecewise linear map, 0..1 to 0..1, both ascending. */
export interface CalibrationMap {
  readonly scores: readonly number[];
  readonly rates: readonly number[];
}

/** The rate at a score, between the points around it. */
export function calibrate(score: number, { scores, rates }: CalibrationMap): number {
  let above = 1;
  while (above < scores.length - 1 && scores[above]! < score) above++;
  const [x0, x1] = [scores[above - 1]!, scores[above]!];
  const part = Math.max(0, Math.min(1, (score - x0) / (x1 - x0)));
  return rates[above - 1]! + part * (rates[above]! - rates[above - 1]!);
}
