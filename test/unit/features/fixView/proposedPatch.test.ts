/** What a person reads of a repair before anything changes. */
import { expect, test } from "vitest";
import { proposedPatch } from "../../../../src/features/fixView/proposedPatch.ts";
import { reasonText, suspectGroups, suspectRows } from "../../../../src/features/fixView/suspectRows.ts";
import { testLabel } from "../../../../src/features/fixView/testLabel.ts";
import type { FixPatch } from "../../../../src/features/repair/fix.ts";
import { FailedTests } from "../../../../src/features/testing/failedTests.ts";
import type { ApiCheck, ApiFinding } from "../../../../src/ports/apiChecks.ts";

const target = "pytest:tests/test_cart.py::CartTest::test_total";
const patch: FixPatch = {
  root: "/root",
  changes: [{ kind: "changed", path: "cart.py", before: "a = b - c\n", after: "a = b + c\n" }],
  diff: "",
  verdict: "verified",
  engine: "builtin",
  evidence: {
    targets: [target],
    flipped: [target],
    stillFailing: [],
    broken: [],
    ran: 12,
    notRun: [],
    tried: 48,
    foundMs: 1234,
    template: "operator",
    line: 0,
    isolation: "sandbox",
  },
};

const finding = (message: string): ApiFinding => ({
  name: "x",
  offset: 0,
  line: 0,
  column: 0,
  reason: "missing",
  place: "member",
  owner: "",
  library: "lib",
  version: "1.0",
  alternatives: [],
  together: [],
  message,
});
const checks = (of: (text: string) => ApiCheck) => ({
  checkApis: async ({ text = "" }: { readonly text?: string | undefined }) => of(text),
});
const nothing = checks(() => ({ findings: [], judged: [] }));
const { signal } = new AbortController();

const factsOf = async (one: FixPatch, engine = nothing): Promise<readonly string[]> =>
  (await proposedPatch(one, engine, signal)).evidence.map(({ kind, text }) => `${kind}: ${text}`);

test("why the slow way was taken stands with how it was found", async () => {
  const slowPath = "The fast worker did not start: the process that runs tests has ended";
  expect((await factsOf({ ...patch, evidence: { ...patch.evidence, slowPath } })).at(-1)).toBe(
    `open: ${slowPath}`,
  );
});

test("a verified patch", async () => {
  expect((await proposedPatch(patch, nothing, signal)).title).toBe("Fix CartTest > test_total: a = b + c");
  expect(await factsOf(patch)).toEqual([
    "good: 1 test that failed passes now",
    "good: No test that passed fails now",
    "open: 12 tests ran with it in a sandboxed copy",
    "good: Tests run every line that it changes",
    "open: Found without a model (operator), after 48 tries in 1.2 s",
  ]);
});

test("what speaks against it is said as loudly", async () => {
  const { evidence } = patch;
  const doubtful: FixPatch = {
    ...patch,
    engine: "model",
    evidence: {
      ...evidence,
      flipped: [],
      stillFailing: [target],
      broken: [target],
      flaky: [target],
      notRun: [{ path: "a.py", line: 4 }],
      doubts: ["it returns what the test expects"],
      limitation: "The time was up",
      rounds: 2,
      tried: 1,
      isolation: "processes",
    },
  };
  expect(await factsOf(doubtful)).toEqual([
    "bad: 1 test still fails",
    "bad: 1 test that passed fails now",
    "open: 12 tests ran with it in a copy, without a sandbox",
    "open: 1 test set aside: with nothing changed, it passes and fails",
    "bad: 1 changed line that no test runs",
    "open: Not called verified: it returns what the test expects",
    "open: The time was up",
    "open: Written by a model, asked 2 times, after 1 try in 1.2 s",
  ]);
});

test("a patch that a checker asked for tells of the checker, not of tests that nobody ran", async () => {
  const { evidence } = patch;
  const checked = {
    finding: "cart.py:1: Cannot find name 'x' (TS2304)",
    about: "write `b`",
    by: "the TypeScript compiler",
  };
  const answer: FixPatch = {
    ...patch,
    verdict: "plausible",
    evidence: { ...evidence, targets: [], flipped: [], ran: 0, checked, limitation: "No test depends on it" },
  };
  const shown = await proposedPatch(answer, nothing, signal);
  expect(shown.title).toBe("Fix: Cannot find name 'x' (TS2304)");
  expect(shown.verdictMeaning).toMatch(/^The checker has nothing against it, but no test could tell/);
  expect(shown.evidence[0]).toEqual({
    kind: "good",
    text: "Satisfies the TypeScript compiler",
    details: [`Not said any more: ${checked.finding}`, "Nothing new is said"],
  });
  expect(await factsOf(answer)).toEqual([
    "good: Satisfies the TypeScript compiler",
    "open: No test depends on it",
    "open: Found without a model (operator), after 48 tries in 1.2 s",
  ]);
});

