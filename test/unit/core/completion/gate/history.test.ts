import { expect, test } from "vitest";
import type {
  GateFeatures,
  GateOutcome,
  PastFeatures,
} from "../../../../../src/core/completion/gate/features.ts";
import {
  emptyHistory,
  pastFeatures,
  rememberLength,
  rememberOutcome,
  rememberShown,
} from "../../../../../src/core/completion/gate/history.ts";

type Past = readonly (readonly [features: GateFeatures, outcome: GateOutcome, visibleMs?: number])[];

/** What the past says of `now`. */
function check(past: Past, now: GateFeatures, expected: PastFeatures): void {
  let history = emptyHistory;
  for (const [features, outcome, visibleMs] of past) {
    history = rememberOutcome(rememberShown(history, features), outcome, features, visibleMs);
  }
  expect(pastFeatures(history, now)).toMatchObject(expected);
}

const shown = {
  suggestion: "append(item)",
  prefix: "for item in all: rows.",
  confidence: 0.5,
  documentLength: 100,
};

test("nothing is known at first", () =>
  check([], shown, {
    lengthChange: undefined,
    meanVisibleMs: undefined,
    rejectedInARow: 0,
    sameAsLast: undefined,
  }));
test("a shorter document is one that is being deleted from", () =>
  check([[shown, "rejected"]], { ...shown, documentLength: 97 }, { lengthChange: -3 }));
test("rejections count from the last accept", () =>
  check(
    [
      [shown, "rejected"],
      [shown, "accepted"],
      [shown, "rejected"],
      [shown, "rejected"],
    ],
    shown,
    {
      rejectedInARow: 2,
    },
  ));
test("what was ignored leaves no mark", () =>
  check([[shown, "ignored"]], shown, { rejectedInARow: 0, rejectedBefore: 0 }));
test("the rest of a rejected text was rejected before", () =>
  check(
    [[shown, "rejected"]],
    { ...shown, suggestion: "end(item)" },
    { rejectedBefore: 1, sameAsLast: false },
  ));
test("another text was not", () =>
  check([[shown, "rejected"]], { ...shown, suggestion: "pop()" }, { rejectedBefore: 0 }));
test("without a text nothing is said of it", () =>
  check([[{}, "rejected"]], { confidence: 0.5 }, { rejectedBefore: undefined, acceptRate: undefined }));
test("what was typed along agrees", () =>
  check([[shown, "rejected"]], { ...shown, prefix: `${shown.prefix}app` }, { agreement: 1 }));
test("what was typed otherwise agrees as far as it does", () =>
  check([[shown, "rejected"]], { ...shown, prefix: `${shown.prefix}apex` }, { agreement: 0.5 }));
test("times on the screen are a mean", () =>
  check(
    [
      [shown, "rejected", 500],
      [shown, "accepted", 1500],
    ],
    shown,
    { meanVisibleMs: 1000 },
  ));
test("confidence is compared with the last", () =>
  check([[shown, "rejected"]], { ...shown, confidence: 0.75 }, { confidenceChange: 0.25 }));
test("rates are of suggestions of about the same length", () => {
  const long = { suggestion: "x".repeat(50) };
  check(
    [
      [long, "accepted"],
      [long, "accepted"],
    ],
    shown,
    { acceptRate: 0.34 },
  );
  check(
    [
      [long, "accepted"],
      [long, "accepted"],
    ],
    long,
    { acceptRate: 5.4 / 12 },
  );
});
test("other events tell the length of the document", () => {
  const history = rememberLength(rememberShown(emptyHistory, shown), 120);
  expect(pastFeatures(history, { ...shown, documentLength: 110 }).lengthChange).toBe(-10);
});
