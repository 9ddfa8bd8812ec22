import { expect, test } from "vitest";
import { changesElsewhere } from "../../../../src/core/optimize/changesElsewhere.ts";
import { judgeSpeed, speedOf } from "../../../../src/core/optimize/speed.ts";
import { grownCalls } from "../../../../src/core/testWriting/grownCalls.ts";

/** Rounds whose noise is a saw of a share of the time. */
const rounds = (count: number, ratio: number, noise: number): number[][] =>
  Array.from({ length: count }, (_, at) => {
    const saw = (step: number) => 1 + noise * ((((at * 7 + step * 3) % 11) - 5) / 5);
    return [saw(0), saw(1), ratio * saw(2)];
  });

test("faster, slower or the same, and only beyond what the code differs from itself", () => {
  const half = speedOf(rounds(25, 0.5, 0.02), 0)!;
  expect(half.ratio).toBeCloseTo(0.5, 1);
  expect(half.low).toBeLessThanOrEqual(half.ratio);
  expect(half.high).toBeGreaterThanOrEqual(half.ratio);
  expect(judgeSpeed(half)).toBe("faster");
  expect(judgeSpeed(speedOf(rounds(25, 1.5, 0.02), 0)!)).toBe("slower");
  expect(judgeSpeed(speedOf(rounds(25, 1, 0.02), 0)!)).toBe("same");
  expect(judgeSpeed(speedOf(rounds(25, 0.9, 0.6), 0)!)).toBe("same");
  // A version that is as slow as the second run of the same code is no version that is faster.
  const drift = rounds(25, 0.9, 0.01).map(([first, , third]) => [first!, 0.88 * first!, third!]);
  expect(judgeSpeed(speedOf(drift, 0)!)).not.toBe("faster");
});

test("the interval leaves out as many rounds at each end as the sign test allows", () => {
  const counted = Array.from({ length: 25 }, (_, at) => [1, 1, at + 1]);
  expect(speedOf(counted, 0)).toMatchObject({ ratio: 13, low: 8, high: 18, rounds: 25 });
  expect(speedOf(counted.slice(0, 9), 0)).toMatchObject({ ratio: 5, low: 2, high: 8 });
});

test("too few rounds, and times too short to be told", () => {
  expect(speedOf(rounds(8, 0.5, 0.01), 0)).toBeUndefined();
  expect(speedOf([...rounds(20, 0.5, 0.01), [0, 1, 1]], 0)).toBeUndefined();
});

test("long arguments, made of those that are given", () => {
  const calls = [[{ text: "[1, 2]" }, { name: "by", text: "3" }], [{ text: "[]" }], [{ text: '"ab"' }]];
  expect(grownCalls(calls, "python")).toEqual([
    [{ text: "list(range(400))" }, { name: "by", text: "3" }],
    [{ text: "([1, 2]) * 200" }, { name: "by", text: "3" }],
    [{ text: '("ab") * 200' }],
  ]);
  const [different, repeated, text] = grownCalls(calls, "ecma").map(([first]) => first!.text);
  expect(different).toContain("length: 400");
  expect(repeated).toContain("() => [1, 2]).flat()");
  expect(text).toBe('("ab").repeat(200)');
});

test("a version may change its function and imports alone", () => {
  const before = "import os\n\n\ndef a():\n    return 1\n\n\ndef b():\n    return 2\n";
  const lines = { startLine: 3, endLine: 4 };
  const is = (from: string, to: string) => changesElsewhere(before, before.replace(from, to), lines);
  expect(is("return 1", "x = 1\n    return x")).toBe(false);
  expect(is("import os\n", "import os\nfrom math import sqrt\n")).toBe(false);
  expect(is("return 2", "return 3")).toBe(true);
  expect(is("import os\n", "import os\nos.remove('x')\n")).toBe(true);
});
