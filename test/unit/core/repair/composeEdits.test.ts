import fc from "fast-check";
import { expect, test } from "vitest";
import { applyReplacements, type Replacement } from "../../../../src/core/repair/candidate.ts";
import { composeEdits } from "../../../../src/core/repair/composeEdits.ts";

function replacementOf(text: string, [a, b, by]: readonly [number, number, string]): Replacement {
  const start = Math.floor(Math.min(a, b) * text.length);
  return { start, end: Math.floor(Math.max(a, b) * text.length), text: by };
}

test("one change does what two do one after the other", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const edit = fc.tuple(share, share, fc.string({ maxLength: 5, unit: fc.constantFrom("a", "b", "\n") }));
  fc.assert(
    fc.property(
      fc.string({ maxLength: 20, unit: fc.constantFrom("a", "b", "\n") }),
      edit,
      edit,
      (text, one, two) => {
        const first = [replacementOf(text, one)];
        const between = applyReplacements(text, first);
        const second = [replacementOf(between, two)];
        const after = applyReplacements(between, second);
        expect(applyReplacements(text, composeEdits(text, first, second))).toBe(after);
      },
    ),
  );
});

test("changes that cancel each other are no change", () => {
  const first = [{ start: 1, end: 2, text: "x" }];
  expect(composeEdits("abc", first, [{ start: 1, end: 2, text: "b" }])).toEqual([]);
});

test("overlapping replacements are refused", () => {
  const edits = [
    { start: 0, end: 2, text: "" },
    { start: 1, end: 3, text: "" },
  ];
  expect(() => applyReplacements("abcd", edits)).toThrow(RangeError);
});
