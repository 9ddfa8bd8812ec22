import { expect, test } from "vitest";
import type { ChangedFile } from "../../../../src/core/changes/diff.ts";
import { checkLines } from "../../../../src/core/changes/lineChecks.ts";

const added = (path: string, lines: readonly string[]): ChangedFile => ({
  kind: "changed",
  path,
  isBinary: false,
  hunks: [{ oldStart: 4, newStart: 4, lines: lines.map((text) => ({ kind: "added", text })) }],
});

/** As `line severity kind`, with `fix` where there is one. */
function check(
  path: string,
  languageId: string,
  lines: readonly string[],
  expected: readonly string[],
): void {
  const found = checkLines(added(path, lines), languageId);
  expect(
    found.map(
      ({ line, severity, kind, fix }) => `${line} ${severity} ${kind}${fix === undefined ? "" : " fix"}`,
    ),
  ).toEqual(expected);
}

const key = ["AKIA", "ABCDEFGHIJKLMNOP"].join("");

test.each<[string, string, string, string[], string[]]>([
  [
    "markers",
    "a.ts",
    "typescript",
    ["<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> x"],
    ["4 error conflictMarker", "6 error conflictMarker", "8 error conflictMarker"],
  ],
  ["a heading's line is no marker", "a.md", "markdown", ["Title", "======="], []],
  ["a secret", "a.py", "python", [`KEY = "${key}"`], ["4 error secret"]],
  ["a debugger", "a.ts", "typescript", ["  debugger;"], ["4 error debug fix"]],
  ["console output", "src/a.ts", "typescript", ["  console.log(a);"], ["4 note debug fix"]],
  ["one that goes on below", "src/a.ts", "typescript", ["  console.log("], ["4 note debug"]],
  ["not in a tool", "scripts/a.ts", "typescript", ["console.log(a);"], []],
  ["not what is named in a text", "src/a.ts", "typescript", ['say("debugger;");'], []],
  [
    "a breakpoint",
    "a.py",
    "python",
    ["    breakpoint()", "    import pdb"],
    ["4 error debug fix", "5 error debug fix"],
  ],
  ["an only test", "a.test.ts", "typescript", ["test.only('a', () => {"], ["4 error debug"]],
  ["another language's word", "a.py", "python", ["debugger"], []],
  ["a note to oneself", "a.go", "go", ["\t// TODO(me): later"], ["4 note todo"]],
  ["no note within a word", "a.py", "python", ["TODOS = mastodon"], []],
])("%s", (_, path, languageId, lines, expected) => check(path, languageId, lines, expected));

test("the message of a secret does not hold it", () => {
  const [found] = checkLines(added("a.py", [`KEY = "${key}"`]), "python");
  expect(found?.message).not.toContain(key);
});
