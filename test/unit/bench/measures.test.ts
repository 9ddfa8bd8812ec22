import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Answer,
  collapse,
  editSimilarity,
  firstToken,
  reliability,
  summarise,
} from "../../../bench/completion/measures.ts";

const answer = (confidence: number, right: boolean, cpuMs = 1): Answer => ({
  confidence,
  right,
  cpuMs,
  firstTokenRight: right,
  reachable: true,
  baselineRight: !right,
  similarity: right ? 1 : 0.5,
  isTest: false,
});
const many = (count: number, confidence: number, right: boolean) =>
  Array.from({ length: count }, (_, i) => answer(confidence, right, i + 1));

test("runs of blanks are one", () => expect(collapse("  a \t b\n")).toBe("a b"));
test("the first token is a word or a sign", () =>
  expect([firstToken(" load_item(x)"), firstToken("(x)"), firstToken("  ")]).toEqual(["load_item", "(", ""]));

test("similarity of equal, different and empty texts", () =>
  expect([editSimilarity("abcd", "abcd"), editSimilarity("abcd", "abxd"), editSimilarity("", "ab")]).toEqual([
    1, 0.75, 0,
  ]));
test("similarity is symmetric and between 0 and 1", () =>
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      const similarity = editSimilarity(a, b);
      expect(similarity).toBe(editSimilarity(b, a));
      expect(similarity).toBeGreaterThanOrEqual(0);
      expect(similarity).toBeLessThanOrEqual(1);
    }),
  ));

test("precision is that of the surest", () => {
  const { exact, baseline, precisionAt, count } = summarise([...many(2, 0.9, true), ...many(8, 0.2, false)]);
  expect({ exact, baseline, precisionAt, count }).toEqual({
    exact: 20,
    baseline: 80,
    precisionAt: [100, 100, 50],
    count: 10,
  });
});
test("times are quantiles", () => {
  const { p50Ms, p95Ms } = summarise(many(100, 0.5, true));
  expect([p50Ms, p95Ms]).toEqual([51, 96]);
});
test("who is right as often as sure has no error of calibration", () => {
  expect(summarise([...many(5, 0.5, true), ...many(5, 0.5, false)]).calibrationError).toBe(0);
  expect(summarise(many(10, 0.5, true)).calibrationError).toBe(50);
  expect(summarise([]).calibrationError).toBe(0);
});
test("each answer is in one bin", () => {
  const bins = reliability([answer(0, false), answer(0.05, true), answer(1, true)]);
  expect(bins.map(({ count }) => count)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(bins[0]).toEqual({ from: 0, count: 2, confidence: 2.5, right: 50 });
});
