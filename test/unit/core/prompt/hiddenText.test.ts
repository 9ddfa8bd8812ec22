import fc from "fast-check";
import { expect, test } from "vitest";
import { stripHiddenText } from "../../../../src/core/prompt/hiddenText.ts";

test.each([
  ["tag characters", "a\u{E0048}\u{E0069}b", "ab", 4],
  ["bidirectional controls", "a\u202Eb\u2066c\u2069", "abc", 3],
  ["zero-width characters", "a\u200Bb\u200Dc\uFEFF", "abc", 3],
  ["a run of variation selectors", "a\uFE00\uFE01\u{E0101}b", "ab", 4],
  ["an emoji with its selector stays", "❤\uFE0F ok", "❤\uFE0F ok", 0],
  ["ordinary text stays", "naïve 漢字 😀\t\r\n", "naïve 漢字 😀\t\r\n", 0],
  ["half a pair becomes a replacement character", "a\uD83D!", "a\uFFFD!", 0],
])("%s", (_name, text, expected, removed) =>
  expect(stripHiddenText(text)).toEqual({ text: expected, removed }),
);

test("stripping twice is stripping once", () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "\uFE0F", "\u200B", "\u{E0041}", "\u202E", "\uD800", "😀")),
      (parts) => {
        const once = stripHiddenText(parts.join("")).text;
        expect(stripHiddenText(once)).toEqual({ text: once, removed: 0 });
      },
    ),
  ));
