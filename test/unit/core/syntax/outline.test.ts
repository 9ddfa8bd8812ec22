import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLanguage, languageIdOf, languages } from "../../../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../../../src/core/syntax/outline/lexer.ts";
import type { Outline } from "../../../../src/core/syntax/outline/outline.ts";
import { readOutline } from "../../../../src/core/syntax/outline/readOutline.ts";

function outlineOf(languageId: string, text: string): Outline {
  const language = findLanguage(languageId)!;
  return readOutline(lex(text, lexicalFamilies[language.family]), language.outline);
}

/** Symbols as `kind container.name startLine-endLine`, imports as `import module line`. */
function check(languageId: string, text: string, expected: string): void {
  const { symbols, imports } = outlineOf(languageId, text);
  const lines = symbols.map(
    ({ kind, container, name, startLine, endLine }) =>
      `${kind} ${container === "" ? "" : `${container}.`}${name} ${startLine}-${endLine}`,
  );
  lines.push(...imports.map(({ module, line }) => `import ${module} ${line}`));
  expect(lines.join("\n")).toBe(expected.trim().replace(/^ +/gm, ""));
}

describe("python", () => {
  const cases: [string, string, string][] = [
    ["function", "def f(a,\n      b):\n    pass\n", "function f 0-2"],
    [
      "decorated method",
      "class A(B):\n  @x\n  @y(1)\n  async def f(self): pass\n\nx = 1",
      "class A 0-3\nmethod A.f 1-3\nvariable x 5-5",
    ],
    ["nested function", "def f():\n  def g(): pass\n  y = 1\n", "function f 0-2\nfunction f.g 1-1"],
    ["not in strings", 'X = """\ndef f(): pass\n"""\n# def g(): pass\n', "constant X 0-2"],
    ["fields", "class A:\n  x: int\n  y: str = ''\n", "class A 0-2\nfield A.x 1-1\nfield A.y 2-2"],
    ["imports", "import a.b as c, d\nfrom ..e import (f,\n  g)\n", "import a.b 0\nimport d 0\nimport ..e 1"],
    ["an open bracket hides nothing", "x = (1,\n\ndef f(): pass\n", "variable x 0-0\nfunction f 2-2"],
  ];
  test.each(cases)("%s", (_, text, expected) => check("python", text, expected));
});

