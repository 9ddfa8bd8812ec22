/** From a grown ensemble to the file that ships. */
import type { EnsembleWeights, TreeWeights } from "../../../src/core/completion/builtin/treeRanker.ts";
import type { Ensemble } from "./boosting.ts";
import type { TreeNode } from "./treeGrowing.ts";

/** Values of leaves are rounded to it: far below what changes an order. */
const UNIT = 0.001;

export function toWeights({ cuts, trees }: Ensemble, features: readonly string[]): EnsembleWeights {
  return { features, unit: UNIT, cuts, trees: trees.map((tree) => flatten(tree)) };
}

function flatten(node: TreeNode): number[] {
  if (node.below === undefined) return [-1, Math.round(node.value / UNIT)];
  return [node.feature, node.bin, ...flatten(node.below), ...flatten(node.above!)];
}

/** JSON with one line per member, and per tree. */
export function renderWeights({ trees, ...rest }: TreeWeights): string {
  const members = Object.entries(rest).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
  const rows = trees.map((tree) => JSON.stringify(tree)).join(",\n");
  return `{\n${members.join(",\n")},\n"trees":[\n${rows}\n]\n}\n`;
}
