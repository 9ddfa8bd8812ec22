import { expect, test } from "vitest";
import { renderSuspects } from "../../../src/features/headless/renderSuspects.ts";

const line = (path: string, at: number, ...reasons: string[]) => ({ path, line: at, score: 1, reasons });

test("suspected lines stand below their file and function, with their rank and reasons", () =>
  expect(
    renderSuspects({
      lines: [line("b.py", 2, "raised", "ran"), line("a.py", 7), line("b.py", 9, "ran"), line("b.py", 3)],
      functions: [{ path: "b.py", name: "total", line: 1, endLine: 4, score: 1 }],
      failing: ["t"],
      reason: "No test was traced",
    }).split("\n"),
  ).toEqual([
    "b.py",
    "  total",
    "    b.py:2  (1)  raised; ran",
    "    b.py:3  (4)",
    "  outside of functions",
    "    b.py:9  (3)  ran",
    "a.py",
    "  outside of functions",
    "    a.py:7  (2)",
    "No test was traced",
  ]));

test("what a commit says cannot steer the terminal", () => {
  const told = renderSuspects({
    lines: [line("a.py", 7, "committed a day ago: \u001b[2J (1234567)")],
    functions: [],
    failing: ["t"],
  });
  expect(told).toContain("\ufffd[2J");
  expect(told).not.toContain("\u001b");
});

test("why nothing is suspected", () =>
  expect(renderSuspects({ lines: [], functions: [], failing: [], reason: "No test fails" })).toBe(
    "Nothing is suspected: No test fails",
  ));