describe("typescript", () => {
  const cases: [string, string, string][] = [
    ["function", "export async function* f<T>(a: T): { b: string } {\n}\n", "function f 0-1"],
    ["arrow", "const f = async (a: X): Promise<Y> => {\n  let g = 1;\n}\n", "function f 0-2"],
    [
      "variables of a module",
      "const a = 1, b = [2];\nlet c;\n",
      "constant a 0-0\nconstant b 0-0\nvariable c 1-1",
    ],
    [
      "class",
      "@d() class A<T> extends B<{ x: 1 }> {\n  #p = 1\n  static q?: string\n  get r() { return 1 }\n  async s() {}\n  t = () => 1\n}",
      "class A 0-6\nfield A.p 1-1\nfield A.q 2-2\nmethod A.r 3-3\nmethod A.s 4-4\nmethod A.t 5-5",
    ],
    [
      "interface",
      "interface A { b: string; c(): void; readonly d?: { e: 1 } }",
      "interface A 0-0\nfield A.b 0-0\nmethod A.c 0-0\nfield A.d 0-0",
    ],
    ["enum", "const enum E { A, B = 2 }", "enum E 0-0\nconstant E.A 0-0\nconstant E.B 0-0"],
    ["type", "type A =\n  | B\n  | C\nlet x", "type A 0-2\nvariable x 3-3"],
    ["namespace", "declare namespace N {\n  function f(): void\n}", "module N 0-2\nfunction N.f 1-1"],
    [
      "object methods",
      "foo({ a() {}, b: function () {}, c: 1, d: (x) => x })",
      "method a 0-0\nmethod b 0-0\nmethod d 0-0",
    ],
    [
      "template",
      "const a = `$" + "{f(`}`)} function g() {}`;\nfunction h() {}",
      "constant a 0-0\nfunction h 1-1",
    ],
    ["regular expression", "const a = /[/'\"]{/g;\nfunction h() {}", "constant a 0-0\nfunction h 1-1"],
    [
      "overloads and members without types",
      "class A {\n  constructor(a: 1)\n  constructor(a: 2)\n  b\n  c() {}\n  d = e!\n  f = 1\n}",
      "class A 0-7\nmethod A.constructor 1-1\nmethod A.constructor 2-2\nfield A.b 3-3\nmethod A.c 4-4\nfield A.d 5-5\nfield A.f 6-6",
    ],
    [
      "functions in decorators",
      "class A {\n  @B({ c: () => 1 }) d: E\n}",
      "class A 0-2\nmethod A.c 1-1\nfield A.d 1-1",
    ],
    [
      "unions and intersections of object types",
      "type A = B & { c: 1 } & C<{ d: 1 }>\ntype E =\n  | { f: 1 }\n  | { f: 2; new (): E }\ntype G = A extends E ? { h: 1 } : { i: 1 }",
      "type A 0-0\nfield A.c 0-0\ntype E 1-3\nfield E.f 2-2\nfield E.f 3-3\ntype G 4-4",
    ],
    [
      "declarations without a value, and words that declare nothing",
      "let a\nb({ c() {} })\nconst d = e as const\nexport const f: G.H = () => {}\nfor (const i of j) k()",
      "variable a 0-0\nmethod c 1-1\nconstant d 2-2\nfunction f 3-3",
    ],
    ["a cast object", "const a = <any>{ b() {} }", "constant a 0-0\nmethod a.b 0-0"],
    [
      "types handed on",
      "export type { A } from './a'\nexport type * from './b'\nexport type * as c from './c'\nexport type D = E",
      "type D 3-3\nimport ./a 0\nimport ./b 1\nimport ./c 2",
    ],
    [
      "imports",
      "import a from 'a'\nimport 'b'\nimport {\n  c\n} from \"./c\"\nexport * from './d'\nconst e = require('e')",
      "constant e 6-6\nimport a 0\nimport b 1\nimport ./c 4\nimport ./d 5\nimport e 6",
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => check("typescript", text, expected));

  test("type arguments of an element", () =>
    check("typescriptreact", "f(<A<B<C>> d={() => {}} />);\nfunction e() {}", "function e 1-1"));
  test("text of elements is no code", () =>
    check(
      "typescriptreact",
      "const A = () => <p a={1} b='}'>Don't {x.map((y) => <b>{y} function z() {}</b>)} { /* } */ }</p>;\nfunction B() {}",
      "function A 0-0\nfunction B 1-1",
    ));
});

describe("java", () => {
  const cases: [string, string, string][] = [
    [
      "class",
      "import a.b.C;\n@X(1) public class A<T> extends B {\n  int x = 1, y;\n  A() {}\n  <K> Map<K, V> f(int a) throws E { new R() { public void run() {} }; }\n}",
      "class A 1-5\nfield A.x 2-2\nfield A.y 2-2\nmethod A.A 3-3\nmethod A.f 4-4\nmethod A.f.run 4-4\nimport a.b.C 0",
    ],
    [
      "enum",
      "enum E { A(1) { void f() {} }, B; int x; }",
      "enum E 0-0\nconstant E.A 0-0\nmethod E.A.f 0-0\nconstant E.B 0-0\nfield E.x 0-0",
    ],
    [
      "record and interface",
      "record R(int a) { R { } }\ninterface I { default void f() {} }",
      "class R 0-0\nmethod R.R 0-0\ninterface I 1-1\nmethod I.f 1-1",
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => check("java", text, expected));
});

describe("go", () => {
  const cases: [string, string, string][] = [
    [
      "functions",
      'import (\n\tx "a/b"\n\t"c"\n)\nfunc f[T any](a T) {\n}\nfunc (s *S[T]) g() int { return 1 }\n',
      "function f 4-5\nmethod S.g 6-6\nimport a/b 1\nimport c 2",
    ],
    [
      "types",
      "type (\n\tS struct {\n\t\tA, B int\n\t\tC\n\t}\n\tI interface {\n\t\tf(int)\n\t}\n)\n",
      "struct S 1-4\nfield S.A 2-2\nfield S.B 2-2\ninterface I 5-7\nmethod I.f 6-6",
    ],
    [
      "values",
      "const (\n\tA = iota\n\tB\n)\nvar x, y = 1,\n\t2\n",
      "constant A 1-1\nconstant B 2-2\nvariable x 4-5\nvariable y 4-5",
    ],
    ["raw string", "var a = `\nfunc f() {}\n`\n", "variable a 0-2"],
  ];
  test.each(cases)("%s", (_, text, expected) => check("go", text, expected));
});

describe("rust", () => {
  const cases: [string, string, string][] = [
    [
      "items",
      "use a::b::{c, d};\npub struct S<'a> { pub x: &'a str }\nimpl<'a> Tr<S> for S<'a> {\n  fn f(&self) -> char { '\"' }\n}\n",
      "struct S 1-1\nfield S.x 1-1\nmethod S.f 3-3\nimport a::b 0",
    ],
    [
      "enum, trait, macro",
      "enum E { A(u8), B }\ntrait T { fn f(); type X; }\nmacro_rules! m { () => { fn no() {} } }",
      "enum E 0-0\nfield E.A 0-0\nfield E.B 0-0\ntrait T 1-1\nmethod T.f 1-1\ntype T.X 1-1\nmacro m 2-2",
    ],
    [
      "strings and comments",
      'const A: &str = r#"fn a() {}"#;\n/* /* fn b() {} */ fn c() {} */ mod m { fn d() {} }',
      "constant A 0-0\nmodule m 1-1\nfunction m.d 1-1",
    ],
  ];
  test.each(cases)("%s", (_, text, expected) => check("rust", text, expected));
});

test("any text has an outline within its lines", () => {
  const piece = fc.constantFrom(
    ...'def class function const x ( ) { } [ ] < > = => : ; , . \' " ` ${ /* */ // # \n \t @ => type fn impl for enum interface func import from struct new return r#" \'\'\' """ <a </a> /> \\ é'.split(
      " ",
    ),
    "\n",
    " ",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" ")),
    fc.string({ unit: "binary" }),
  );
  const outlined = languages.filter((language) => language.outline !== undefined);
  fc.assert(
    fc.property(text, fc.constantFrom(...outlined), (text, language) => {
      const lines = text.split("\n").length;
      for (const { startLine, endLine } of outlineOf(language.id, text).symbols) {
        expect(startLine).toBeGreaterThanOrEqual(0);
        expect(endLine).toBeGreaterThanOrEqual(startLine);
        expect(endLine).toBeLessThan(lines);
      }
    }),
    { numRuns: 1000 },
  );
});

test("deep nesting neither fails nor takes long", () => {
  for (const id of ["python", "typescriptreact", "typescript", "java", "go", "rust", "html"]) {
    outlineOf(id, "{(<a>".repeat(20_000));
    outlineOf(id, "<a><b/>".repeat(20_000));
    outlineOf(id, "a<".repeat(20_000));
  }
});

describe("a language by its file name", () => {
  const cases: [string, string | undefined][] = [
    ["/w/a.PY", "python"],
    ["/w/a.tsx", "typescriptreact"],
    ["/w/Dockerfile", "dockerfile"],
    ["/w/.py/a", undefined],
    ["/w/a.png", undefined],
  ];
  test.each(cases)("%s", (path, expected) => expect(languageIdOf(path)).toBe(expected));
});
