import { expect, test } from "vitest";
import { answered, keyPressed, unknownPace, waitMs } from "../../../../src/core/completion/typingPace.ts";

/** Keys at these times, then answers that took so long; how long is waited, 120 ms at the most. */
function check(keysMs: readonly number[], latenciesMs: readonly number[], expected: number): void {
  const typed = keysMs.reduce(keyPressed, unknownPace);
  expect(waitMs(latenciesMs.reduce(answered, typed), 120)).toBe(expected);
}

test("nothing is known: as long as the setting says", () => check([], [], 120));
test("one key tells no pace", () => check([0], [], 120));
test("a slow typist's next key is later than the setting", () => check([0, 300], [], 120));
test("a fast typist's next key is soon", () => check([0, 50], [], 60));
test("what the model takes is time in which the next key may come", () => check([0, 150], [100], 80));
test("a model slower than the typist is asked almost at once", () => check([0, 150], [2_000], 30));
test("keys in one go are one key", () => check([0, 1], [], 30));
test("a pause is no gap", () => check([0, 50, 5_000, 5_050], [], 60));
test("the newest keys tell most, but not all", () => check([0, 100, 130], [], 107));
