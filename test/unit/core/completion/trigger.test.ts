import { expect, test } from "vitest";
import { type SilenceReason, silenceReason } from "../../../../src/core/completion/trigger.ts";

/** Why nothing appears by itself at the cursor `█`. */
function check(marked: string, expected: SilenceReason | undefined): void {
  const [prefix = "", suffix = ""] = marked.split("█");
  expect(silenceReason(prefix, suffix)).toBe(expected);
}

test.each([
  "x = █",
  "x = █\nnext",
  "foo(█)",
  'say("█");',
  "f([█]),",
  "foo()█",
  "import █\n",
  "  █\nreturn a",
  "\n\n█\n// end",
])("%j may be completed", (marked) => check(marked, undefined));
test.each([
  ["ret█urn", "midWord"],
  ["x = █1", "midWord"],
  ["x = █é", "midWord"],
  ["x = █ + b", "midLine"],
  ["█.then()", "midLine"],
  ["x = 1;█", "statementDone"],
  ["if (a) { b(); } █\n", "statementDone"],
  ["█", "emptyDocument"],
  ["  \n█\n", "emptyDocument"],
  [`${"x".repeat(2_001)}█`, "longLine"],
  [`${"x".repeat(1_000)} █${";".repeat(1_001)}`, "longLine"],
] as const)("%j is left alone: %s", (marked, reason) => check(marked, reason));
