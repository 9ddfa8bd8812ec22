import { expect, test } from "vitest";
import { linesIn, suspectLines } from "../../../../src/features/repair/suspects.ts";
import type { TrialBaseline } from "../../../../src/ports/trials.ts";

const text = `const LIMIT = 3;
const OTHER = 4;
function f(a) {
  const b = a;
  if (b > LIMIT && a !== 0) return b;
  return 0;
}
`;
const path = "/copy/code.js";
const baseline: TrialBaseline = {
  cases: [
    {
      id: "t",
      name: "t",
      file: "/copy/test.js",
      outcome: "failed",
      seconds: 0,
      lines: { [path]: [4, 5] },
    },
    { id: "u", name: "u", file: "/copy/test.js", outcome: "passed", seconds: 0, lines: { [path]: [4, 5] } },
  ],
  repeatable: true,
  watched: [path],
  atLoad: { [path]: [1, 2] },
};
const withTexts = suspectLines(
  baseline,
  linesIn((one) => (one === path ? text : undefined)),
);

test("of lines that the same tests ran the one that decides and holds more comes first", () => {
  expect(
    suspectLines(baseline)
      .slice(0, 2)
      .map(({ line }) => line),
  ).toEqual([3, 4]);
  expect(withTexts.slice(0, 2).map(({ line }) => line)).toEqual([4, 3]);
  const [first, second] = withTexts;
  expect(first!.score - second!.score).toBeLessThan(0.02);
});

test("a value that a suspected line reads by its name is suspected for that", () => {
  const scoreOf = (line: number) => withTexts.find((one) => one.line === line)!.score;
  expect(scoreOf(0)).toBeGreaterThan(2 * scoreOf(1));
  expect(scoreOf(0)).toBeLessThan(scoreOf(4));
  expect(withTexts.map(({ score }) => score)).toEqual(
    withTexts.map(({ score }) => score).sort((a, b) => b - a),
  );
});
