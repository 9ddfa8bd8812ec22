/**
 * Boosted trees for ranking: each tree follows the gradient of the logarithm of the softmax's probability of the right
 * candidates, or of "none of these", whose sum is always 0 (listwise loss of Cao et al. 2007 with an outcome more).
 */
import { Random } from "../random.ts";
import { type BinnedRows, binRows, findCuts } from "./binned.ts";
import type { Example } from "./examples.ts";
import { growTree, type TreeNode, type TreeOptions, valueAt } from "./treeGrowing.ts";

export interface BoostingOptions extends TreeOptions {
  readonly trees: number;
  readonly rate: number;
  /** Share of examples, and of features, that each tree is grown on. */
  readonly examplesPerTree: number;
  readonly featuresPerTree: number;
  readonly seed: string;
}

export interface Ensemble {
  readonly cuts: readonly (readonly number[])[];
  readonly trees: readonly TreeNode[];
}

/**
 * @param weightOf what an example counts
 * @param features indices of the features that may be used
 */
export function boost(
  examples: readonly Example[],
  weightOf: (example: Example) => number,
  features: readonly number[],
  options: BoostingOptions,
): Ensemble {
  const cuts = findCuts(examples, Math.max(...features) + 1);
  const rows = binRows(examples, cuts);
  const weights = examples.map(weightOf);
  const sums = new Float64Array(rows.right.length);
  const slopes = new Float64Array(sums.length);
  const curves = new Float64Array(sums.length);
  const random = new Random(options.seed);
  const trees: TreeNode[] = [];
  for (let t = 0; t < options.trees; t++) {
    const drawn: number[] = [];
    for (let i = 0; i < examples.length; i++) {
      if (random.next() >= options.examplesPerTree) continue;
      setGradients(rows, i, weights[i]!, sums, slopes, curves);
      for (let row = rows.starts[i]!; row < rows.starts[i + 1]!; row++) drawn.push(row);
    }
    const used = random
      .shuffle(features)
      .slice(0, Math.ceil(options.featuresPerTree * features.length))
      .sort((a, b) => a - b);
    const tree = growTree(rows, Int32Array.from(drawn), slopes, curves, used, options);
    scale(tree, options.rate);
    for (let row = 0; row < sums.length; row++) sums[row]! += valueAt(tree, rows.columns, row);
    trees.push(tree);
  }
  return { cuts, trees };
}

/** First and second derivatives of the loss by each candidate's sum. */
function setGradients(
  { starts, right }: BinnedRows,
  example: number,
  weight: number,
  sums: Float64Array,
  slopes: Float64Array,
  curves: Float64Array,
): void {
  const [from, to] = [starts[example]!, starts[example + 1]!];
  let all = 1;
  let allRight = 0;
  for (let row = from; row < to; row++) {
    const odds = Math.exp(sums[row]!);
    slopes[row] = odds;
    all += odds;
    if (right[row] === 1) allRight += odds;
  }
  for (let row = from; row < to; row++) {
    const p = slopes[row]! / all;
    const target = right[row] === 1 ? slopes[row]! / allRight : 0;
    slopes[row] = weight * (p - target);
    curves[row] = weight * p * (1 - p);
  }
}

function scale(node: TreeNode, rate: number): void {
  node.value *= rate;
  if (node.below === undefined) return;
  scale(node.below, rate);
  scale(node.above!, rate);
}

/** Sum of all trees' values by example and candidate, 64-bit. */
export function sumsOf({ cuts, trees }: Ensemble, examples: readonly Example[]): Float64Array[] {
  const { columns, starts } = binRows(examples, cuts);
  return examples.map((_, i) =>
    Float64Array.from({ length: starts[i + 1]! - starts[i]! }, (_, c) =>
      trees.reduce((sum, tree) => sum + valueAt(tree, columns, starts[i]! + c), 0),
    ),
  );
}

/** Probability of each candidate, as the ranker gives them. */
export function softmax(sums: Float64Array): number[] {
  const odds = [...sums].map((one) => Math.exp(one));
  const all = odds.reduce((sum, one) => sum + one, 1);
  return odds.map((one) => one / all);
}
