/** Parts of changes: any of them can be taken, all make the change, none makes nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeAfter,
  composeParts,
  editedText,
  partsOf,
  rawLines,
} from "../../../../src/core/patch/changeParts.ts";
import { applyFileChanges, type FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { moveEdits } from "../../../../src/core/patch/moveEdits.ts";
import type { LineEdit } from "../../../../src/core/patch/textLines.ts";

const line = fc.constantFrom("a", "b", "c", "  d", "", "}", "e = 1");
const text = fc
  .tuple(
    fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { maxLength: 24 }),
    fc.constantFrom("", "end", "\ufeff"),
  )
  .map(([lines, last]) => {
    const body = lines.map(([one, lineBreak]) => one + lineBreak).join("");
    return last === "\ufeff" ? last + body : body + last;
  });
const change: fc.Arbitrary<FileChange> = fc.oneof(
  fc.record({ kind: fc.constant("created" as const), path: fc.constant("p"), after: text }),
  fc.record({ kind: fc.constant("deleted" as const), path: fc.constant("p"), before: text }),
  fc.record({ kind: fc.constant("changed" as const), path: fc.constant("p"), before: text, after: text }),
  fc.record({
    kind: fc.constant("renamed" as const),
    from: fc.constant("o"),
    path: fc.constant("p"),
    before: text,
    after: text,
  }),
);

const isReal = (one: FileChange): boolean => one.kind !== "changed" || one.before !== one.after;
const filesBefore = (one: FileChange) =>
  new Map(one.kind === "created" ? [] : [[one.kind === "renamed" ? one.from : one.path, one.before]]);
const sorted = (files: ReadonlyMap<string, string>) => [...files].sort();

test("all parts make the change, none makes nothing", () => {
  fc.assert(
    fc.property(change.filter(isReal), (one) => {
      const parts = partsOf(one);
      expect(parts.length).toBeGreaterThan(0);
      expect(composeParts(one, parts, () => true)).toEqual(one);
      expect(composeParts(one, parts, () => false)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test("every choice of parts can be made first, and the rest after it, to the same end", () => {
  fc.assert(
    fc.property(change.filter(isReal), fc.nat(), (one, seed) => {
      const parts = partsOf(one);
      const isTaken = (index: number): boolean => ((seed >> (index % 16)) & 1) === 1;
      const before = filesBefore(one);
      const first = composeParts(one, parts, isTaken);
      const half = applyFileChanges(before, first ? [first] : []);
      const rest = changeAfter(first, one);
      const whole = applyFileChanges(half, rest ? [rest] : []);
      expect(sorted(whole)).toEqual(sorted(applyFileChanges(before, [one])));
    }),
    { numRuns: 2000 },
  );
});

const editsOf = (before: string, after: string): readonly LineEdit[] =>
  partsOf({ kind: "changed", path: "p", before, after }).flatMap((part) =>
    part.kind === "lines" ? [part.edit] : [],
  );

test("each part alone changes no line but its own", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      for (const edit of before === after ? [] : editsOf(before, after)) {
        const old = rawLines(before);
        const now = rawLines(editedText(before, [edit]));
        expect(now.slice(0, edit.start)).toEqual(old.slice(0, edit.start));
        expect(now.slice(edit.start + edit.lines.length)).toEqual(old.slice(edit.end));
      }
    }),
    { numRuns: 1000 },
  );
});

test("in a text that did not change, every edit stays where it is", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = before === after ? [] : editsOf(before, after);
      expect(moveEdits(before, edits, before)).toEqual(edits.map((edit) => ({ kind: "moved", edit })));
    }),
    { numRuns: 1000 },
  );
});

test("lines before and behind only move edits", () => {
  fc.assert(
    fc.property(text, text, fc.nat(5), fc.nat(5), (before, after, above, below) => {
      const frame = (body: string) =>
        `head\nhead 2\n${body.replace("\ufeff", "").replace(/[^\n]$/, "$&\n")}tail\ntail 2\n`;
      const framed = (body: string) => "new\n".repeat(above) + frame(body) + "below\n".repeat(below);
      const [base, wanted] = [frame(before), frame(after)];
      if (base === wanted) return;
      const moved = moveEdits(base, editsOf(base, wanted), framed(before));
      const edits = moved.flatMap((one) => (one.kind === "moved" ? [one.edit] : []));
      expect(edits).toHaveLength(moved.length);
      expect(editedText(framed(before), edits)).toBe(framed(after));
    }),
    { numRuns: 1000 },
  );
});

const base = "def a():\n    x = 1\n    return x\n\n\ndef b():\n    y = 1\n    return y\n";

/** One edit of `base`, made again in `now`. */
function check(after: string, now: string, expected: string | { readonly refused: RegExp }): void {
  const [one] = moveEdits(base, editsOf(base, after), now);
  if (typeof expected === "string") {
    expect(one?.kind === "moved" ? editedText(now, [one.edit]) : one).toBe(expected);
  } else expect(one).toEqual({ kind: "refused", reason: expect.stringMatching(expected.refused) });
}

const fixed = base.replace("y = 1", "y = 2");

test("an edit moves with its lines", () => check(fixed, `# new\n${base}`, `# new\n${fixed}`));
test("an edit moves with a function that was moved", () => {
  const now = `${base.slice(base.indexOf("def b"))}\n\n${base.slice(0, base.indexOf("\n\ndef b"))}`;
  check(fixed, now, now.replace("y = 1", "y = 2"));
});
test("an edit keeps the ends of lines that the file has now", () => {
  const now = base.replaceAll("\n", "\r\n");
  check(fixed, now, fixed.replaceAll("\n", "\r\n"));
});
test("an edit of lines that were changed is refused", () =>
  check(fixed, base.replace("y = 1", "y = 5"), { refused: /were changed/ }));
test("an edit that somebody made already is there", () => {
  expect(moveEdits(base, editsOf(base, fixed), fixed)).toEqual([{ kind: "there" }]);
});
test("an edit whose lines stand twice now is refused, and so is one whose own place is gone while a twin stays", () => {
  const twin = "def f():\n    y = 1\n    return y\n";
  const two = `${twin}\n\n${twin}`;
  const [first] = editsOf(two, `${twin.replace("1", "2")}\n\n${twin}`);
  expect(moveEdits(two, [first!], `\n\n# gone\n${twin}`)).toMatchObject([{ kind: "refused" }]);
});
