/** What a ranker sees of each candidate. */
import type { NgramTree, Node } from "../ngramTree.ts";
import type { Candidate } from "../pool.ts";
import type { View } from "../view.ts";
import { lineFeatures } from "./lineFeatures.ts";
import { nameFeatures } from "./nameFeatures.ts";
import { ngramFeatures } from "./ngramFeatures.ts";
import { placeFeatures } from "./placeFeatures.ts";
import { roleFeatures } from "./roleFeatures.ts";
import { type FeatureGroup, lookAt } from "./scene.ts";
import { siteFeatures } from "./siteFeatures.ts";
import { voteFeatures } from "./voteFeatures.ts";

/** By what they look at: a group is what an ablation leaves out. */
export const FEATURE_GROUPS: Readonly<Record<string, FeatureGroup<string>>> = {
  votes: voteFeatures,
  sites: siteFeatures,
  ngrams: ngramFeatures,
  names: nameFeatures,
  roles: roleFeatures,
  line: lineFeatures,
  place: placeFeatures,
};

const groups = Object.values(FEATURE_GROUPS);

/** Names in the order of the vector. */
export const FEATURES: readonly string[] = groups.flatMap(({ names }) => names);

/**
 * One vector per candidate, as `FEATURES`. Rounded to 32 bits: sums made in another order are the same then, and fall on the
 * same side of a tree's cut.
 */
export function candidateFeatures(
  view: View,
  tree: NgramTree,
  endProbability: (node: Node) => number,
  candidates: readonly Candidate[],
): number[][] {
  if (candidates.length === 0) return [];
  const scene = lookAt(view, tree, endProbability, candidates);
  const looks = groups.map((group) => ({ names: group.names, values: group.of(scene) }));
  return candidates.map((_, i) =>
    looks.flatMap(({ names, values }) => {
      const found = values(i);
      return names.map((name) => Math.fround(found[name]!));
    }),
  );
}
