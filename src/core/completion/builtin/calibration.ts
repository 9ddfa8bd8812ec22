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

/** Rest of the line; measured on the development repositories, each with weights fitted on the others. */
export const lineCalibration: CalibrationMap = {
  scores: [0, 0.025, 0.043, 0.068, 0.106, 0.174, 0.298, 0.515, 0.752, 0.914, 0.999, 1],
  rates: [0, 0.032, 0.038, 0.074, 0.119, 0.184, 0.316, 0.45, 0.711, 0.873, 0.99, 0.99],
};

/** Next word; measured on the development repositories. */
export const wordCalibration: CalibrationMap = {
  scores: [0, 0.02, 0.122, 0.262, 0.449, 0.669, 0.843, 0.926, 0.973, 0.997, 1],
  rates: [0, 0, 0.115, 0.217, 0.339, 0.475, 0.529, 0.723, 0.786, 0.942, 0.99],
};
