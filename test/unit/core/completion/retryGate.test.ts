import fc from "fast-check";
import { expect, test } from "vitest";
import { gateAfterFault, isOpen, openGate } from "../../../../src/core/completion/retryGate.ts";

/** The pause after the last of these faults; `Infinity` when only a change opens the gate. Milliseconds. */
function check(faults: readonly (readonly [kind: string, retryAfterMs?: number])[], expected: number): void {
  const gate = faults.reduce(
    (state, [kind, retryAfterMs]) =>
      gateAfterFault(state, { kind, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, 0),
    openGate,
  );
  expect(gate.untilMs ?? Number.POSITIVE_INFINITY).toBe(expected);
  expect(isOpen(gate, expected)).toBe(Number.isFinite(expected));
  expect(isOpen(gate, expected - 1)).toBe(false);
}

test("one failure", () => check([["refused"]], 1_000));
test("three failures", () => check([["refused"], ["stalled"], ["serverError"]], 4_000));
test("many failures", () =>
  check(
    Array.from({ length: 40 }, () => ["cut"] as const),
    60_000,
  ));
test("the server's wish", () => check([["rateLimited", 7_000]], 7_000));
test("a wish shorter than the pause", () => check([["refused"], ["refused"], ["rateLimited", 10]], 4_000));
test("a wish beyond reason", () => check([["rateLimited", 1e12]], 6 * 3_600_000));
test.each(["badUrl", "keyRejected", "forbidden", "modelMissing", "notFound", "quota", "redirected", "tls"])(
  "%s lasts",
  (kind) => check([[kind, 5]], Number.POSITIVE_INFINITY),
);

test("a gate opens in the end unless the fault lasts", () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("refused", "rateLimited", "cut"), { minLength: 1 }),
      fc.nat(),
      (kinds, wish) => {
        const gate = kinds.reduce(
          (state, kind) => gateAfterFault(state, { kind, retryAfterMs: wish }, 0),
          openGate,
        );
        expect(isOpen(gate, 6 * 3_600_000)).toBe(true);
      },
    ),
  ));
