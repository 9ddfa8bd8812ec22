import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthAfter, sequentialEdits } from "../../../src/core/text/documentChange.ts";
import { applyTextEdits, type TextEdit } from "../../../src/core/text/textEdit.ts";

/** The text by its definition: old text with each change put in its place, from start to end. */
function replaceAllAtOnce(text: string, ascending: readonly TextEdit[]): string {
  let at = 0;
  let result = "";
  for (const { range, text: inserted } of ascending) {
    result += text.slice(at, range.start) + inserted;
    at = range.end;
  }
  return result + text.slice(at);
}

/** A text and changes of it, ascending; ranges touch at most where one of them is not empty. */
const changedText = fc
  .tuple(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.string())),
  )
  .map(([text, raw]) => {
    const ascending: TextEdit[] = [];
    for (const [a, b, inserted] of raw.toSorted((x, y) => Math.min(x[0], x[1]) - Math.min(y[0], y[1]))) {
      const start = Math.min(a, b, text.length);
      const end = Math.min(Math.max(a, b), text.length);
      const last = ascending.at(-1)?.range;
      if (last && (start < last.end || (start === last.end && last.start === last.end && start === end)))
        continue;
      ascending.push({ range: { start, end }, text: inserted });
    }
    return { text, ascending };
  });

test("edits made one after another give the text that all changes at once give", () => {
  fc.assert(
    fc.property(changedText, fc.infiniteStream(fc.nat()), ({ text, ascending }, keys) => {
      const shuffled = ascending
        .map((edit) => ({ edit, key: keys.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ edit }) => edit);
      const edits = sequentialEdits(shuffled);
      const expected = replaceAllAtOnce(text, ascending);
      expect(applyTextEdits(text, edits)).toBe(expected);
      expect(lengthAfter(text.length, edits)).toBe(expected.length);
    }),
  );
});

test("an order from the end is kept as it is", () => {
  const edits = [
    { range: { start: 9, end: 9 }, text: "c" },
    { range: { start: 4, end: 4 }, text: "b" },
    { range: { start: 4, end: 4 }, text: "a" },
  ];
  expect(sequentialEdits(edits)).toEqual(edits);
});
