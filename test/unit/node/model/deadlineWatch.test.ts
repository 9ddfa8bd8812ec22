import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeadlineWatch } from "../../../../src/node/model/deadlineWatch.ts";

const deadlines = { firstByteMs: 100, idleMs: 50, totalMs: 300 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs the steps (a number lets so many milliseconds pass) and gives the verdict, if there is one by then. */
async function check(
  steps: readonly (number | ((watch: DeadlineWatch, caller: AbortController) => void))[],
  expected: string | undefined,
): Promise<void> {
  const caller = new AbortController();
  const watch = new DeadlineWatch(deadlines, caller.signal);
  let verdict: string | undefined;
  void watch.verdict.then((reached) => {
    verdict = reached;
  });
  for (const step of steps) {
    if (typeof step === "number") await vi.advanceTimersByTimeAsync(step);
    else step(watch, caller);
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(verdict).toBe(expected);
  expect(watch.signal.aborted).toBe(expected !== undefined);
  if (expected !== undefined) expect(vi.getTimerCount()).toBe(0);
  watch.dispose();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
}

const headers = (watch: DeadlineWatch): void => watch.headers();
const data = (watch: DeadlineWatch): void => watch.data();
const abort = (_: DeadlineWatch, caller: AbortController): void => caller.abort();

test("still in time", () => check([99], undefined));
test("no answer", () => check([100], "firstByteTimeout"));
test("headers and no data", () => check([50, headers, 50], "stalled"));
test("data keeps it alive", () => check([99, headers, data, 49, data, 49], undefined));
test("data stops", () => check([headers, data, 50], "stalled"));
test("data for ever", () =>
  check([headers, ...Array.from({ length: 10 }, () => [data, 30]).flat()], "totalTimeout"));
test("the caller gives up", () => check([abort], "aborted"));
test("the first verdict stands", () => check([100, abort], "firstByteTimeout"));
test("data after the end starts no clock", () => check([headers, abort, data], "aborted"));
