import fc from "fast-check";
import { expect, test } from "vitest";
import type { EndNotice } from "../../../../src/core/completion/outcome/events.ts";
import { RejectMemory, raisedBar } from "../../../../src/core/completion/rejectMemory.ts";

/** `a.ts 30` is a rejection there, `a.ts` alone an accept in the file. */
function check(events: readonly string[], path: string, from: number, to: number, count: number): void {
  const memory = new RejectMemory();
  for (const event of events) {
    const [where, offset] = event.split(" ");
    if (offset === undefined) memory.accepted(where!);
    else memory.rejected(where!, Number(offset));
  }
  expect(memory.count(path, from, to)).toBe(count);
}

test("nothing is remembered at first", () => check([], "a.ts", 0, 100, 0));
test("each rejection between the two offsets counts", () =>
  check(["a.ts 30", "a.ts 34", "a.ts 29", "a.ts 41"], "a.ts", 30, 40, 2));
test("both ends belong to the line", () => check(["a.ts 30", "a.ts 40"], "a.ts", 30, 40, 2));
test("other files do not know of it", () => check(["a.ts 30"], "b.ts", 0, 100, 0));
test("what is taken in the file forgives", () => check(["a.ts 30", "a.ts"], "a.ts", 0, 100, 0));
test("what is taken in another does not", () => check(["a.ts 30", "b.ts"], "a.ts", 0, 100, 1));
test("of one file the latest are kept", () => {
  const many = Array.from({ length: 12 }, (_, i) => `a.ts ${i}`);
  check(many, "a.ts", 0, 3, 0);
  check(many, "a.ts", 0, 100, 8);
});
test("the files of longest ago are forgotten", () => {
  const many = Array.from({ length: 64 }, (_, i) => `${i}.ts 0`);
  check(["a.ts 30", ...many], "a.ts", 0, 100, 0);
  check(["a.ts 30", ...many], "0.ts", 0, 100, 1);
});

function checkNotice(notice: Partial<EndNotice>, count: number): void {
  const memory = new RejectMemory();
  memory.rejected("a.ts", 50);
  const ended = { kind: "ended", path: "a.ts", offset: 30, text: "value", request: 1, index: 0 } as const;
  const none = { acceptedCharacters: 0, typedCharacters: 0, words: 0, visibleMs: 900, atMs: 0 };
  memory.noticed({ ...ended, ...none, outcome: "rejected", ...notice });
  expect(memory.count("a.ts", 0, 100)).toBe(count);
}
test("learns of what became of a suggestion", () => {
  checkNotice({}, 2);
  checkNotice({ outcome: "ignored" }, 1);
  for (const outcome of ["accepted", "acceptedWord", "typedThrough"] as const) checkNotice({ outcome }, 0);
});
test("a suggestion is rejected where it was typed past", () => {
  checkNotice({ typedCharacters: 70 }, 2);
  checkNotice({ typedCharacters: 71 }, 1);
});

test("each rejection halves the distance to certainty", () => {
  expect([0, 1, 2].map((count) => raisedBar(0.5, count))).toEqual([0.5, 0.75, 0.875]);
});
test("the bar rises with each rejection and stays a probability", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), (bar, count) => {
      const [before, after] = [raisedBar(bar, count), raisedBar(bar, count + 1)];
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBeLessThanOrEqual(1);
    }),
  );
});
