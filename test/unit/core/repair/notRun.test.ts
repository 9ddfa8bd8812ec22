import { expect, test } from "vitest";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { linesNotRun, notRunDoubts } from "../../../../src/core/repair/notRun.ts";

/** Counts by line of the new text; `-` where nothing can run. */
function check(before: string, after: string, counts: readonly (number | "-")[], expected: unknown): void {
  const changes: FileChange[] = [{ kind: "changed", path: "a.py", before, after }];
  const lines = new Map(counts.flatMap((count, line) => (count === "-" ? [] : [[line, count] as const])));
  const found = linesNotRun(changes, [{ path: "a.py", lines }]);
  expect(found?.map(({ line }) => line)).toEqual(expected);
}

test("a changed line that runs is no gap", () => check("a\nb\nc\n", "a\nB\nc\n", [1, 1, 0], []));
test("a line that nobody changed is none either", () => check("a\nb\nc\n", "a\nB\nc\n", [0, 1, 0], []));
test("of two changed places the one that no test runs is told", () =>
  check("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n", [2, 0, 0, 0, 0], [4]));
test("lines move with those put in before them", () =>
  check("a\nb\nc\nd\n", "x\ny\na\nb\nc\nD\n", [1, 1, 1, 1, 1, 0], [5]));
test("lines that nothing can run on count for nothing", () =>
  check("a\nb\n", "A\n# why\nb\n", [1, "-", 1], []));
test("a line kept between two edits is not changed", () => check("a\nb\nc\n", "A\nb\nC\n", [1, 0, 1], []));
test("tests that pass because of lines which nobody saw run ran them elsewhere: nothing is claimed", () =>
  check("a\nb\n", "A\nb\n", [0, 1], undefined));
test("unless it is what was taken out that they pass by", () =>
  check("a\nb\nc\nd\n", "A\nb\nc\n", [0, 1, 1], [0]));
test("a file that nothing was noted of: nothing is claimed", () => {
  const changes: FileChange[] = [{ kind: "changed", path: "a.py", before: "a\n", after: "b\n" }];
  expect(linesNotRun(changes, [{ path: "other.py", lines: new Map([[0, 1]]) }])).toBeUndefined();
});
test("says where", () => {
  const places = [0, 1, 2, 3, 4, 5, 6].map((line) => ({ path: "a.py", line }));
  expect(notRunDoubts([...places, { path: "b.py", line: 9 }])).toEqual([
    "no test runs lines 1, 2, 3, 4, 5 and 2 more of a.py, which it changes",
    "no test runs line 10 of b.py, which it changes",
  ]);
});
