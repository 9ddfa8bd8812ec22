import { expect, test } from "vitest";
import { chooseCalls, isTelling, type ObservedCall } from "../../../../src/core/testWriting/observation.ts";

const value = (text: string, kills: readonly number[], isOwn = false): ObservedCall => ({
  call: [{ text }],
  seen: { kind: "value", text },
  isOwn,
  kills: new Set(kills),
});
const raised = (error: string, kills: readonly number[] = []): ObservedCall => ({
  call: [{ text: error }],
  seen: { kind: "raised", error },
  isOwn: false,
  kills: new Set(kills),
});

test("few calls that notice all that can be noticed, values before errors", () => {
  const all = [value("1", [0]), raised("ValueError", [3]), value("2", [0, 1, 2]), value("3", [1])];
  const { calls, killed } = chooseCalls(all, 12);
  expect(killed).toBe(4);
  expect(calls.map(({ call }) => call[0]!.text)).toEqual(["1", "2", "3", "ValueError"]);
});

test("what the project itself calls comes first among equals", () => {
  const { calls } = chooseCalls([value("1", [0]), value("2", [0], true)], 1);
  expect(calls[0]!.call[0]!.text).toBe("2");
});

test("never more than asked for, and one of each outcome", () => {
  const all = Array.from({ length: 30 }, (_, at) => value(String(at % 5), at < 20 ? [at] : []));
  expect(chooseCalls(all, 12).calls).toHaveLength(12);
  expect(chooseCalls(all.slice(20), 12).calls).toHaveLength(4);
});

test("errors of nonsense are no tests, unless the function raises them itself", () => {
  expect(isTelling(raised("TypeError"), [])).toBe(false);
  expect(isTelling(raised("TypeError"), ["TypeError"])).toBe(true);
  expect(isTelling(raised("ValueError"), [])).toBe(true);
  expect(isTelling({ seen: { kind: "other", reason: "a Path" } }, [])).toBe(false);
  expect(isTelling(value("x".repeat(1000), []), [])).toBe(false);
});
