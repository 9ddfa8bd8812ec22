/** What is written as a diff is what git makes of it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyAnswer } from "../../../../src/core/patch/applyAnswer.ts";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { applyFileChanges, invertFileChanges } from "../../../../src/core/patch/fileTexts.ts";
import { renderDiff } from "../../../../src/core/patch/renderDiff.ts";

function textsBelow(root: string, below = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const name of readdirSync(join(root, below))) {
    const path = below === "" ? name : `${below}/${name}`;
    if (statSync(join(root, path)).isDirectory()) {
      for (const [inner, text] of textsBelow(root, path)) texts.set(inner, text);
    } else texts.set(path, readFileSync(join(root, path), "utf8"));
  }
  return texts;
}

const before = (change: FileChange): [string, string] | undefined =>
  change.kind === "created"
    ? undefined
    : [change.kind === "renamed" ? change.from : change.path, change.before];

/** Lets git apply the diff of the changes to real files, and its reverse after it. */
function check(changes: readonly FileChange[]): void {
  const files = new Map(changes.flatMap((change) => (before(change) ? [before(change)!] : [])));
  const after = applyFileChanges(files, changes);
  const root = mkdtempSync(join(tmpdir(), "diff-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const apply = (diff: string): void => {
      const environment = {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CEILING_DIRECTORIES: tmpdir(),
      };
      execFileSync("git", ["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"], {
        cwd: root,
        input: diff,
        env: environment,
        stdio: "pipe",
      });
    };
    const diff = renderDiff(changes);
    apply(diff);
    expect(textsBelow(root)).toEqual(after);
    apply(renderDiff(invertFileChanges(changes)));
    expect(textsBelow(root)).toEqual(files);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The same diff as an answer. */
function checkRead(changes: readonly FileChange[]): void {
  const files = new Map(changes.flatMap((change) => (before(change) ? [before(change)!] : [])));
  const applied = applyAnswer(files, renderDiff(changes));
  expect(applied.refused).toEqual([]);
  expect(applied.files).toEqual(applyFileChanges(files, changes));
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `line ${line}\n`).join("");
const changed = (before: string, after: string, path = "a.txt"): FileChange => ({
  kind: "changed",
  path,
  before,
  after,
});

const cases: readonly [name: string, changes: readonly FileChange[]][] = [
  ["a changed line", [changed(lines(20), lines(20).replace("line 9", "other"))]],
  [
    "several hunks",
    [
      changed(
        lines(60),
        lines(60).replace("line 3\n", "").replace("line 30", "x\ny").replace("line 59\n", ""),
      ),
    ],
  ],
  ["the first and the last line", [changed(lines(9), `top\n${lines(9)}end\n`)]],
  ["a new file", [{ kind: "created", path: "d/e/new.txt", after: lines(3) }]],
  ["a new file without a last newline", [{ kind: "created", path: "new.txt", after: "one\ntwo" }]],
  ["a deleted file", [{ kind: "deleted", path: "d/gone.txt", before: lines(3) }]],
  ["a deleted file without a last newline", [{ kind: "deleted", path: "gone.txt", before: "x" }]],
  [
    "a renamed file",
    [{ kind: "renamed", from: "a.txt", path: "b/c.txt", before: lines(5), after: lines(5) }],
  ],
  [
    "a renamed and changed file",
    [
      {
        kind: "renamed",
        from: "a.txt",
        path: "b.txt",
        before: lines(9),
        after: lines(9).replace("line 4", "x"),
      },
    ],
  ],
  ["a last newline taken", [changed(lines(3), lines(3).trimEnd())]],
  ["a last newline added", [changed(lines(3).trimEnd(), lines(3))]],
  ["no last newline before and after", [changed("a\nb", "a\nc")]],
  [
    "CRLF",
    [changed(lines(9).replaceAll("\n", "\r\n"), lines(9).replace("line 4", "x").replaceAll("\n", "\r\n"))],
  ],
  ["LF to CRLF", [changed(lines(3), lines(3).replaceAll("\n", "\r\n"))]],
  ["a mark of byte order", [changed("\ufeffa\nb\n", "\ufeffx\nb\n")]],
  ["blanks in paths", [changed("a\n", "b\n", "my dir/my file.txt")]],
  ["quotes and backslashes in paths", [{ kind: "created", path: 'say "hi" there.txt', after: "x\n" }]],
  ["other alphabets in paths", [changed("a\n", "b\n", "größe/日本/😀.txt")]],
  [
    "a rename with all of these",
    [{ kind: "renamed", from: "ä b.txt", path: 'c/"d" é.txt', before: "x\ny\n", after: "x\nz\n" }],
  ],
  ["lines that look like headers", [changed("-- a\n++ b\n@@ x\n", "-- c\n++ d\n@@ y\n")]],
  [
    "several files",
    [
      changed("a\n", "b\n"),
      { kind: "created", path: "n.txt", after: "n\n" },
      { kind: "deleted", path: "g.txt", before: "g\n" },
    ],
  ],
];

test.each(cases)("git applies %s", (_name, changes) => check(changes));
// An answer's ends of lines are those of the file, whatever they are.
test.each(cases.filter(([name]) => name !== "LF to CRLF"))("reads %s again", (_name, changes) =>
  checkRead(changes),
);

test("empty files need no hunk", () => {
  for (const change of [
    { kind: "created", path: "e.txt", after: "" } as const,
    { kind: "deleted", path: "e.txt", before: "" } as const,
  ]) {
    expect(renderDiff([change])).not.toContain("@@");
  }
});

const line = fc.constantFrom("a", "b", "  c", "", "-- d", "+++ e", "\\ f", "\r");
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([all, isOpen]) => all.join("\n") + (isOpen ? "" : "\n"));

test("git applies the diff of any two texts", () => {
  const different = fc.tuple(text, text).filter(([one, two]) => one !== two && one !== "" && two !== "");
  fc.assert(
    fc.property(different, ([one, two]) => check([changed(one, two)])),
    { numRuns: 40 },
  );
});
