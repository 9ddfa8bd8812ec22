import fc from "fast-check";
import { expect, test } from "vitest";
import { type EditBurst, extendBurst } from "../../../../../src/core/completion/nextEdit/editBurst.ts";
import { applyTextEdits, type TextEdit } from "../../../../../src/core/text/textEdit.ts";

const edit = (start: number, end: number, text: string): TextEdit => ({ range: { start, end }, text });

/** Events one after the other; the burst as `old=>new`, or nothing. */
function check(base: string, events: readonly (readonly TextEdit[])[], expected: string | undefined): void {
  let text = base;
  let burst: EditBurst | undefined;
  for (const edits of events) {
    burst = extendBurst(burst, text, edits);
    text = applyTextEdits(text, edits);
  }
  const shown =
    burst && `${burst.base.slice(burst.start, burst.baseEnd)}=>${burst.text.slice(burst.start, burst.end)}`;
  expect(shown).toBe(expected);
}

test("letters of a name are one burst", () =>
  check(
    "load()",
    [[edit(0, 4, "")], [edit(0, 0, "r")], [edit(1, 1, "e")], [edit(2, 2, "ad")]],
    "load=>read",
  ));
test("two places of a line are one burst", () =>
  check("a = a", [[edit(0, 1, "b")], [edit(4, 5, "b")]], "a = a=>b = b"));
test("several cursors of a line too", () =>
  check("a = a", [[edit(4, 5, "b"), edit(0, 1, "b")]], "a = a=>b = b"));
test("another line begins anew", () => check("a\nb\n", [[edit(0, 1, "x")], [edit(2, 3, "y")]], "b=>y"));
test("several lines at once are no hand's work", () =>
  check("a\nb\n", [[edit(2, 3, "y"), edit(0, 1, "x")]], undefined));
test("a paste of much is not either", () => check("a\n", [[edit(0, 1, "x".repeat(500))]], undefined));
test("a line break at the end of the line belongs to it", () =>
  check("f(a)\n", [[edit(3, 3, ",\n  ")], [edit(7, 7, "b")]], "=>,\n  b"));
test("undo leaves the text as it was", () => {
  const burst = extendBurst(extendBurst(undefined, "ab", [edit(0, 1, "x")]), "xb", [edit(0, 1, "a")]);
  expect(burst?.base).toBe(burst?.text);
});

test("outside of the burst base and text are the same", () => {
  const step = fc.record({ at: fc.nat(20), length: fc.nat(4), text: fc.string({ maxLength: 4 }) });
  fc.assert(
    fc.property(
      fc.string({ minLength: 5, maxLength: 20 }),
      fc.array(step, { maxLength: 6 }),
      (base, steps) => {
        let text = base;
        let burst: EditBurst | undefined;
        for (const one of steps) {
          const start = Math.min(one.at, text.length);
          const made = edit(start, Math.min(text.length, start + one.length), one.text);
          burst = extendBurst(burst, text, [made]);
          text = applyTextEdits(text, [made]);
        }
        if (!burst) return;
        expect(burst.text).toBe(text);
        expect(burst.base.slice(0, burst.start)).toBe(text.slice(0, burst.start));
        expect(burst.base.slice(burst.baseEnd)).toBe(text.slice(burst.end));
      },
    ),
  );
});
