import { FEATURES } from "../../src/core/completion/builtin/features/features.ts";
import { MEMBER_FEATURES } from "../../src/core/completion/builtin/members/memberWeights.ts";
import type { Ranker } from "../../src/core/completion/builtin/ranker.ts";

const [share, ngramShare] = ["share", "ngramShare"].map((name) => FEATURES.indexOf(name)) as [number, number];

const linear = MEMBER_FEATURES.indexOf("linear");

/** Orders by votes and n-grams alone: what an engine finds does not change with each training. */
export const plainRanker: Ranker = {
  probabilities: (candidates) => candidates.map((one) => 0.6 * one[share]! + 0.3 * one[ngramShare]!),
  memberSums: (members) => members.map((one) => one[linear]!),
  lineConfidence: (probability) => probability,
  startConfidence: (probability) => probability,
};
