import { expect, test } from "vitest";
import { WorkPace } from "../../../../src/features/indexing/workPace.ts";

/** Works in steps of `stepMs` for a second of work, and expects the part of the time that it took. */
async function check(share: number, isOnBattery: boolean, stepMs: number, expected: number): Promise<void> {
  let now = 5000;
  let pauses = 0;
  const yielder = {
    now: () => now,
    wallNow: () => now,
    pause: async () => void pauses++,
    sleep: async (ms: number) => void (now += ms),
  };
  const pace = new WorkPace(yielder, { isOnBattery: () => isOnBattery });
  pace.configure(share);
  pace.begin();
  const startMs = now;
  for (let worked = 0; worked < 1000; worked += stepMs) {
    now += stepMs;
    await pace.breathe(() => {});
  }
  expect(1000 / (now - startMs)).toBeCloseTo(expected, 1);
  expect(pauses > 0).toBe(expected === 1);
}

test.each([
  ["all of a core", 1, false, 1, 1],
  ["half of one", 0.5, false, 1, 0.5],
  ["a tenth, in long steps", 0.1, false, 40, 0.1],
  ["half of what was asked for on battery", 0.5, true, 1, 0.25],
  ["half on battery", 1, true, 2, 0.5],
])("takes %s", (_, share, isOnBattery, stepMs, expected) => check(share, isOnBattery, stepMs, expected));

test("what waited before the work began is no work", async () => {
  let now = 0;
  const slept: number[] = [];
  const yielder = {
    now: () => now,
    wallNow: () => now,
    pause: async () => {},
    sleep: async (ms: number) => void slept.push(ms),
  };
  const pace = new WorkPace(yielder, { isOnBattery: () => false });
  pace.configure(0.5);
  now = 60_000;
  pace.begin();
  now += 1;
  await pace.breathe(() => {});
  expect(slept).toEqual([]);
});
