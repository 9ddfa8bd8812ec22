import { describe, expect, test } from "vitest";
import { fitToSelection } from "../../../src/core/completion/widgetFit.ts";
import { offReason, withLanguage } from "../../../src/core/config/offer.ts";

describe("off", () => {
  const check = (enabled: boolean, languages: Record<string, boolean>, expected: string | undefined) =>
    expect(offReason({ enabled, languages }, "python")).toBe(expected);

  test("on by default", () => check(true, {}, undefined));
  test("off everywhere", () => check(false, { python: true }, "everywhere"));
  test("off for one language", () => check(true, { "*": true, python: false }, "language"));
  test("on for one language only", () => check(true, { "*": false, python: true }, undefined));
  test("off for all others", () => check(true, { "*": false, go: true }, "language"));
  test("a property of every object is no language", () =>
    expect(offReason({ enabled: true, languages: { "*": false } }, "toString")).toBe("language"));
  test("turning a language off keeps the others", () =>
    expect(withLanguage({ "*": true, go: false }, "python", false)).toEqual({
      "*": true,
      go: false,
      python: false,
    }));
});

describe("beside the completion list", () => {
  const check = (typed: string, selected: string, suggestion: string, expected: string | undefined) =>
    expect(fitToSelection(suggestion, { typed, text: selected })).toBe(expected);

  test("goes on from the item", () => check("app", "append", "end(item)", "append(item)"));
  test("says exactly the item", () => check("app", "append", "end", "append"));
  test("says something else", () => check("app", "append", "ly(f)", undefined));
  test("is shorter than the item", () => check("app", "append", "en", undefined));
  test("item replaces the dot as well", () => check(".lo", ".log", "g()", ".log()"));
  test("item changes the case of what was typed", () => check("App", "append", "end()", undefined));
});
