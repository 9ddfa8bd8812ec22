import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { followPlace, hasSurvived } from "../../../../../src/core/completion/outcome/survival.ts";
import { applyTextEdits, type TextEdit } from "../../../../../src/core/text/textEdit.ts";

/** Where the marked text stands after edits, each given as it would be found in the text then. */
function check(
  marked: string,
  edits: readonly (readonly [old: string, text: string])[],
  expected: string,
): void {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  let text = marked.replace(/[«»]/g, "");
  let place = { start, end };
  for (const [old, inserted] of edits) {
    const at = text.indexOf(old);
    const edit: TextEdit = { range: { start: at, end: at + old.length }, text: inserted };
    place = followPlace(place, [edit]);
    text = applyTextEdits(text, [edit]);
  }
  expect(text.slice(place.start, place.end)).toBe(expected);
}

describe("the place of accepted text", () => {
  test("moves with what is written before it", () => check("a = «sum(x)»\n", [["a", "total"]], "sum(x)"));
  test("stays with what is written after it", () => check("«sum(x)»\nb", [["b", "c\nd"]], "sum(x)"));
  test("grows by what is written within", () => check("«sum(x)»", [["x", "x, y"]], "sum(x, y)"));
  test("shrinks by what is deleted at its edge", () => check("a «sum(x)» b", [["(x) b", ""]], "sum"));
  test("keeps nothing of what replaced its edge", () => check("a «sum(x)» b", [["a sum", "max"]], "(x)"));
  test("is empty once all is replaced", () => check("a «sum(x)» b", [["a sum(x) b", "c"]], ""));
  test("never reaches outside the text", () => {
    const place = fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    const edit = fc.tuple(place, fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(place, fc.array(edit, { maxLength: 10 }), (first, edits) => {
        let text = "x".repeat(20);
        let now = first;
        for (const [range, inserted] of edits) {
          const within = { start: Math.min(range.start, text.length), end: Math.min(range.end, text.length) };
          now = followPlace(now, [{ range: within, text: inserted }]);
          text = applyTextEdits(text, [{ range: within, text: inserted }]);
          expect(now.start).toBeGreaterThanOrEqual(0);
          expect(now.start).toBeLessThanOrEqual(now.end);
          expect(now.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe("accepted text survived", () => {
  const cases: readonly (readonly [accepted: string, standing: string, survived: boolean])[] = [
    ["return sum(x)", "return sum(x)", true],
    ["return sum(x)", "return  sum( x )", true],
    ["return sum(x)", "return sum(y)", true],
    ["return sum(x)", "return max(y)", false],
    ["return sum(x)", "", false],
    ["a.b.c", "if a.b.c.d:", true],
    ["  ", "", true],
  ];
  for (const [accepted, standing, survived] of cases)
    test(`${accepted} as ${standing}: ${survived}`, () =>
      expect(hasSurvived(accepted, standing)).toBe(survived));
});
