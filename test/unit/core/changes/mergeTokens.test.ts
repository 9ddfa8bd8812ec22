import { expect, test } from "vitest";
import { mergeSides } from "../../../../src/core/changes/mergeTokens.ts";

/** `rule: lines joined by |`, or `-` where no result is sure. */
function check(base: string, ours: string, theirs: string, expected: string, isCode = true): void {
  const lines = (text: string): string[] => (text === "" ? [] : text.split("|"));
  const sides = { base: lines(base), ours: lines(ours), theirs: lines(theirs) };
  const merged = mergeSides(sides, isCode);
  expect(merged === undefined ? "-" : `${merged.rule}: ${merged.lines.join("|")}`).toBe(expected);
}

test.each<[what: string, base: string, ours: string, theirs: string, expected: string]>([
  ["the same on both sides", "a", "b", "b", "same: b"],
  ["white space alone on one side", "f(a,b)", "f(a, b)", "f(a,c)", "oneSide: f(a,c)"],
  [
    "changes that stand apart",
    "call(first, second)",
    "call(erste, second)",
    "call(first, zweite)",
    "tokens: call(erste, zweite)",
  ],
  ["a rename and a new argument", "x = old(a)", "x = fresh(a)", "x = old(a, b)", "tokens: x = fresh(a, b)"],
  ["the same change and another", "a = f(1, 2)", "b = f(1, 3)", "b = f(1, 2)", "tokens: b = f(1, 3)"],
  ["changes of one word", "x = old", "x = mine", "x = other", "-"],
  ["changes that touch", "x = a b", "x = c b", "x = a d", "-"],
  ["two lines at one place", "a|z", "a|ours()|z", "a|theirs()|z", "-"],
  ["nothing before", "", "ours()", "theirs()", "-"],
  ["a part of a version", "v(1.2.0)", "v(1.3.0)", "v(1.2.1)", "-"],
  [
    "imports of both",
    "",
    "import a from 'a';",
    "import b from 'b';",
    "imports: import a from 'a';|import b from 'b';",
  ],
  ["imports in order", "", "import os|import sys", "import ast", "imports: import ast|import os|import sys"],
  ["an import that one side took away", "import os", "import os|import sys", "", "imports: import sys"],
  ["two forms of one import", "from a import x", "from a import x, y", "from a import x, z", "-"],
  ["taken away and changed", "f(a)", "", "f(b)", "-"],
])("%s", (_, base, ours, theirs, expected) => check(base, ours, theirs, expected));

test("what is not parsed is merged by its sides alone", () => {
  check("call(first, second)", "call(erste, second)", "call(first, zweite)", "-", false);
  check("a", "b", "b", "same: b", false);
});

test("no side's text is lost where a merge by words is made, whichever side is ours", () => {
  const [base, ours, theirs] = [
    "call(first, second, third)",
    "call(erste, second, third)",
    "call(first, second, dritte)",
  ];
  check(base, ours, theirs, "tokens: call(erste, second, dritte)");
  check(base, theirs, ours, "tokens: call(erste, second, dritte)");
});
