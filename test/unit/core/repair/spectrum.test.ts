import { expect, test } from "vitest";
import { rankLines, type SpectrumCase } from "../../../../src/core/repair/localize/spectrum.ts";

/** `+ 1 2 | 2` passed and ran lines 1 and 2; `- 1 3 | 3` failed, raised on line 3. */
function caseOf(row: string): SpectrumCase {
  const [outcome, ran = "", raised = ""] = row.match(/^([+-])([\d ]*)\|?([\d ]*)$/)!.slice(1);
  const numbers = (text: string) => text.trim().split(/\s+/).filter(Boolean).map(Number);
  return {
    failed: outcome === "-",
    lines: new Map([["a.py", numbers(ran)]]),
    raised: numbers(raised).map((line) => ({ path: "a.py", line })),
  };
}

function check(rows: readonly string[], expected: readonly number[]): void {
  expect(rankLines(rows.map(caseOf)).map(({ line }) => line)).toEqual(expected);
}

test("a line that only failing tests ran stands first", () => check(["+1 2", "-1 3"], [3, 1]));
test("a line that no failing test ran is not suspected", () => check(["+1 2", "-1"], [1]));
test("among equals the one that raised stands first", () => check(["-1 2 3|2"], [2, 1, 3]));
test("a stack suspects lines that nothing traced", () => check(["-|4 5"], [5, 4]));
test("nothing fails, nothing is suspected", () => check(["+1 2"], []));

test("reasons say what ran and what was raised", () => {
  const [first] = rankLines(["+1", "-1 2|2"].map(caseOf));
  expect(first).toMatchObject({
    path: "a.py",
    line: 2,
    reasons: [{ kind: "raised" }, { kind: "ran", failing: 1, passing: 0 }],
  });
});

test("assertions of one test are one test to a person, and fail it together", () => {
  const cases = [
    ...["+1 2", "-1 3"].map((row) => ({ ...caseOf(row), test: "a" })),
    { ...caseOf("+1"), test: "b" },
    { ...caseOf("+1"), test: "c" },
  ];
  const ran = (line: number) =>
    rankLines(cases)
      .find((one) => one.line === line)
      ?.reasons.find(({ kind }) => kind === "ran");
  expect(ran(1)).toEqual({ kind: "ran", failing: 1, passing: 2 });
  expect(ran(3)).toEqual({ kind: "ran", failing: 1, passing: 0 });
});
