import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentEdits, renderEdit } from "../../../../src/core/text/recentEdits.ts";

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `line ${line}\n`).join("");

/** Makes changes, each `path: from → to` of a text of 40 lines, and compares the diffs, newest first. */
function check(
  changes: readonly (readonly [path: string, from: string, to: string])[],
  expected: readonly string[],
) {
  const edits = new RecentEdits();
  const texts = new Map<string, string>();
  for (const [path, from, to] of changes) {
    const before = texts.get(path) ?? lines(40);
    const after = before.replace(from, to);
    edits.note(path, before, after);
    texts.set(path, after);
  }
  expect(edits.list().map((edit) => `${edit.path}:${edit.startLine} ${renderEdit(edit)}`)).toEqual(expected);
}

test("nothing changed", () => check([["a", "none", "x"]], []));
test("one line", () => check([["a", "line 3\n", "row 3\n"]], ["a:3 -line 3\n+row 3"]));
test("typed key by key it is one change", () =>
  check(
    [
      ["a", "line 3\n", "line 3 a\n"],
      ["a", "line 3 a\n", "line 3 ab\n"],
    ],
    ["a:3 -line 3\n+line 3 ab"],
  ));
test("near lines belong together", () =>
  check(
    [
      ["a", "line 3\n", "row 3\n"],
      ["a", "line 5\n", "row 5\n"],
    ],
    ["a:3 -line 3\n-line 4\n-line 5\n+row 3\n+line 4\n+row 5"],
  ));
test("far lines do not", () =>
  check(
    [
      ["a", "line 3\n", "row 3\n"],
      ["a", "line 30\n", "row 30\n"],
    ],
    ["a:30 -line 30\n+row 30", "a:3 -line 3\n+row 3"],
  ));
test("documents apart, the newest first", () =>
  check(
    [
      ["a", "line 3\n", "row 3\n"],
      ["b", "line 3\n", ""],
    ],
    ["b:3 -line 3\n-line 4\n+line 4", "a:3 -line 3\n+row 3"],
  ));
test("what was taken back is no change", () =>
  check(
    [
      ["a", "line 3\n", "row 3\n"],
      ["a", "row 3\n", "line 3\n"],
    ],
    [],
  ));
test("a paste of many lines tells nothing", () => check([["a", "line 3\n", `line 3\n${lines(40)}`]], []));
test("no more than eight are kept", () => {
  const changes = Array.from({ length: 12 }, (_, at) => [`f${at}`, "line 3\n", "row\n"] as const);
  check(
    changes,
    changes
      .slice(4)
      .toReversed()
      .map(([path]) => `${path}:3 -line 3\n+row`),
  );
});

const text = fc.string({ unit: fc.constantFrom(..."ab\n"), maxLength: 40 });
test("the lines put in place of those removed make the text after", () =>
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = new RecentEdits();
      edits.note("a", before, after);
      const [edit] = edits.list();
      if (edit === undefined) {
        expect(before === after || (before + after).split("\n").length > 28).toBe(true);
        return;
      }
      const made = before.split("\n");
      made.splice(edit.startLine, edit.removed.length, ...edit.added);
      expect(made.join("\n")).toBe(after);
    }),
    { numRuns: 1_000 },
  ));
