import { expect, test } from "vitest";
import type { FileChange } from "../../../../../src/core/patch/fileTexts.ts";
import { overfittingDoubts, type ProbedInput } from "../../../../../src/core/repair/model/overfitting.ts";
import { repairFaults } from "../../../../../src/core/repair/model/repairGuard.ts";

const changed = (before: string, after: string, path = "src/a.py"): FileChange => ({
  kind: "changed",
  path,
  before,
  after,
});
const faults = (change: FileChange) => repairFaults([change], (path) => path.startsWith("tests/")).join("\n");

test("a change of the code itself is fine", () => {
  expect(faults(changed("def f(a):\n    return a\n", "def f(a):\n    return a + 1\n"))).toBe("");
});

test.each<[string, FileChange, string]>([
  ["tests", changed("a", "b", "tests/test_a.py"), "belongs to the tests"],
  ["what runs", changed("a", "b", ".github/workflows/ci.yml"), "may not be changed"],
  ["scripts", changed("{}", '{"scripts":{"test":"true"}}', "package.json"), "may not be changed"],
  ["new files", { kind: "created", path: "json.py", after: "" }, "is a new file"],
  ["deletions", { kind: "deleted", path: "src/a.py", before: "" }, "may not be deleted"],
  ["renames", { kind: "renamed", from: "a.py", path: "b.py", before: "", after: "" }, "may not be renamed"],
  [
    "lost methods",
    changed(
      "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n",
      "class A:\n    def f(self):\n        return 1\n",
    ),
    'would lose "A.g"',
  ],
  ["runners", changed("x = 1\n", "import pytest\nx = 1\n"), "reach for the test runner"],
  ["the end of the process", changed("x = 1\n", "import os\nos._exit(0)\n"), "reach for the running program"],
  [
    "whether tests run",
    changed("x\n", "if (process.env.VITEST) x\n", "src/a.ts"),
    "whether tests are running",
  ],
])("refused: %s", (_, change, reason) => expect(faults(change)).toContain(reason));

test("a function within a function may go, and what the file did before it may do still", () => {
  const before = "import sys\n\n\ndef f(a):\n    def g():\n        return sys.argv\n    return g()\n";
  expect(faults(changed(before, "import sys\n\n\ndef f(a):\n    return sys.argv\n"))).toBe("");
});

const tests = "assert price('apple', 37) == 41\nassert price('pear', 52) == 56\n";
const doubts = (after: string, probed: readonly ProbedInput[] = []) =>
  overfittingDoubts([changed("def price(kind, base):\n    return base\n", after)], tests, probed).join("\n");

test("values of the tests in a condition or a table are doubted, in an expression they are not", () => {
  expect(
    doubts("def price(kind, base):\n    if base == 37:\n        return 41\n    return base\n"),
  ).toContain("37");
  expect(doubts("def price(kind, base):\n    return {37: 41, 52: 56}.get(base, base)\n")).toContain(
    "names values",
  );
  expect(doubts("def price(kind, base):\n    return base + 37\n")).toBe("");
});

const probe = (isOfTests: boolean, before: string, after: string): ProbedInput => ({
  isOfTests,
  before,
  after,
});
const near = (before: (at: number) => string, after: (at: number) => string) =>
  Array.from({ length: 10 }, (_, at) => probe(false, before(at), after(at)));

test("another answer for the tests' inputs alone is doubted", () => {
  const ofTests = [probe(true, "37", "41")];
  const same = near(String, String);
  const special = "def price(kind, base):\n    return base + (hash(base) % 97 == 5) * 4\n";
  expect(doubts(special, [...ofTests, ...same])).toContain("inputs of the tests alone");
  expect(doubts("def price(kind, base):\n    return abs(base)\n", [...ofTests, ...same])).toBe("");
  const others = near(String, (at) => String(at + 4));
  expect(doubts(special, [...ofTests, ...others])).toBe("");
});

test("one answer for everything else is doubted", () => {
  const ofTests = [probe(true, "37", "41"), probe(true, "52", "56")];
  expect(doubts("x = 1\n", [...ofTests, ...near(String, () => "None")])).toContain("gives None for each");
});
