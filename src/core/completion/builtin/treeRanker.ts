/**
 * The ranker that ships: regression trees whose values are added up for each candidate, then a softmax over the
 * candidates in which "none of these" takes part with the sum 0. `docs/completion.md` says how it was trained.
 */
import { type CalibrationMap, calibrate } from "./calibration.ts";
import { FEATURES } from "./features/features.ts";
import { MEMBER_FEATURES } from "./members/memberWeights.ts";
import type { Ranker } from "./ranker.ts";

/** Weights as they are stored: whole numbers but for the cuts. */
export interface EnsembleWeights {
  /** Must be those of this program: weights of other features mean nothing. */
  readonly features: readonly string[];
  /** Of each feature the values at which trees part, ascending. */
  readonly cuts: readonly (readonly number[])[];
  /** Values of leaves are multiples of this. */
  readonly unit: number;
  /**
   * Each tree in pre-order, two numbers per node: an inner node is the feature and the index of its cut, followed by
   * the tree of candidates at or below the cut, then that of those above; a leaf is -1 and its value in units.
   */
  readonly trees: readonly (readonly number[])[];
}

/** Of lines, of which `features` are `FEATURES`, and of members, with `MEMBER_FEATURES`. */
export interface TreeWeights extends EnsembleWeights {
  readonly members: EnsembleWeights;
  readonly lineCalibration: CalibrationMap;
  readonly startCalibration: CalibrationMap;
}

/**
 * @throws when the weights belong to other features than this program has
 */
export function treeRanker(weights: TreeWeights): Ranker {
  const { members } = weights;
  if (weights.features.join() !== FEATURES.join() || members.features.join() !== MEMBER_FEATURES.join()) {
    throw new Error("Cannot use the ranker's weights: they were trained on other features");
  }
  const trees = new FlatTrees(weights);
  const memberTrees = new FlatTrees(members);
  return {
    probabilities: (candidates) => {
      const odds = candidates.map((features) => Math.exp(trees.sum(features)));
      const all = odds.reduce((sum, one) => sum + one, 1);
      return odds.map((one) => one / all);
    },
    memberSums: (candidates) => candidates.map((features) => memberTrees.sum(features)),
    lineConfidence: (probability) => calibrate(probability, weights.lineCalibration),
    startConfidence: (probability) => calibrate(probability, weights.startCalibration),
  };
}

/** All trees in flat arrays, one element per node. */
class FlatTrees {
  /** The feature of an inner node, -1 for a leaf. */
  readonly #features: Int16Array;
  /** The cut of an inner node, the value of a leaf. */
  readonly #values: Float64Array;
  /** Where the tree above the cut starts; the one at or below it is the next node. */
  readonly #above: Int32Array;
  readonly #roots: Int32Array;

  constructor({ trees, cuts, unit }: EnsembleWeights) {
    const count = trees.reduce((sum, tree) => sum + tree.length / 2, 0);
    this.#features = new Int16Array(count);
    this.#values = new Float64Array(count);
    this.#above = new Int32Array(count);
    this.#roots = new Int32Array(trees.length);
    let at = 0;
    for (const [i, tree] of trees.entries()) {
      this.#roots[i] = at;
      for (let node = 0; node < tree.length; node += 2, at++) {
        const [feature, value] = [tree[node]!, tree[node + 1]!];
        this.#features[at] = feature;
        this.#values[at] = feature < 0 ? value * unit : cuts[feature]![value]!;
      }
      this.#link(this.#roots[i]!);
    }
  }

  sum(candidate: readonly number[]): number {
    let sum = 0;
    for (const root of this.#roots) {
      let node = root;
      for (let feature = this.#features[node]!; feature >= 0; feature = this.#features[node]!) {
        node = candidate[feature]! <= this.#values[node]! ? node + 1 : this.#above[node]!;
      }
      sum += this.#values[node]!;
    }
    return sum;
  }

  /** Sets `above` in the tree that starts at a node. Returns the node after it. */
  #link(node: number): number {
    if (this.#features[node]! < 0) return node + 1;
    this.#above[node] = this.#link(node + 1);
    return this.#link(this.#above[node]!);
  }
}
