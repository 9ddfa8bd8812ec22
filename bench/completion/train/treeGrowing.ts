/**
 * Grows one regression tree on gradients, best split first, from histograms of binned features (Ke et al. 2017, LightGBM,
 * section 2): the smaller part of a split is counted, the larger one is what remains.
 */
import { type BinnedRows, MAX_BINS } from "./binned.ts";

export interface TreeOptions {
  readonly leaves: number;
  /** Least sum of second derivatives of a leaf. */
  readonly minWeight: number;
  /** Added to the sum of second derivatives. */
  readonly ridge: number;
}

/** A leaf has a value, an inner node the rest: rows in bins up to `bin` go to `below`. */
export interface TreeNode {
  value: number;
  feature: number;
  bin: number;
  below: TreeNode | undefined;
  above: TreeNode | undefined;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
}

interface Leaf {
  readonly node: TreeNode;
  /** Its rows are `rows[from..to]`. */
  readonly from: number;
  readonly to: number;
  readonly histogram: Float64Array;
  readonly split: Split | undefined;
}

/** @param rows the rows it is grown on; their order changes */
export function growTree(
  { columns }: BinnedRows,
  rows: Int32Array,
  slopes: Float64Array,
  curves: Float64Array,
  features: readonly number[],
  options: TreeOptions,
): TreeNode {
  const scratch = new Int32Array(rows.length);
  const gradients = new Float64Array(rows.length * 2);

  function count(from: number, to: number): Float64Array {
    const histogram = new Float64Array(features.length * MAX_BINS * 2);
    for (let i = from; i < to; i++) {
      gradients[2 * i] = slopes[rows[i]!]!;
      gradients[2 * i + 1] = curves[rows[i]!]!;
    }
    for (let k = 0; k < features.length; k++) {
      const column = columns[features[k]!]!;
      const base = k * MAX_BINS * 2;
      for (let i = from; i < to; i++) {
        const at = base + 2 * column[rows[i]!]!;
        histogram[at]! += gradients[2 * i]!;
        histogram[at + 1]! += gradients[2 * i + 1]!;
      }
    }
    return histogram;
  }

  function bestSplit(histogram: Float64Array): Split | undefined {
    let best: Split | undefined;
    for (let k = 0; k < features.length; k++) {
      const found = splitOf(histogram, k, features[k]!, options);
      if (found !== undefined && found.gain > (best?.gain ?? 1e-9)) best = found;
    }
    return best;
  }

  function makeLeaf(from: number, to: number, histogram: Float64Array): Leaf {
    let [slope, curve] = [0, 0];
    for (let at = 0; at < MAX_BINS * 2; at += 2) {
      slope += histogram[at]!;
      curve += histogram[at + 1]!;
    }
    const value = -slope / (curve + options.ridge);
    const node = { value, feature: -1, bin: 0, below: undefined, above: undefined };
    return { node, from, to, histogram, split: bestSplit(histogram) };
  }

  /** Puts rows of the lower part first, keeping their order. Returns where the upper part starts. */
  function part({ from, to }: Leaf, { feature, bin }: Split): number {
    const column = columns[feature]!;
    let [below, above] = [from, 0];
    for (let i = from; i < to; i++) {
      if (column[rows[i]!]! <= bin) rows[below++] = rows[i]!;
      else scratch[above++] = rows[i]!;
    }
    rows.set(scratch.subarray(0, above), below);
    return below;
  }

  const root = makeLeaf(0, rows.length, count(0, rows.length));
  const leaves = [root];
  while (leaves.length < options.leaves) {
    const leaf = leaves.reduce((a, b) => ((b.split?.gain ?? 0) > (a.split?.gain ?? 0) ? b : a));
    if (leaf.split === undefined) break;
    const middle = part(leaf, leaf.split);
    const isBelowSmaller = middle - leaf.from < leaf.to - middle;
    const small = isBelowSmaller ? count(leaf.from, middle) : count(middle, leaf.to);
    const large = leaf.histogram;
    for (let i = 0; i < large.length; i++) large[i]! -= small[i]!;
    const below = makeLeaf(leaf.from, middle, isBelowSmaller ? small : large);
    const above = makeLeaf(middle, leaf.to, isBelowSmaller ? large : small);
    const { feature, bin } = leaf.split;
    Object.assign(leaf.node, { feature, bin, below: below.node, above: above.node });
    leaves.splice(leaves.indexOf(leaf), 1, below, above);
  }
  return root.node;
}

function splitOf(
  histogram: Float64Array,
  k: number,
  feature: number,
  options: TreeOptions,
): Split | undefined {
  const { minWeight, ridge } = options;
  const base = k * MAX_BINS * 2;
  let [slope, curve] = [0, 0];
  for (let bin = 0; bin < MAX_BINS; bin++) {
    slope += histogram[base + 2 * bin]!;
    curve += histogram[base + 2 * bin + 1]!;
  }
  const worth = (g: number, h: number) => (g * g) / (h + ridge);
  const whole = worth(slope, curve);
  let [below, belowCurve] = [0, 0];
  let best: Split | undefined;
  for (let bin = 0; bin < MAX_BINS - 1; bin++) {
    below += histogram[base + 2 * bin]!;
    belowCurve += histogram[base + 2 * bin + 1]!;
    if (belowCurve < minWeight) continue;
    if (curve - belowCurve < minWeight) break;
    const gain = worth(below, belowCurve) + worth(slope - below, curve - belowCurve) - whole;
    if (gain > (best?.gain ?? 0)) best = { gain, feature, bin };
  }
  return best;
}

/** The value for a row. */
export function valueAt(tree: TreeNode, columns: readonly Uint8Array[], row: number): number {
  let node = tree;
  while (node.below !== undefined) {
    node = columns[node.feature]![row]! <= node.bin ? node.below : node.above!;
  }
  return node.value;
}