test("names of libraries: what was wrong before is not held against it, and nothing is claimed of names nobody judged", async () => {
  const fresh = checks((text) => ({
    findings: text.includes("+") ? [finding("old"), finding("lib has no x")] : [finding("old")],
    judged: [0],
  }));
  expect(await factsOf(patch, fresh)).toContain("bad: 1 name of libraries missing or deprecated");
  const sound = checks(() => ({ findings: [finding("old")], judged: [0, 4] }));
  expect(await factsOf(patch, sound)).toContain(
    "good: No name of a library is missing or deprecated (2 names judged)",
  );
});

test("a test's name without its runner and file", () => {
  expect(testLabel(target)).toBe("CartTest > test_total");
  expect(testLabel("odd")).toBe("odd");
});

test("suspicious lines say how strongly and why", () => {
  const rows = suspectRows({
    root: "/root",
    lines: [
      { path: "cart.py", line: 4, score: 0.8, reasons: [{ kind: "raised" }] },
      { path: "cart.py", line: 9, score: 0.5, reasons: [{ kind: "ran", failing: 1, passing: 2 }] },
      { path: "cart.py", line: 11, score: 0.1, reasons: [] },
    ],
    functions: [{ name: "total", path: "cart.py", startLine: 3, endLine: 10, score: 0.8 }],
    failing: [target],
  });
  expect(rows.map(({ place, within, suspicion, reasons }) => [place, within, suspicion, ...reasons])).toEqual(
    [
      ["cart.py:5", "total", "strong", "the failure was raised here"],
      ["cart.py:10", "total", "medium", "ran in 1 failing test and 2 passing tests"],
      ["cart.py:12", "", "weak"],
    ],
  );
});

test("reasons of lines in words", () => {
  const recent = (days: number) =>
    reasonText({ kind: "recent", commit: "0123456789abcdef", subject: "Speed it up", days });
  expect(recent(0)).toBe("committed within the last day: Speed it up (0123456)");
  expect(recent(1)).toBe("committed a day ago: Speed it up (0123456)");
  expect(recent(30)).toBe("committed 30 days ago: Speed it up (0123456)");
  expect(reasonText({ kind: "changed" })).toBe("changed, and not committed yet");
  expect(reasonText({ kind: "reaches" })).toBe("the asserted value comes through here");
  expect(reasonText({ kind: "mentions", what: "x".repeat(50) })).toBe(
    `the failure mentions “${"x".repeat(39)}…”`,
  );
});

test("suspicious lines stand below their file and function, each group by its best", () => {
  const line = (path: string, at: number, score: number) => ({ path, line: at, score, reasons: [] });
  const rows = suspectRows({
    root: "/root",
    lines: [line("b.py", 1, 0.9), line("a.py", 4, 0.8), line("b.py", 9, 0.7), line("b.py", 2, 0.6)],
    functions: [
      { name: "total", path: "b.py", startLine: 0, endLine: 3, score: 0.9 },
      { name: "put", path: "a.py", startLine: 3, endLine: 5, score: 0.8 },
    ],
    failing: [target],
  });
  expect(suspectGroups(rows).map((group) => [group.title, ...group.rows.map(({ rank }) => rank)])).toEqual([
    ["b.py › total", 1, 4],
    ["b.py", 3],
    ["a.py › put", 2],
  ]);
});

test("tests that failed are known until they pass", () => {
  const failed = new FailedTests();
  let heard = 0;
  failed.onChange(() => heard++);
  const one = (id: string, path: string) =>
    ({ id, label: id, path, suites: [], runner: "pytest", folder: "" }) as const;
  const tests = [one("b", "b.py"), one("a", "a.py")];
  failed.record(
    [
      { id: "b", status: "failed", durationMs: 1 },
      { id: "a", status: "timedOut", durationMs: 1 },
      { id: "unknown", status: "failed", durationMs: 1 },
    ],
    tests,
  );
  expect(failed.list().map(({ test: { id } }) => id)).toEqual(["a", "b"]);
  failed.record([{ id: "a", status: "skipped", durationMs: 0 }], tests);
  failed.record([{ id: "b", status: "passed", durationMs: 0 }], tests);
  expect(failed.list().map(({ test: { id } }) => id)).toEqual(["a"]);
  expect(heard).toBe(3);
});
