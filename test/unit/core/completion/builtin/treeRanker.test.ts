import { expect, test } from "vitest";
import { FEATURES } from "../../../../../src/core/completion/builtin/features/features.ts";
import { MEMBER_FEATURES } from "../../../../../src/core/completion/builtin/members/memberWeights.ts";
import { type TreeWeights, treeRanker } from "../../../../../src/core/completion/builtin/treeRanker.ts";

const share = FEATURES.indexOf("share");
const tokens = FEATURES.indexOf("tokens");

function weights(trees: number[][]): TreeWeights {
  return {
    features: FEATURES,
    cuts: FEATURES.map((_, feature) => (feature === share ? [0.25, 0.5] : [3])),
    unit: 0.01,
    trees,
    members: {
      features: MEMBER_FEATURES,
      cuts: MEMBER_FEATURES.map(() => [1]),
      unit: 0.5,
      trees: [[0, 0, -1, 2, -1, 4]],
    },
    lineCalibration: { scores: [0, 0.5, 1], rates: [0, 0.4, 0.9] },
    startCalibration: { scores: [0, 1], rates: [0, 0.5] },
  };
}

function candidate(values: Readonly<Record<string, number>>): number[] {
  return FEATURES.map((name) => values[name] ?? 0);
}

/** The odds of each candidate against "none of these". */
function check(trees: number[][], candidates: Readonly<Record<string, number>>[], sums: number[]): void {
  const found = treeRanker(weights(trees)).probabilities(candidates.map(candidate));
  const odds = sums.map((sum) => Math.exp(sum));
  const all = odds.reduce((total, one) => total + one, 1);
  expect(found.map((p) => p.toFixed(9))).toEqual(odds.map((one) => (one / all).toFixed(9)));
}

const stump = [share, 1, -1, -100, -1, 200];
const deep = [share, 0, tokens, 0, -1, 10, -1, 20, share, 1, -1, 30, -1, 40];

test("without trees a candidate is as probable as none", () => check([], [{}], [0]));
test("a value at the cut goes below", () => check([stump], [{ share: 0.5 }, { share: 0.51 }], [-1, 2]));
test("trees within trees on both sides", () =>
  check(
    [deep],
    [{ share: 0.2, tokens: 3 }, { share: 0.2, tokens: 4 }, { share: 0.3 }, { share: 0.6 }],
    [0.1, 0.2, 0.3, 0.4],
  ));
test("the values of all trees are added up", () =>
  check([stump, deep, stump], [{ share: 0.6 }, { share: 0.3 }], [4.4, -1.7]));
test("no candidates, no probabilities", () => check([stump], [], []));

test("confidence is read off the maps", () => {
  const ranker = treeRanker(weights([]));
  expect(ranker.lineConfidence(0.75)).toBeCloseTo(0.65);
  expect(ranker.startConfidence(0.5)).toBeCloseTo(0.25);
});

test("members are summed by trees of their own", () => {
  const member = (first: number) => MEMBER_FEATURES.map((_, i) => (i === 0 ? first : 0));
  expect(treeRanker(weights([stump])).memberSums([member(1), member(1.5)])).toEqual([1, 2]);
});

test("weights of other features are refused", () => {
  const others = { ...weights([]), features: [...FEATURES.slice(1), "unknown"] };
  const message = "Cannot use the ranker's weights: they were trained on other features";
  expect(() => treeRanker(others)).toThrow(message);
  const ownMembers = { ...weights([]), members: { ...weights([]).members, features: ["unknown"] } };
  expect(() => treeRanker(ownMembers)).toThrow(message);
});
