import fc from "fast-check";
import { expect, test } from "vitest";
import { RejectMemory, raisedBar } from "../../../../src/core/completion/rejectMemory.ts";

type Event = readonly ["rejected" | "accepted", path: string, line: number];

function check(events: readonly Event[], place: readonly [path: string, line: number], count: number): void {
  const memory = new RejectMemory();
  for (const [event, path, line] of events) memory[event](path, line);
  expect(memory.count(...place)).toBe(count);
}

const rejected: Event = ["rejected", "a.ts", 3];

test("nothing is remembered at first", () => check([], ["a.ts", 3], 0));
test("each rejection on a line counts", () => check([rejected, rejected], ["a.ts", 3], 2));
test("other lines and files do not know of it", () => {
  check([rejected], ["a.ts", 4], 0);
  check([rejected], ["b.ts", 3], 0);
});
test("a rejection on another line of the file starts anew", () => {
  const events: Event[] = [rejected, rejected, ["rejected", "a.ts", 4]];
  check(events, ["a.ts", 4], 1);
  check(events, ["a.ts", 3], 0);
});
test("what is taken on the line forgives", () => check([rejected, ["accepted", "a.ts", 3]], ["a.ts", 3], 0));
test("what is taken elsewhere does not", () => {
  check([rejected, ["accepted", "a.ts", 9]], ["a.ts", 3], 1);
  check([rejected, ["accepted", "b.ts", 3]], ["a.ts", 3], 1);
});
test("the files of longest ago are forgotten", () => {
  const many = Array.from({ length: 64 }, (_, i): Event => ["rejected", `${i}.ts`, 0]);
  check([rejected, ...many], ["a.ts", 3], 0);
  check([rejected, ...many], ["0.ts", 0], 1);
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
