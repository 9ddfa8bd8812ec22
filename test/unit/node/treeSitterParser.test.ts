import { describe, expect, test, vi } from "vitest";
import type { ParseVerdict } from "../../../src/core/completion/suggestion.ts";
import { languages } from "../../../src/core/syntax/language.ts";
import { TreeSitterParser } from "../../../src/node/treeSitter/treeSitterParser.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";
import { quietLog } from "../../support/indexerHarness.ts";

/** `█` is the cursor; what stands between `«` and `»` is replaced. */
async function check(languageId: string, marked: string, insert: string, expected: ParseVerdict) {
  const parser = new TreeSitterParser(grammarFiles, quietLog);
  const [before, replaced, after] = split(marked);
  const text = before + replaced + after;
  const replace = { start: before.length, end: before.length + replaced.length };
  const ask = () => parser.checkParse({ path: "/w/a", languageId, text, replace, insert });
  expect(await ask(), "not open").toBe(expected);
  parser.open("/w/a", languageId, `x${text.slice(5)}`);
  parser.edit("/w/a", [{ range: { start: 0, end: text.length - 4 }, text }]);
  expect(await ask(), "open").toBe(expected);
  parser.close("/w/a");
}

function split(marked: string): [string, string, string] {
  const [before, rest] = marked.split(/[«█]/) as [string, string];
  const [replaced, after] = rest.includes("»") ? (rest.split("»") as [string, string]) : ["", rest];
  return [before, replaced, after];
}

describe("a suggestion in place", () => {
  const cases: [string, string, string, ParseVerdict][] = [
    ["python", "value = call(a, █\nother = 1\n", "b)", "parses"],
    ["python", "value = call(a, █\nother = 1\n", "b))", "breaks"],
    ["python", "value = call(a, █\nother = 1\n", "=;)", "breaks"],
    ["python", "if a█\n", " == 1:", "parses"],
    ["python", "def f(a):\n    if a█\n", " == 1:  # as agreed", "parses"],
    ["python", "def f(a):\n    if a█\n", " == 1:\n        b()\n    else:", "parses"],
    ["python", "def f(a):\n    if a█\n", " == 1:)  # as agreed", "breaks"],
    ["python", "def f():\n    return «old»\n", "new(1)", "parses"],
    ["python", "broken = (((\n\ndef g():\n    x█\n    y = 2\n", " = 1", "unknown"],
    ["typescript", "function f() {\n  if (a█\n}\n", ") {", "parses"],
    ["typescript", "function f() {\n  return█\n}\n", " a.b();", "parses"],
    ["typescript", "function f() {\n  return█\n}\n", " a.b(];", "breaks"],
    ["typescript", 'export type * from "./a";\nfunction f() {\n  return█\n}\n', " a.b();", "parses"],
    ["typescript", "export type█\nfunction f() {}\n", ' * from "./a";', "parses"],
    ["typescriptreact", "const a = () => <p>█</p>;\n", "{name}", "parses"],
    ["javascript", "const a = █;\n", "[1, 2]", "parses"],
    ["java", "class A {\n  int f() { return█ }\n}\n", " 1;", "parses"],
    ["java", "class A {\n  int f() { return█ }\n}\n", " 1;) }", "breaks"],
    ["go", "package a\n\nfunc f() {\n\tx :=█\n}\n", " 1", "parses"],
    ["rust", "fn f() {\n    let x =█\n}\n", " Some(1);", "parses"],
    ["csharp", "class A {\n  int F() { return█ }\n}\n", " 1;", "parses"],
    ["csharp", "class A {\n  int F() { return█ }\n}\n", " 1;) }", "breaks"],
    ["kotlin", "fun f(): Int {\n    val x =█\n}\n", " g(1)", "parses"],
    ["scala", "object A {\n  def f(x: Int) =█\n}\n", " g(x)", "parses"],
    ["php", "<?php\nfunction f() {\n  return█\n}\n", " g(1);", "parses"],
    ["php", "<?php\nfunction f() {\n  return█\n}\n", " g(1]);", "breaks"],
    ["ruby", "def f(x)\n  if x█\n    1\n  end\nend\n", " == 1", "parses"],
    ["lua", "local function f(x)\n  return█\nend\n", " g(x)", "parses"],
    ["css", ".a {\n  color:█\n}\n", " red;", "parses"],
    ["json", '{\n  "a":█\n}\n', " [1, 2]", "parses"],
    ["yaml", "a:\n  - b█\n", ": 1", "parses"],
    ["toml", "[a]\nb =█\n", ' "c"', "parses"],
    ["swift", "func f() { return█ }\n", " 1", "unknown"],
    ["cpp", "int f() { return█ }\n", " 1;", "unknown"],
    ["markdown", "some text goes here █", "more", "unknown"],
  ];
  test.each(cases)("%s: %j + %j", (languageId, marked, insert, expected) =>
    check(languageId, marked, insert, expected),
  );
});

test("a text over a megabyte is not parsed", () =>
  check("python", `some_name = 1\n${"a = 1\n".repeat(200_000)}█`, "b = 2", "unknown"));

test("a language is checked where its grammar can judge it", async () => {
  const parser = new TreeSitterParser(grammarFiles, quietLog);
  for (const { id, checksParse } of languages) {
    const verdict = await parser.checkParse({
      path: "/w/a",
      languageId: id,
      text: "",
      replace: { start: 0, end: 0 },
      insert: "",
    });
    expect([id, verdict]).toEqual([id, checksParse ? "parses" : "unknown"]);
  }
});

test("a missing grammar is told once and answers unknown", async () => {
  const errors: string[] = [];
  const log = { ...quietLog, error: (message: string) => void errors.push(message) };
  const parser = new TreeSitterParser({ ...grammarFiles, grammar: () => "/missing.wasm" }, log);
  const ask = { path: "/w/a", languageId: "go", text: "", replace: { start: 0, end: 0 }, insert: "x" };
  expect(await parser.checkParse(ask)).toBe("unknown");
  expect(await parser.checkParse(ask)).toBe("unknown");
  expect(errors).toHaveLength(1);
});

test("a verdict does not depend on how fast the machine is", async () => {
  let nowMs = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => {
    nowMs += 10_000;
    return nowMs;
  });
  const parser = new TreeSitterParser(grammarFiles, quietLog);
  // Lines below belong to what this line should begin: another text in its place shows that it is to blame.
  const text = "def f():\n    \n        'text',\n        1,\n    )\n";
  const at = text.indexOf("    \n") + 4;
  const insert = "warn()";
  const check = { path: "/w/a.py", languageId: "python", text, replace: { start: at, end: at }, insert };
  expect(await parser.checkParse(check)).toBe("breaks");
  clock.mockRestore();
});
