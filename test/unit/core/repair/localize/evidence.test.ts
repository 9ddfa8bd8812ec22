import { expect, test } from "vitest";
import { withEvidence } from "../../../../../src/core/repair/localize/evidence.ts";
import { mentionsIn } from "../../../../../src/core/repair/localize/failureText.ts";
import { type CommittedLine, lineChanges } from "../../../../../src/core/repair/localize/lineHistory.ts";
import type { SuspectLine } from "../../../../../src/core/repair/localize/spectrum.ts";

const day = 86_400;
const now = 1_000 * day;
const committed = (text: string, days: number, commit = "a".repeat(40)): CommittedLine => ({
  text,
  commit,
  timeS: now - days * day,
  summary: "Speed it up",
});

function changesOf(known: readonly CommittedLine[] | undefined, text: string): string[] {
  return [...lineChanges(known, text.split("\n"), now)].map(
    ([line, change]) => `${line} ${change.kind === "recent" ? change.days : change.kind}`,
  );
}

test("lines that are not committed, and those that were committed lately", () => {
  const known = [committed("one", 3), committed("two", 900), committed("three", 0, "0".repeat(40))];
  expect(changesOf(known, "one\ntwo\nthree\n")).toEqual(["0 3", "2 changed"]);
});

test("what is not saved counts, and lines behind it keep their commit", () => {
  const known = [committed("one", 900), committed("two", 900), committed("three", 3)];
  expect(changesOf(known, "one\nnew\n\nnewer\ntwo\nthree\n")).toEqual(["1 changed", "3 changed", "5 3"]);
  expect(changesOf(known, "one\nthree")).toEqual(["1 3"]);
  expect(changesOf(known, "one\r\nother\r\nthree\r\n")).toEqual(["1 changed", "2 3"]);
});

test("all of a file that git does not track is new", () =>
  expect(changesOf(undefined, "one\n\ntwo\n")).toEqual(["0 changed", "2 changed"]));

const code = `def check(age):
    limit = 18
    if age < limit:
        raise ValueError(f"Cannot admit {age}: too young")
    # Cannot admit is said above
    return compute_price(age, "plain")
`;

function mentionsOf(name: string, message: string): string[] {
  const found = mentionsIn(new Map([["a.py", code.split("\n")]]), [{ name, message, source: "" }]);
  return [...(found.get("a.py") ?? [])].map(([line, { what, strength }]) => `${line} ${what} ${strength}`);
}

test("a message's template that the failure quotes is the strongest, whatever was put into it", () =>
  expect(mentionsOf("test_young", "ValueError: Cannot admit 17: too young")[0]).toBe("3 Cannot admit 1"));
test("rare names of a message or of a test's name count less", () => {
  expect(mentionsOf("test_compute_price", "")).toEqual(["5 compute_price 0.4"]);
  expect(mentionsOf("t", "limit is wrong")).toEqual([
    `1 limit ${0.4 / Math.SQRT2}`,
    `2 limit ${0.4 / Math.SQRT2}`,
  ]);
});
test("comments say nothing, nor do words of a test that the code does not hold", () =>
  expect(mentionsOf("test_something", "it is wrong")).toEqual([]));

const suspect = (line: number, score: number): SuspectLine => ({
  path: "a.py",
  line,
  score,
  reasons: [{ kind: "ran", failing: 1, passing: 0 }],
});
const at = <T>(line: number, value: T) => new Map([["a.py", new Map([[line, value]])]]);

test("each kind of evidence tells equals apart, and says so", () => {
  const order = (evidence: Parameters<typeof withEvidence>[1]) =>
    withEvidence([suspect(1, 0.8), suspect(2, 0.8)], evidence).map(({ line, reasons }) =>
      [line, ...reasons.slice(1).map(({ kind }) => kind)].join(" "),
    );
  expect(order({})).toEqual(["1", "2"]);
  expect(order({ changes: at(2, { kind: "changed" }) })).toEqual(["2 changed", "1"]);
  expect(order({ changes: at(2, { kind: "recent", commit: "c", subject: "s", days: 2 }) })).toEqual([
    "2 recent",
    "1",
  ]);
  expect(order({ flow: at(2, "data") })).toEqual(["2 reaches", "1"]);
  expect(order({ flow: at(2, "control") })).toEqual(["2", "1"]);
  expect(order({ mentions: at(2, { what: "Cannot", strength: 1 }) })).toEqual(["2 mentions", "1"]);
});

test("all of it together does not come before what tests tell", () => {
  const [first] = withEvidence([suspect(1, 0.8), suspect(2, 0.7)], {
    changes: at(2, { kind: "changed" }),
    flow: at(2, "data"),
    mentions: at(2, { what: "Cannot", strength: 1 }),
  });
  expect(first!.line).toBe(1);
});
