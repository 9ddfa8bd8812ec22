import { expect, test } from "vitest";
import {
  type Example,
  fitLogistic,
  logitOf,
  probabilityOf,
} from "../../../../../src/core/completion/gate/logistic.ts";

/** 200 rows whose odds follow `weights` exactly in the mean, drawn without chance. */
function rows(weights: readonly [number, number]): Example[] {
  return Array.from({ length: 20 }, (_, i) => i).flatMap((i) => {
    const inputs = [(i % 5) - 2, Math.floor(i / 5) - 1.5];
    const share = probabilityOf(weights[0] * inputs[0]! + weights[1] * inputs[1]!);
    return Array.from({ length: 100 }, (__, n) => ({ inputs, accepted: (n + 0.5) / 100 < share }));
  });
}

test("finds the weights that made the examples", () => {
  const model = fitLogistic(rows([0.8, -0.5]), 0);
  const slope = (i: number) => model.weights[i]! / model.scales[i]!;
  expect(slope(0)).toBeCloseTo(0.8, 1);
  expect(slope(1)).toBeCloseTo(-0.5, 1);
});
test("draws weights towards 0 by the penalty", () => {
  const size = (ridge: number) => Math.hypot(...fitLogistic(rows([0.8, -0.5]), ridge).weights);
  expect(size(1000)).toBeLessThan(size(10));
});
test("gives the mean probability what was accepted", () => {
  const examples = rows([1, 0.3]);
  const model = fitLogistic(examples, 5);
  const said = examples.reduce((sum, { inputs }) => sum + probabilityOf(logitOf(model, inputs)), 0);
  expect(said).toBeCloseTo(examples.filter(({ accepted }) => accepted).length, 3);
});
test("takes what is not known for the mean", () => {
  const model = fitLogistic(rows([1, 0.3]), 1);
  expect(logitOf(model, [undefined, undefined])).toBe(model.intercept);
});
