import fc from "fast-check";
import { expect, test } from "vitest";
import { doubted, judgePatch } from "../../../../src/core/repair/verdict.ts";
import type { TestOutcome, TestStatus } from "../../../../src/core/testing/testOutcome.ts";

const statuses: Readonly<Record<string, TestStatus>> = {
  p: "passed",
  f: "failed",
  e: "errored",
  s: "skipped",
  t: "timedOut",
};

/** `a:p b:f` is a run in which test a passed and test b failed. */
const outcomes = (run: string): TestOutcome[] =>
  run
    .split(" ")
    .filter(Boolean)
    .map((part) => ({ id: part[0]!, status: statuses[part[2]!]!, durationMs: 1 }));

function check(before: string, after: string, verdict: string, areComplete = true): void {
  const judged = judgePatch({
    targets: ["a"],
    before: outcomes(before),
    after: outcomes(after),
    areComplete,
  });
  expect(judged.verdict).toBe(verdict);
}

test("the test to repair passes, all others as before", () =>
  check("a:f b:p c:f", "a:p b:p c:f", "verified"));
test("an error and a time limit are failures too", () => check("a:e b:p", "a:p b:p", "verified"));
test("the test to repair fails still", () => check("a:f b:p", "a:f b:p", "unverified"));
test("the test to repair is skipped now", () => check("a:f b:p", "a:s b:p", "unverified"));
test("the test to repair is gone", () => check("a:f b:p", "b:p", "unverified"));
test("the test to repair passed all along", () => check("a:p b:p", "a:p b:p", "unverified"));
test("another test fails now", () => check("a:f b:p", "a:p b:f", "unverified"));
test("another test is skipped now", () => check("a:f b:p", "a:p b:s", "unverified"));
test("another test is gone", () => check("a:f b:p", "a:p", "unverified"));
test("not all others ran", () => check("a:f b:p", "a:p", "plausible", false));
test("one of the others that ran fails now", () => check("a:f b:p c:p", "a:p b:f", "unverified", false));
test("one of several parameters fails still", () => check("a:f a:p", "a:p a:f", "unverified"));
test("a failing and a passing parameter both pass now", () => check("a:f a:p", "a:p a:p", "verified"));

test("verified means: failing to passing, and nothing that passed is different", () => {
  const run = fc.array(
    fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      status: fc.constantFrom<TestStatus>("passed", "failed", "errored", "skipped", "timedOut"),
      durationMs: fc.constant(1),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(run, run, fc.boolean(), (before, after, areComplete) => {
      const { verdict } = judgePatch({ targets: ["a"], before, after, areComplete });
      if (verdict !== "verified") return;
      expect(areComplete).toBe(true);
      expect(before.some(({ id, status }) => id === "a" && !["passed", "skipped"].includes(status))).toBe(
        true,
      );
      expect(after.filter(({ id }) => id === "a").some(({ status }) => status === "passed")).toBe(true);
      for (const { id } of before.filter(({ status }) => status === "passed")) {
        const bad = after.filter(
          (one) => one.id === id && ["failed", "errored", "timedOut"].includes(one.status),
        );
        const isOnlyPassing = before
          .filter((one) => one.id === id)
          .every(({ status }) => status === "passed");
        if (isOnlyPassing) expect(bad).toEqual([]);
      }
    }),
  );
});

test("tests that waver count for nothing", () => {
  const runs = { targets: ["a"], before: outcomes("a:f b:p"), after: outcomes("a:p b:f"), areComplete: true };
  expect(judgePatch({ ...runs, flaky: new Set(["b"]) }).verdict).toBe("verified");
  expect(judgePatch({ ...runs, flaky: new Set(["a", "b"]) }).verdict).toBe("unverified");
});

test("what passes once and fails the next time does not pass", () => {
  const runs = { targets: ["a"], before: outcomes("a:f"), after: outcomes("a:p"), areComplete: true };
  expect(judgePatch({ ...runs, again: [outcomes("a:p"), outcomes("a:p")] }).verdict).toBe("verified");
  expect(judgePatch({ ...runs, again: [outcomes("a:p"), outcomes("a:f")] }).verdict).toBe("unverified");
});

test("doubts take the best verdict alone", () => {
  expect(doubted("verified", ["why"])).toBe("plausible");
  expect(doubted("verified", [])).toBe("verified");
  expect(doubted("unverified", ["why"])).toBe("unverified");
});
