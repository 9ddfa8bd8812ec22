import { expect, test } from "vitest";
import { symbolChanges } from "../../../../src/core/changes/signatures.ts";

/** As `name: reason` of what calls in another way, then `-name` of what is gone and `+name` of what is new. */
function check(languageId: string, before: string, after: string, expected: string): void {
  const { signatures, removed, added } = symbolChanges(languageId, before, after);
  const shown = [
    ...signatures.map(({ after: { symbol }, reason }) => `${symbol.name}: ${reason}`),
    ...removed.map(({ name }) => `-${name}`),
    ...added.map(({ name }) => `+${name}`),
  ];
  expect(shown.join(" | ")).toBe(expected);
}

const py = (parameters: string) => `def f(${parameters}):\n    return 1\n`;
const ts = (parameters: string) => `export function f(${parameters}): number {\n  return 1;\n}\n`;

test.each<[string, string, string, string, string]>([
  ["one more that is needed", "python", py("a"), py("a, b"), 'f: it needs "b" now'],
  ["one more with a default", "python", py("a"), py("a, b=1"), ""],
  ["one that is needed by name", "python", py("a"), py("a, *, b"), 'f: it needs "b" now'],
  ["one less", "python", py("a, b"), py("a"), 'f: it takes no "b" any more'],
  ["one less where the rest is taken", "python", py("a, b"), py("a, *rest"), ""],
  ["another name", "python", py("a, b=1"), py("a, c=1"), 'f: "b" is called otherwise now'],
  ["another order", "python", py("a, b"), py("b, a"), "f: its parameters stand in another order"],
  ["another body alone", "python", py("a"), py("a").replace("1", "2"), ""],
  ["a type alone", "python", py("a"), py("a: dict[str, int]"), ""],
  ["another name where names do not count", "typescript", ts("a: string"), ts("b: string"), ""],
  [
    "one more that is needed",
    "typescript",
    ts("a: Map<string, number>"),
    ts("a: Map<string, number>, b: number"),
    'f: it needs "b" now',
  ],
  ["one that may be left out", "typescript", ts("a: string"), ts("a: string, b?: number"), ""],
  [
    "an arrow function",
    "typescript",
    "const f = (a: string) => {\n  return a;\n};\n",
    "const f = (a: string, b: number) => {\n  return a;\n};\n",
    'f: it needs "b" now',
  ],
  [
    "a method",
    "java",
    "class A {\n  int f(int a) { return a; }\n}\n",
    "class A {\n  int f(int a, String b) { return a; }\n}\n",
    'f: it needs "b" now',
  ],
  [
    "overloads are left alone",
    "java",
    "class A {\n  int f(int a) { return a; }\n  int f() { return 1; }\n}\n",
    "class A {\n  int f(int a, int b) { return a; }\n  int f() { return 1; }\n}\n",
    "",
  ],
  [
    "Go",
    "go",
    "package a\n\nfunc f(a int) int {\n\treturn a\n}\n",
    "package a\n\nfunc f(a int, b string) int {\n\treturn a\n}\n",
    'f: it needs "b" now',
  ],
  ["another name of the function", "python", py("a"), py("a").replace("f(", "g("), "-f | +g"],
  ["no outline", "plaintext", "f(a)", "f(a, b)", ""],
])("%s in %s", (_, languageId, before, after, expected) => check(languageId, before, after, expected));
