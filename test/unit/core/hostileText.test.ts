/** Text that no one writes: everything that reads code must come to an end with it, and say what little there is. */
import { expect, test } from "vitest";
import { BuiltinEngine } from "../../../src/core/completion/builtin/builtinEngine.ts";
import { RepoIndex } from "../../../src/core/repo/repoIndex.ts";
import { closersOf } from "../../../src/core/syntax/openBrackets.ts";
import { scanInSteps } from "../../../src/core/syntax/tokens/lineScanner.ts";
import { MAX_TOKEN_LENGTH } from "../../../src/core/syntax/tokens/scan.ts";
import { Vocabulary } from "../../../src/core/syntax/tokens/vocabulary.ts";
import { identifiersOf } from "../../support/identifiersOf.ts";
import { trainedRanker } from "../../support/trainedRanker.ts";

const SIZE = 200_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length));

/** Each was quadratic, or is what would be if a reader looked ahead without a bound. */
const texts: Readonly<Record<string, string>> = {
  "closing brackets of another kind": "(".repeat(SIZE / 2) + "]".repeat(SIZE / 2),
  "closing brackets of another kind, by line": "(\n".repeat(SIZE / 4) + "]\n".repeat(SIZE / 4),
  "regular expressions left open": fill("=/["),
  "characters left open": fill("'\\u{"),
  "one endless word": fill("a"),
  "half surrogate pairs": fill("\ud800"),
  "one endless number": fill("1."),
  "constants without a value": fill("export const a = \n"),
  "assignments to assignments": fill("a.b = "),
  "functions without an end": fill("function f(\n"),
  "structs without an end": fill("fn f<\n"),
  "many constants in one line": fill("const a=1;"),
  "templates in templates": fill("`${"),
  "elements in elements": fill("<a>{"),
  "comments left open": fill("/*"),
  "strings left open": `"${fill("abc\n")}`,
  "keys left open": fill('{"a":'),
  "mappings left open": fill("a: {"),
  "arrays left open": fill("a = [\n"),
  "indented keys": fill("\n  a:"),
  "here documents without an end": fill("<<A\n"),
  "here documents of another column": fill(" A\n<<A\n"),
  "here documents on one line": fill("<<A "),
  "percent literals left open": fill("a %(b "),
  "blocks without an end": fill("do\ndef a\n"),
  "ends without a block": fill("end\n"),
  "functions of a shell": fill("f() {\n"),
  "functions of a shell, closed elsewhere": `${fill("f() {\n")}${fill(" }\n")}`,
  "assignments without a command": fill("a=$(b "),
  "names by commas": fill("local a, "),
  headings: fill("# a\n\n"),
  "headings of one line": fill("# <a [b]( "),
  underlines: fill("a\n-\n"),
  "code in strings": fill('$"{'),
  "code in templates": fill('s"${'),
  "code in Swift strings": fill('"\\('),
  "raw strings left open": fill('R"a('),
  "heredocs left open": fill("<<<A\n"),
  "heredocs of many names": Array.from({ length: SIZE / 10 }, (_, i) => `<<<A${i}\n`).join(""),
  "code among markup": fill("<?php ?>"),
  "branches in branches": fill("#if {\n"),
  "branches without an end": `#if\n${fill("{\n#else\n")}`,
  "strings in preprocessor lines": fill('#"\\"\\"'),
  "preprocessor lines joined": fill("#\\\n"),
  "generic methods": fill("A<B"),
  "members without an end": fill("class A { int a, "),
  "attributes left open": fill("[A("),
  "values without an end": fill("val a =\n"),
  "values of one line": fill("val a, "),
  "definitions without an end": fill("def a(b: C) =\n  "),
  "types of types": fill("class A(val b: "),
  "indented classes": Array.from({ length: 800 }, (_, i) => `${" ".repeat(i)}class A:\n`).join(""),
  "lets without an end": fill("let a: B<"),
  "anonymous objects": fill("object : A { val b = "),
  "anonymous classes": fill("new A with "),
  "macros in a row": fill("A(b) "),
  "operators without parameters": fill("int operator "),
  "pointers to pointers": fill("int (*"),
  "local functions": fill("int f(int a) => "),
  "tags left open": fill("<a b='"),
  "tags in tags": fill("<a "),
  "scripts left open": fill("<script>"),
  "scripts and styles": fill("<script>a</script><style>"),
  "end tags of another kind": fill("<a>") + fill("</b>"),
  "headings of pages": fill("<h1>"),
  "selectors left open": fill("a{"),
  "declarations by semicolons": fill("--a:b;"),
  "comments in selectors": fill("a/**/"),
  NULs: fill("\0"),
  "equal lines": fill("x\n"),
};
const languages =
  "python typescript typescriptreact java go rust c cpp csharp php kotlin swift scala json jsonc yaml toml markdown plaintext ruby shellscript lua html vue css scss".split(
    " ",
  );

for (const [name, text] of Object.entries(texts)) {
  test(`indexes ${name} in every language`, () => {
    const index = new RepoIndex();
    for (const languageId of languages) index.setFile(`a.${languageId}`, languageId, text);
    expect(index.counts()).toMatchObject({
      files: languages.length,
      lines: languages.length * text.split("\n").length,
    });
  });

  test(`completes in and beside ${name}`, () => {
    const engine = new BuiltinEngine(trainedRanker);
    const complete = (prefix: string) =>
      engine.complete({ path: "new.py", languageId: "python", prefix, suffix: "", maxSuggestions: 3 });
    engine.setFile("a.py", "python", text);
    for (const prefix of [text.slice(0, 300), text]) {
      for (const { text: suggested } of complete(prefix)) expect(suggested).not.toMatch(/^$|\n/);
    }
    for (const _ of engine.build());
    for (const { text: suggested } of complete(text)) expect(suggested).not.toMatch(/^$|\n/);
  });
}

test("what a reader gives up on keeps its identifiers", () => {
  const index = new RepoIndex();
  index.setFile("a.ts", "typescript", `${fill("export const a = \n")}needle`);
  expect(index.symbolsOf("a.ts")).toEqual([]);
  expect(identifiersOf(index, "a.ts")).toEqual(["const", "export", "needle"]);
});

test("a closing bracket closes the nearest open one of its kind, however many others are open", () => {
  expect(closersOf("([{)", "typescript")).toBe("");
  expect(closersOf("([{}", "typescript")).toBe("])");
  expect(closersOf("(([]]", "typescript")).toBe("))");
});

test("long words are cut into tokens of the greatest length", () => {
  const vocabulary = new Vocabulary();
  const work = scanInSteps(
    `${"a".repeat(MAX_TOKEN_LENGTH * 2 + 1)} ${"1".repeat(MAX_TOKEN_LENGTH + 1)}`,
    vocabulary,
  );
  const { value } = work.next();
  const ids = Array.from(value?.[0]?.tokens ?? [], (token) => token >> 1);
  expect(ids.map((id) => vocabulary.length(id))).toEqual([128, 128, 1, 128, 1]);
});

test("a large file is taken in many steps and changes nothing before the last", () => {
  const index = new RepoIndex();
  const engine = new BuiltinEngine(trainedRanker);
  const text = fill("value = compute(other)\n");
  for (const [work, files] of [
    [index.setFileInSteps("a.py", "python", text), () => index.counts().files],
    [engine.setFileInSteps("a.py", "python", text), () => engine.stats().files],
  ] as const) {
    let steps = 0;
    for (const _ of work) {
      steps++;
      expect(files()).toBe(0);
    }
    expect(steps).toBeGreaterThan(4);
    expect(files()).toBe(1);
  }
});
