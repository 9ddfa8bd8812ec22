import fc from "fast-check";
import { expect, test } from "vitest";
import {
  inWholeText,
  longestPrefix,
  longestSuffix,
  requestWindow,
} from "../../../src/core/completion/requestWindow.ts";
import type { Suggestion } from "../../../src/core/completion/suggestion.ts";

/** Lengths and first line of the window of a request. */
function check(prefix: string, suffix: string) {
  const whole = { path: "/a.py", languageId: "python", prefix, suffix, maxSuggestions: 1 };
  const window = requestWindow(whole);
  expect(prefix.endsWith(window.request.prefix)).toBe(true);
  expect(suffix.startsWith(window.request.suffix)).toBe(true);
  return {
    prefix: window.request.prefix.length,
    suffix: window.request.suffix.length,
    line: window.firstLine,
    window,
  };
}

test("leaves texts of usual length alone", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (prefix, suffix) => {
      expect(check(prefix, suffix)).toMatchObject({ prefix: prefix.length, suffix: suffix.length, line: 0 });
    }),
  );
});

for (const [name, prefix, suffix, expected] of [
  ["cuts whole lines", "0123456789abcde\n".repeat(1 << 15), "", { prefix: longestPrefix, line: 1 << 14 }],
  ["cuts at the next line", "012345678\n".repeat(1 << 15), "", { prefix: 262140, line: 6554 }],
  ["cuts one endless line", "x".repeat(1 << 20), "", { prefix: longestPrefix, line: 0 }],
  ["keeps pairs whole", `${"𝒳".repeat(1 << 18)}x`, "", { prefix: longestPrefix - 1, line: 0 }],
  ["cuts the suffix", "", "x".repeat(1 << 20), { suffix: longestSuffix }],
  ["keeps pairs of the suffix whole", "", `x${"𝒳".repeat(1 << 18)}`, { suffix: longestSuffix - 1 }],
] as const) {
  test(name, () => expect(check(prefix, suffix)).toMatchObject(expected));
}

test("gives lines of the whole text", () => {
  const { window } = check("0123456789abcde\n".repeat(1 << 15), "");
  const from = (path: string): Suggestion => ({
    text: "x",
    confidence: 1,
    engine: "builtin",
    provenance: { path, line: 5 },
  });
  expect(inWholeText(from("/a.py"), window).provenance?.line).toBe((1 << 14) + 5);
  expect(inWholeText(from("/b.py"), window).provenance?.line).toBe(5);
});
