import { expect, test } from "vitest";
import { failureSignature, refusalSignature } from "../../../../../src/core/repair/model/failureSignature.ts";
import {
  nextStrategy,
  type RepairStrategy,
  spentBound,
} from "../../../../../src/core/repair/model/repairRounds.ts";

/** Strategies that follow one another when rounds end with these signatures. */
function strategies(signatures: readonly string[]): RepairStrategy[] {
  const rounds: { strategy: RepairStrategy; signature: string }[] = [];
  for (const signature of signatures) rounds.push({ strategy: nextStrategy(rounds), signature });
  return [...rounds.map(({ strategy }) => strategy), nextStrategy(rounds)];
}

test("the strategy stays while failures differ", () => {
  expect(strategies(["a", "b", "c"])).toEqual(["edit", "edit", "edit", "edit"]);
});

test("the same failure again changes what is asked, up to the last strategy", () => {
  expect(strategies(["a", "a", "a", "a", "a", "a"])).toEqual([
    "edit",
    "edit",
    "widen",
    "rewrite",
    "elsewhere",
    "vary",
    "vary",
  ]);
});

test("a failure that comes back after others counts as the same", () => {
  expect(strategies(["a", "b", "a"])).toEqual(["edit", "edit", "edit", "widen"]);
});

test("signatures leave out addresses, times and places", () => {
  const one = failureSignature([{ id: "t", message: "<A object at 0x7f01> at a.py:12 after 0.3 s" }]);
  expect(one).toBe(failureSignature([{ id: "t", message: "<A object at 0x88> at a.py:90 after 12 s" }]));
  expect(one).not.toBe(failureSignature([{ id: "t", message: "another" }]));
  expect(refusalSignature(["a", "a"])).toBe(refusalSignature(["a"]));
});

test("the first bound that is reached ends it", () => {
  const budget = { rounds: 3, tokens: 100, ms: 1000 };
  expect(spentBound({ rounds: 2, tokens: 99, ms: 999 }, budget)).toBeUndefined();
  expect(spentBound({ rounds: 3, tokens: 0, ms: 0 }, budget)).toContain("3 times");
  expect(spentBound({ rounds: 0, tokens: 100, ms: 0 }, budget)).toContain("100 tokens");
  expect(spentBound({ rounds: 0, tokens: 0, ms: 1000 }, budget)).toContain("time");
});
