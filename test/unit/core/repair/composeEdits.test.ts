import fc from "fast-check";
import { expect, test } from "vitest";
import { applyReplacements, type Replacement } from "../../../../src/core/repair/candidate.ts";
import { composeEdits } from "../../../../src/core/repair/composeEdits.ts";

function replacementOf(text: string, [a, b, by]: readonly [number, number, string]): Replacement {
  const start = Math.floor(Math.min(a, b) * text.length);
  return { start, end: Math.floor(Math.max(a, b) * text.length), text: by };
}

/** Those that do not overlap one before them. */
function replacementsOf(text: string, drawn: readonly (readonly [number, number, string])[]): Replacement[] {
  const sorted = drawn.map((one) => replacementOf(text, one)).sort((a, b) => a.start - b.start);
  const kept: Replacement[] = [];
  for (const one of sorted) if (one.start >= (kept.at(-1)?.end ?? 0)) kept.push(one);
  return kept;
}

test("one change does what two do one after the other", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const edit = fc.tuple(share, share, fc.string({ maxLength: 5, unit: fc.constantFrom("a", "b", "\n") }));
  fc.assert(
    fc.property(
      fc.string({ maxLength: 20, unit: fc.constantFrom("a", "b", "\n") }),
      fc.array(edit, { maxLength: 3 }),
      fc.array(edit, { maxLength: 3 }),
      (text, one, two) => {
        const first = replacementsOf(text, one);
        const between = applyReplacements(text, first);
        const second = replacementsOf(between, two);
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

test("changes of two places leave what is between them alone", () => {
  const first = [{ start: 0, end: 1, text: "xyz" }];
  const second = [{ start: 6, end: 7, text: "" }];
  expect(composeEdits("abcdef", first, second)).toEqual([
    { start: 0, end: 1, text: "xyz" },
    { start: 4, end: 5, text: "" },
  ]);
});

test("overlapping replacements are refused", () => {
  const edits = [
    { start: 0, end: 2, text: "" },
    { start: 1, end: 3, text: "" },
  ];
  expect(() => applyReplacements("abcd", edits)).toThrow(RangeError);
});
