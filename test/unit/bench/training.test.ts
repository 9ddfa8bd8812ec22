import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binOf, binRows, findCuts, MAX_BINS } from "../../../bench/completion/train/binned.ts";
import { boost, softmax, sumsOf } from "../../../bench/completion/train/boosting.ts";
import { fitCalibration } from "../../../bench/completion/train/calibrate.ts";
import type { Example } from "../../../bench/completion/train/examples.ts";
import { growTree, valueAt } from "../../../bench/completion/train/treeGrowing.ts";
import { renderWeights, toWeights } from "../../../bench/completion/train/weights.ts";

/** An example of candidates with these features, of which some are right. */
const example = (features: readonly (readonly number[])[], right: readonly number[]): Example =>
  ({ features, right }) as unknown as Example;
/** Of two candidates the one with the larger first feature is right; the second feature says nothing. */
const examples = Array.from({ length: 60 }, (_, i) =>
  i % 2 === 0
    ? example(
        [
          [1 + (i % 7), i % 5],
          [-1 - (i % 3), i % 4],
        ],
        [0],
      )
    : example(
        [
          [-1 - (i % 3), i % 4],
          [1 + (i % 7), i % 5],
        ],
        [1],
      ),
);

describe("bins", () => {
  test("a value is in the bin of the cuts below it", () =>
    expect([0, 1, 1.5, 2, 9].map((value) => binOf([1, 2], value))).toEqual([0, 0, 1, 1, 2]));
  test("larger values are never in lower bins", () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { maxLength: 30 }),
        fc.double({ noNaN: true }),
        (all, value) => {
          const cuts = [...new Set(all)].sort((a, b) => a - b);
          expect(binOf(cuts, value)).toBe(cuts.filter((cut) => cut < value).length);
        },
      ),
    ));
  test("cuts ascend and part what differs", () => {
    const cuts = findCuts(examples, 2);
    for (const own of cuts) expect(own).toEqual([...own].sort((a, b) => a - b));
    expect(cuts[0]!.length).toBeLessThan(MAX_BINS);
    expect(binOf(cuts[0]!, -1)).toBeLessThan(binOf(cuts[0]!, 1));
  });
  test("rows are the candidates in order", () => {
    const { starts, right, columns } = binRows(examples.slice(0, 2), findCuts(examples, 2));
    expect([...starts]).toEqual([0, 2, 4]);
    expect([...right]).toEqual([1, 0, 0, 1]);
    expect(columns.map((column) => column.length)).toEqual([4, 4]);
  });
});

const options = {
  trees: 8,
  rate: 0.3,
  leaves: 3,
  minWeight: 0.1,
  ridge: 1,
  examplesPerTree: 1,
  featuresPerTree: 1,
  seed: "test",
};

test("a tree parts rows where their slopes differ", () => {
  const rows = {
    columns: [Uint8Array.from([0, 0, 1, 1])],
    starts: new Int32Array(1),
    right: new Uint8Array(4),
  };
  const slopes = Float64Array.from([1, 1, -1, -1]);
  const tree = growTree(
    rows,
    Int32Array.from([0, 1, 2, 3]),
    slopes,
    new Float64Array(4).fill(1),
    [0],
    options,
  );
  expect([tree.feature, tree.bin]).toEqual([0, 0]);
  expect(valueAt(tree, rows.columns, 0)).toBeLessThan(0);
  expect(valueAt(tree, rows.columns, 3)).toBeGreaterThan(0);
});
test("boosting learns what is right, the same from the same seed", () => {
  const learn = () => boost(examples, () => 1, [0, 1], options);
  const ensemble = learn();
  expect(learn()).toEqual(ensemble);
  for (const [i, sums] of sumsOf(ensemble, examples).entries()) {
    const [right = -1] = examples[i]!.right;
    expect(sums[right]).toBeGreaterThan(sums[1 - right]!);
  }
});
test("probabilities leave room for none of them", () => {
  expect(softmax(Float64Array.from([0, 0]))).toEqual([1 / 3, 1 / 3]);
  expect(softmax(new Float64Array(0))).toEqual([]);
});

test("calibration ascends and tells how often scores were right", () => {
  const scored = Array.from({ length: 400 }, (_, i) => ({ score: (i % 100) / 100, right: i % 100 >= 50 }));
  const { scores, rates } = fitCalibration(scored);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  expect(scores).toEqual([...scores].sort((a, b) => a - b));
  expect(rates[scores.indexOf(0.2)]).toBe(0);
  expect(rates[scores.indexOf(0.8)]).toBe(0.995);
});

test("weights are the trees written flat, and JSON", () => {
  const leaf = (value: number) => ({ value, feature: -1, bin: 0, below: undefined, above: undefined });
  const tree = { value: 0, feature: 1, bin: 4, below: leaf(0.0125), above: leaf(-0.2) };
  const weights = toWeights({ cuts: [[], [0.5]], trees: [tree] }, ["a", "b"]);
  const map = { scores: [0, 1], rates: [0, 0.9] };
  const whole = { ...weights, members: weights, lineCalibration: map, startCalibration: map };
  expect(JSON.parse(renderWeights(whole))).toEqual(whole);
  expect(weights.trees).toEqual([[1, 4, -1, 13, -1, -200]]);
});
