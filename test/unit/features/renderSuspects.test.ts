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

test("why nothing is suspected", () =>
  expect(renderSuspects({ lines: [], functions: [], failing: [], reason: "No test fails" })).toBe(
    "Nothing is suspected: No test fails",
  ));
