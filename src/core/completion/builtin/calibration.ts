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
  scores: [0, 0.026, 0.044, 0.068, 0.107, 0.171, 0.299, 0.498, 0.748, 0.918, 0.999, 1],
  rates: [0, 0.017, 0.052, 0.082, 0.094, 0.193, 0.33, 0.481, 0.72, 0.887, 1, 1],
};

/** Next word; measured on the development repositories. */
export const wordCalibration: CalibrationMap = {
  scores: [0, 0.02, 0.122, 0.26, 0.448, 0.663, 0.843, 0.926, 0.973, 0.997, 1],
  rates: [0, 0, 0.106, 0.254, 0.358, 0.459, 0.523, 0.73, 0.741, 0.941, 0.979],
};
