/** What holds for every file and every answer. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyAnswer } from "../../../../src/core/patch/applyAnswer.ts";
import {
  applyFileChanges,
  type FileChange,
  invertFileChanges,
} from "../../../../src/core/patch/fileTexts.ts";
import { renderDiff } from "../../../../src/core/patch/renderDiff.ts";

const word = fc.constantFrom("alpha", "beta", "gamma", "delta", "if (x) {", "}", "return", "");
const line = fc
  .tuple(fc.nat(3), word, fc.nat(40))
  .map(([depth, text, n]) => `${"  ".repeat(depth)}${text}${text === "" ? "" : ` ${n}`}`);
const lines = fc.array(line, { minLength: 1, maxLength: 40 });
const lineBreak = fc.constantFrom("\n", "\r\n");

/** A file, a run of its lines, and what is to stand there. */
const edits = fc
  .record({
    file: lines,
    start: fc.nat(39),
    count: fc.integer({ min: 1, max: 8 }),
    now: fc.array(line, { maxLength: 6 }),
    eol: lineBreak,
    mark: fc.boolean(),
    isOpen: fc.boolean(),
  })
  .map(({ file, start, count, now, eol, mark, isOpen: wantsOpen }) => {
    // A text that ends with an empty line and no break is one that ends with a break.
    const isOpen = wantsOpen && file.at(-1) !== "";
    const from = start % file.length;
    const old = file.slice(from, from + count);
    const before = (mark ? "\ufeff" : "") + file.join(eol) + (isOpen ? "" : eol);
    return { file, from, old, now, eol, mark, isOpen, before };
  });

const blockOf = (old: readonly string[], now: readonly string[]): string =>
  ["a.ts", "<<<<<<< SEARCH", ...old, "=======", ...now, ">>>>>>> REPLACE", ""].join("\n");

test("an edit is made exactly where its lines stand once, and no other byte changes; else it is refused and none does", () => {
  fc.assert(
    fc.property(edits, ({ file, from, old, now, eol, mark, isOpen, before }) => {
      const result = applyAnswer(new Map([["a.ts", before]]), blockOf(old, now));
      const after = result.files.get("a.ts");
      const places = file.filter((_line, at) => old.every((text, index) => file[at + index] === text)).length;
      if (result.refused.length > 0) expect(after).toBe(before);
      else if (places === 1) {
        const expected = [...file.slice(0, from), ...now, ...file.slice(from + old.length)];
        // Likewise what is made of it; one line shows no break.
        if (isOpen && (file.length === 1 || expected.at(-1) === "")) return;
        expect(after).toBe(
          (mark ? "\ufeff" : "") + expected.join(eol) + (isOpen || expected.length === 0 ? "" : eol),
        );
      }
      if (places > 1) expect(after === before || old.join() === now.join()).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("what is refused says why, and names its block", () => {
  fc.assert(
    fc.property(edits, lines, ({ before, now }, old) => {
      for (const { block, reason } of applyAnswer(new Map([["a.ts", before]]), blockOf(old, now)).refused) {
        expect(block).toBe(1);
        expect(reason.length).toBeGreaterThan(10);
      }
    }),
    { numRuns: 300 },
  );
});

const piece = fc.constantFrom(
  "<<<<<<< SEARCH",
  "=======",
  ">>>>>>> REPLACE",
  "```",
  "```diff",
  "```ts a.ts",
  "~~~",
  "a.ts",
  "--- a/a.ts",
  "+++ b/a.ts",
  "diff --git a/a.ts b/a.ts",
  "@@ -1,2 +1,2 @@",
  "@@",
  "@@ ... @@",
  "*** Begin Patch",
  "*** End Patch",
  "*** Update File: a.ts",
  "*** Add File: b.ts",
  "*** Delete File: a.ts",
  "*** Move to: c.ts",
  "*** End of File",
  "// ... existing code ...",
  "...",
  "+x",
  "-alpha 1",
  " alpha 1",
  "\\ No newline at end of file",
  "rename from a.ts",
  "rename to ../x",
  "new file mode 100644",
  "+++ /dev/null",
  "--- /dev/null",
  "\0",
  "\ud800",
  "alpha 1",
  "}",
);
test("no answer makes it throw or write outside of what it names, and saying it again changes nothing more than once", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), lines, (answer, file) => {
      const files = new Map([
        ["a.ts", `${file.join("\n")}\n`],
        ["other.ts", "same\n"],
      ]);
      const result = applyAnswer(files, answer.join("\n"));
      if (!answer.join("\n").includes("other.ts")) expect(result.files.get("other.ts")).toBe("same\n");
      expect(applyFileChanges(files, result.changes)).toEqual(result.files);
      expect(applyFileChanges(result.files, invertFileChanges(result.changes))).toEqual(files);
      for (const text of result.files.values())
        if (!file.some((one) => text.includes(one) && one.includes("existing")))
          expect(text).not.toContain("... existing code ...");
    }),
    { numRuns: 500 },
  );
});

test("a diff of any two files, read as an answer, makes the one the other wherever it is not ambiguous", () => {
  fc.assert(
    fc.property(lines, lines, (one, two) => {
      const [before, after] = [`${one.join("\n")}\n`, `${two.join("\n")}\n`];
      fc.pre(before !== after);
      const change: FileChange = { kind: "changed", path: "a.ts", before, after };
      const result = applyAnswer(new Map([["a.ts", before]]), renderDiff([change]));
      if (result.refused.length === 0) expect(result.files.get("a.ts")).toBe(after);
    }),
    { numRuns: 300 },
  );
});

test.each<[name: string, answer: string]>([
  ["fences without end", "```\n".repeat(50_000)],
  ["fences that name files", "```ts a.ts\n".repeat(20_000)],
  ["marks without end", "a.ts\n<<<<<<< SEARCH\n".repeat(20_000)],
  [
    "one long line",
    `a.ts\n<<<<<<< SEARCH\n${"x".repeat(300_000)}\n=======\n${"=".repeat(300_000)}\n>>>>>>> REPLACE\n`,
  ],
  ["hunks without number", `--- a/a.ts\n+++ b/a.ts\n${"@@\n-}\n+{\n".repeat(5_000)}`],
  ["a header of digits", `--- a/a.ts\n+++ b/a.ts\n@@ -${"1".repeat(300_000)}\n`],
  ["many elisions", `a.ts\n<<<<<<< SEARCH\n${"}\n// ...\n".repeat(2000)}=======\nx\n>>>>>>> REPLACE\n`],
])("is bounded on %s", (_name, answer) => {
  const file = `${"{\n}\n".repeat(2000)}`;
  expect(applyAnswer(new Map([["a.ts", file]]), answer).files.get("a.ts")).toBe(file);
});
