import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GateFeatures, GateOutcome } from "../../../../../src/core/completion/gate/features.ts";
import {
  acceptProbability,
  afterHidden,
  afterOutcome,
  afterShown,
  barOf,
  gateVerdict,
  initialGate,
  mostHiddenInARow,
} from "../../../../../src/core/completion/gate/gate.ts";
import { parsePersonalWeights } from "../../../../../src/core/completion/gate/personal.ts";

const likely: GateFeatures = {
  confidence: 0.9,
  meanLogProb: -0.05,
  numTokens: 8,
  suggestion: "len(items) - 1",
  prefix: "    last = ",
  engine: "model",
  languageId: "python",
};
const unlikely: GateFeatures = {
  ...likely,
  confidence: 0.2,
  meanLogProb: -2.5,
  numTokens: 1,
  suggestion: ")",
};

const features: fc.Arbitrary<GateFeatures> = fc.record(
  {
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    meanLogProb: fc.double({ min: -1e6, max: 0, noNaN: true }),
    numTokens: fc.nat(1e6),
    compCharLen: fc.nat(1e7),
    documentLength: fc.nat(1e7),
    latencyMs: fc.nat(1e6),
    sinceKeystrokeMs: fc.nat(1e9),
    suggestion: fc.string(),
    prefix: fc.string(),
    languageId: fc.constantFrom("python", "go", "__proto__", ""),
    engine: fc.constantFrom("builtin" as const, "model" as const),
  },
  { requiredKeys: [] },
);
const outcome = fc.constantFrom<GateOutcome>(
  "accepted",
  "acceptedWord",
  "typedThrough",
  "rejected",
  "ignored",
);

/** The probability for `seen` after outcomes of it. */
function check(seen: GateFeatures, outcomes: readonly GateOutcome[]): number {
  let state = initialGate;
  for (const end of outcomes) state = afterOutcome(afterShown(state, seen), seen, end);
  return acceptProbability(state, seen);
}

describe("the probability", () => {
  test("is higher for what is surer", () => {
    expect(check(likely, [])).toBeGreaterThan(check(unlikely, []) + 0.15);
  });
  test("is the usual one of the log when nothing is known", () => {
    expect(acceptProbability(initialGate, {})).toBeCloseTo(0.31, 1);
  });
  test("rises with accepts and falls with rejections", () => {
    const before = check(likely, []);
    expect(check(likely, ["accepted"])).toBeGreaterThan(before);
    expect(check(likely, ["rejected"])).toBeLessThan(before);
    expect(check(likely, ["ignored"])).toBeGreaterThan(check(likely, ["rejected"]));
  });
  test("lies between 0 and 1, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(features, outcome), { maxLength: 30 }), features, (past, now) => {
        let state = initialGate;
        for (const [seen, end] of past) state = afterOutcome(afterShown(state, seen), seen, end);
        const accept = acceptProbability(state, now);
        expect(accept).toBeGreaterThan(0);
        expect(accept).toBeLessThan(1);
      }),
    );
  });
  test("does not depend on what is undefined or left out", () => {
    expect(acceptProbability(initialGate, { ...likely, numLines: undefined })).toBe(
      acceptProbability(initialGate, likely),
    );
  });
});

describe("what is learned of a person", () => {
  test("is bounded: after 2000 rejections a good suggestion is less than twice as far from even odds", () => {
    const rejected = new Array<GateOutcome>(2000).fill("rejected");
    expect(check(likely, rejected)).toBeGreaterThan(0.05);
  });
  test("is forgotten by and by", () => {
    const rejected = new Array<GateOutcome>(300).fill("rejected");
    const accepted = new Array<GateOutcome>(100).fill("accepted");
    expect(check(likely, [...rejected, ...accepted])).toBeGreaterThan(check(likely, []));
  });
  test("survives being stored", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(features, outcome), { maxLength: 20 }), (past) => {
        let state = initialGate;
        for (const [seen, end] of past) state = afterOutcome(state, seen, end);
        const stored = JSON.parse(JSON.stringify(state.personal));
        // What would be the prototype of an object is no language.
        expect(parsePersonalWeights(stored)).toEqual(JSON.parse(JSON.stringify(state.personal)));
      }),
    );
  });
  test("is within bounds whatever was stored", () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const { bias, seen, languages } = parsePersonalWeights(stored);
        expect(Math.abs(bias)).toBeLessThanOrEqual(1.5);
        expect(seen).toBeGreaterThanOrEqual(0);
        for (const value of Object.values(languages)) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
    expect(parsePersonalWeights({ bias: -99 }).bias).toBe(-1.5);
  });
});

describe("the verdict", () => {
  test("hides what is unlikely, by the eagerness", () => {
    const shows = [0, 0.5, 1].map((eagerness) => gateVerdict(initialGate, unlikely, eagerness).shows);
    expect(shows).toEqual([false, false, true]);
    expect(gateVerdict(initialGate, likely, 0.5).shows).toBe(true);
  });
  test("shows whatever was asked for", () => {
    expect(gateVerdict(initialGate, { ...unlikely, trigger: "explicit" }, 0).shows).toBe(true);
  });
  test("never falls silent: after a run of hidden ones the next is shown", () => {
    let state = initialGate;
    let hidden = 0;
    while (!gateVerdict(state, unlikely, 0).shows) {
      state = afterHidden(state, unlikely);
      hidden++;
    }
    expect(hidden).toBe(mostHiddenInARow);
    expect(gateVerdict(afterShown(state, unlikely), unlikely, 0).shows).toBe(false);
  });
  test("has a bar that falls with eagerness, to nothing", () => {
    const bars = [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1].map(barOf);
    expect(bars).toEqual(bars.toSorted((a, b) => b - a));
    expect(barOf(1)).toBe(0);
  });
});

describe("the built-in engine's confidence", () => {
  const word: GateFeatures = { suggestion: "):", prefix: "    return f(x", confidence: 0.7 };
  test("holds up what is short but sure", () => {
    expect(gateVerdict(initialGate, word, 0.5).shows).toBe(false);
    expect(gateVerdict(initialGate, { ...word, engine: "builtin" }, 0.5).shows).toBe(true);
    expect(gateVerdict(initialGate, { ...word, engine: "builtin", confidence: 0.36 }, 0.5).shows).toBe(false);
  });
  test("does not keep the person's rejections from counting", () => {
    const rejected = new Array<GateOutcome>(60).fill("rejected");
    expect(check({ ...word, engine: "builtin" }, rejected)).toBeLessThan(barOf(0.5));
  });
});
