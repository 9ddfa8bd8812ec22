/** Logistic regression with a ridge penalty, by Newton's method. Small enough to be fitted while one waits. */

export interface Example {
  /** Undefined: not known. */
  readonly inputs: readonly (number | undefined)[];
  readonly accepted: boolean;
}

/** `weights`, `means` and `scales` by input; an input that is not known counts as its mean. */
export interface LogisticModel {
  readonly intercept: number;
  readonly means: readonly number[];
  readonly scales: readonly number[];
  readonly weights: readonly number[];
}

export const probabilityOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Standard deviations beyond which an input counts no more: a file of a million lines is not a hundred times stranger. */
const furthest = 4;

/** One input in standard deviations from its mean. */
function standardized(value: number | undefined, mean: number, scale: number): number {
  if (value === undefined || Number.isNaN(value)) return 0;
  return Math.max(-furthest, Math.min(furthest, (value - mean) / scale));
}

/** The logarithm of the odds. */
export function logitOf(model: LogisticModel, inputs: readonly (number | undefined)[]): number {
  let sum = model.intercept;
  for (let i = 0; i < model.weights.length; i++)
    sum += model.weights[i]! * standardized(inputs[i], model.means[i]!, model.scales[i]!);
  return sum;
}

const rounds = 12;

/** @param ridge how strongly weights are drawn to 0; the intercept is not */
export function fitLogistic(examples: readonly Example[], ridge: number): LogisticModel {
  const width = examples[0]!.inputs.length;
  const columns = Array.from({ length: width }, (_, i) => moments(examples.map(({ inputs }) => inputs[i])));
  const means = columns.map(({ mean }) => mean);
  const scales = columns.map(({ scale }) => scale);
  const rows = examples.map(({ inputs }) => [
    ...inputs.map((value, i) => standardized(value, means[i]!, scales[i]!)),
    1,
  ]);
  const weights = new Array<number>(width + 1).fill(0);
  for (let round = 0; round < rounds; round++) {
    const step = newtonStep(rows, examples, weights, ridge);
    for (let i = 0; i <= width; i++) weights[i] = weights[i]! - step[i]!;
  }
  return { intercept: weights[width]!, means, scales, weights: weights.slice(0, width) };
}

function moments(values: readonly (number | undefined)[]): { mean: number; scale: number } {
  const known = values.filter((value) => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  return { mean, scale: Math.sqrt(variance) || 1 };
}

function newtonStep(
  rows: readonly (readonly number[])[],
  examples: readonly Example[],
  weights: readonly number[],
  ridge: number,
): readonly number[] {
  const size = weights.length;
  const penalty = (i: number): number => (i === size - 1 ? 1e-6 : ridge);
  const gradient = weights.map((weight, i) => penalty(i) * weight);
  const curvature = weights.map((_, i) => weights.map((_, j) => (i === j ? penalty(i) : 0)));
  rows.forEach((row, r) => {
    const p = probabilityOf(row.reduce((sum, value, i) => sum + value * weights[i]!, 0));
    const miss = p - +examples[r]!.accepted;
    for (let i = 0; i < size; i++) {
      gradient[i] = gradient[i]! + miss * row[i]!;
      const line = curvature[i]!;
      const pull = p * (1 - p) * row[i]!;
      if (pull !== 0) for (let j = 0; j <= i; j++) line[j] = line[j]! + pull * row[j]!;
    }
  });
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) curvature[j]![i] = curvature[i]![j]!;
  return solve(curvature, gradient);
}

/** Gaussian elimination; the matrix is positive definite, so no pivot is 0. Changes both arguments. */
function solve(matrix: number[][], right: number[]): readonly number[] {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    for (let below = i + 1; below < size; below++) {
      const factor = matrix[below]![i]! / matrix[i]![i]!;
      if (factor === 0) continue;
      for (let j = i; j < size; j++) matrix[below]![j] = matrix[below]![j]! - factor * matrix[i]![j]!;
      right[below] = right[below]! - factor * right[i]!;
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < size; j++) sum -= matrix[i]![j]! * right[j]!;
    right[i] = sum / matrix[i]![i]!;
  }
  return right;
}
