import { expect, test } from "vitest";
import { IgnoreRules } from "../../../../src/core/repo/ignoreRules.ts";

interface Given {
  readonly exclude?: readonly string[];
  readonly info?: string;
  /** Ignore files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Paths that end in `/` are directories. */
function check(given: Given, ignored: readonly string[], kept: readonly string[]) {
  const rules = new IgnoreRules(given.exclude ?? [], given.info);
  for (const [path, text] of Object.entries(given.files ?? {})) {
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1) as ".gitignore" | ".touchstoneignore";
    rules.setFile(slash < 0 ? "" : path.slice(0, slash), name, text);
  }
  const isOut = (path: string) => rules.isIgnored(path.replace(/\/$/, ""), path.endsWith("/"));
  expect(ignored.filter((path) => !isOut(path))).toEqual([]);
  expect(kept.filter(isOut)).toEqual([]);
}

const git = (text: string, more = {}) => ({ files: { ".gitignore": text, ...more } });

const cases: [string, Given, string[], string[]][] = [
  ["a name at any depth", git("a"), ["a", "b/a", "a/x"], ["ab", "b"]],
  ["a bound path", git("/a\nb/c"), ["a", "b/c", "b/c/d"], ["x/a", "x/b/c"]],
  ["directories only", git("a/"), ["a/", "x/a/", "a/f"], ["a", "x/a"]],
  ["comments, spaces, escapes", git("# a\n\\#b\nc  \nd\\ \n\\!e"), ["#b", "c", "d ", "!e"], ["a", "d"]],
  ["negation", git("*.log\n!keep.log"), ["a.log", "x/b.log"], ["keep.log", "x/keep.log"]],
  ["nothing comes back from an ignored directory", git("a/\n!a/b"), ["a/b"], []],
  ["case counts", git("Build"), ["Build"], ["build"]],
  ["deeper rules win", git("*.py", { "s/.gitignore": "!a.py" }), ["a.py", "s/b.py"], ["s/a.py", "s/t/a.py"]],
  [
    "deeper rules are bound to their place",
    { files: { "s/.gitignore": "/a\nb" } },
    ["s/a", "s/b", "s/t/b"],
    ["a", "b", "s/t/a"],
  ],
  ["a place with signs in its name", { files: { "[s] *!/.gitignore": "a" } }, ["[s] *!/a"], ["s/a", "a"]],
  ["a directory that comes back", git("build/", { "s/.gitignore": "!build/" }), ["build/x"], ["s/build/x"]],
  ["info/exclude is weaker", { info: "a\nb", files: { ".gitignore": "!a" } }, ["b"], ["a"]],
  ["git's own", {}, [".git/", ".git", "s/.git/config"], [".github/x"]],
  [
    "own ignore files are a layer of their own",
    { files: { ".gitignore": "a", ".touchstoneignore": "!a\nb", "s/.touchstoneignore": "!b" } },
    ["a", "b"],
    ["s/b"],
  ],
  [
    "globs of the editor",
    { exclude: ["**/node_modules", "out", "*.{js,map}"] },
    ["x/node_modules/", "out/a", "a.js", "b.map"],
    ["x/out", "x/a.js"],
  ],
  ["no ignore file takes a glob back", { exclude: ["**/a"], files: { ".gitignore": "!a" } }, ["a"], []],
];
test.each(cases)("%s", (_, given, ignored, kept) => check(given, ignored, kept));

test("a change is told, and forgetting a directory takes its rules back", () => {
  const rules = new IgnoreRules([]);
  expect(rules.setFile("s/t", ".gitignore", "a")).toBe(true);
  expect(rules.setFile("s/t", ".gitignore", "a")).toBe(false);
  expect(rules.isIgnored("s/t/a", false)).toBe(true);
  rules.removeDirectory("s");
  expect(rules.isIgnored("s/t/a", false)).toBe(false);
});

test("patterns of globstars without number end, and ignore rather too much", () => {
  const deep = "a/".repeat(200);
  const many = "**/a/".repeat(12);
  check(git(`${many}b\nx/**/**/**/**/y`), [`${deep}b`, "x/y", "x/z/y"], [`${deep}c`, "x/z"]);
  check(git(`*.b\n!${many}c.b`), [`${deep}c.b`], []);
});

test("a pattern longer than any path is passed over", () => {
  check(git(`${"a".repeat(100_000)}\nb`), ["b"], ["a", "a".repeat(100_000)]);
});
