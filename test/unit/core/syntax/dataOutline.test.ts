/** Outlines of data files and documents. */
import { describe, expect, test } from "vitest";
import { MOST_KEYS_OF_FILE, MOST_KEYS_OF_MAPPING } from "../../../../src/core/syntax/outline/keyOutline.ts";
import { outlineOf, outlineText } from "../../../support/outlineText.ts";

type Cases = readonly (readonly [what: string, text: string, expected: string])[];

function check(languageId: string, cases: Cases): void {
  describe(languageId, () => {
    test.each(cases)("%s", (_, text, expected) => expect(outlineText(languageId, text)).toBe(expected));
  });
}

check("json", [
  [
    "two levels",
    '{\n  "a": {\n    "b": {"c": 1},\n    "d": [1,\n 2]\n  },\n  "e": 1\n}\n',
    "key a 1-5\nkey a.b 2-2\nkey a.d 3-4\nkey e 6-6",
  ],
  ["no keys in arrays", '{"a": [{"b": 1}]}', "key a 0-0"],
  ["no keys of an array", '[{"b": 1}]', ""],
  ["a colon in a string", '{"a:": "b: {", "c\\"": 1}', 'key a: 0-0\nkey c\\" 0-0'],
  ["left open", '{"a": {\n"b": 1', "key a 0-1\nkey a.b 1-1"],
  ["closed too often", '}}{"a": 1}', "key a 0-0"],
]);

check("jsonc", [["comments", '{ // "x": {\n  /* "y": */ "a": 1, // z\n}', "key a 1-1"]]);

check("yaml", [
  [
    "two levels",
    "a:\n  b:\n    c: 1\n  # d: 2\n  e: 3\n\nf: 4\n",
    "key a 0-4\nkey a.b 1-2\nkey a.e 4-4\nkey f 6-6",
  ],
  ["documents", "---\na: 1\n---\na:\n  b: 2\n", "key a 1-1\nkey a 3-4\nkey a.b 4-4"],
  [
    "texts over lines",
    "a: |\n  b: 1\nc: >-\n  d: 1\n\n  e: 2\nf:\n  g: |\n    h: 1\n  i: 2\n",
    "key a 0-1\nkey c 2-5\nkey f 6-9\nkey f.g 7-8\nkey f.i 9-9",
  ],
  ["quoted", "\"a b\": 'x\n  y: 1'\n'c': 2\n", "key a b 0-1\nkey c 2-2"],
  ["sequences", "a:\n  - b: 1\n    c: 2\nd:\n- e: 1\n  f: 2\ng: 3\n", "key a 0-2\nkey d 3-5\nkey g 6-6"],
  ["a sequence of mappings", "- a: 1\n  b: 2\n- a: 3\n", ""],
  [
    "flow",
    'a: {b: 1, "c": {d: 2},\n  e: 3}\nf: [g: 1]\n',
    "key a 0-1\nkey a.b 0-0\nkey a.c 0-0\nkey a.e 1-1\nkey f 2-2",
  ],
  ["anchors and tags", "a: &x\n  b: 1\nc: !!map\n  d: 1\n", "key a 0-1\nkey a.b 1-1\nkey c 2-3\nkey c.d 3-3"],
  ["colons in keys and values", "a:b: 1\nhttp://x: y: z\nc\n", "key a:b 0-0\nkey http://x 1-2"],
  [
    "merged mappings",
    "a: &x\n  b: 1\nc:\n  <<: *x\n  d: 1\n",
    "key a 0-1\nkey a.b 1-1\nkey c 2-4\nkey c.d 4-4",
  ],
  ["a column of its own", "  a:\n     b: 1\n  c: 1\n", "key a 0-1\nkey a.b 1-1\nkey c 2-2"],
  ["JSON", '{\n  "a": {"b": 1}\n}\n', "key a 1-1\nkey a.b 1-1"],
]);

check("toml", [
  [
    "tables",
    "x = 1\n\n[a]\nb = 1\n# c\n\n[a.'d e']\n\"f\".g = 2\n[[h]]\n",
    "key x 0-0\nkey a 2-3\nkey a.b 3-3\nkey a.d e 6-7\nkey a.d e.f.g 7-7\nkey h 8-8",
  ],
  [
    "values over lines",
    'a = [\n  "x = 1", # ]\n]\nb = """\n[c]\n"""\nd = \'\'\'[e]\nf = 1\'\'\'\n',
    "key a 0-2\nkey b 3-5\nkey d 6-7",
  ],
  ["a bracket left open", "a = [\n[b]\nc = 1\n", "key a 0-0\nkey b 1-2\nkey b.c 2-2"],
]);

check("markdown", [
  [
    "nested by level",
    "# A\n\ntext\n## B\n### C\n\n\n## D\n# E\n",
    "heading A 0-7\nheading A.B 3-4\nheading A.B.C 4-4\nheading A.D 7-7\nheading E 8-8",
  ],
  ["underlined", "A\n===\ntext\n\nB\nC\n---\n- d\n---\n", "heading A 0-8\nheading A.C 4-8"],
  ["not in fences", "# A\n```sh\n# b\n~~~\n```\n~~~~\n# c\n~~~\n~~~~\n# D\n", "heading A 0-8\nheading D 9-9"],
  ["not in comments and front matter", "---\na: b\n# c\n---\n<!--\n# d\n-->\n# E\n", "heading E 7-7"],
  ["not without a space, not seven, not in code", "#a\n####### b\n    # c\n# D #\n", "heading D 3-3"],
  [
    "plain names",
    "# [A](b) `c` **d** ![e](f) ##\n## <a name='x'></a>G {#h}\n",
    "heading A c d e 0-1\nheading A c d e.G 1-1",
  ],
  ["markup", '<h1 align="center">\n<h2 id="x">A <b>c</b></h2>\n', "heading A c 1-1"],
  ["an underline alone, a table", "---\n\n| a |\n|---|\n---\n", ""],
]);

describe("bounds", () => {
  const mapping = (prefix: string, inner: string, count: number) =>
    `{${Array.from({ length: count }, (_, i) => `"${prefix}${i}":${inner}`).join(",")}}`;
  test("keeps the first keys of a large mapping", () => {
    const { symbols } = outlineOf("json", mapping("a", "1", 100_000));
    expect(symbols.map(({ name }) => name)).toEqual(
      Array.from({ length: MOST_KEYS_OF_MAPPING }, (_, i) => `a${i}`),
    );
  });
  test("keeps so many keys of a file", () => {
    const text = mapping("a", mapping("b", "1", MOST_KEYS_OF_MAPPING), MOST_KEYS_OF_MAPPING);
    expect(outlineOf("json", text).symbols).toHaveLength(MOST_KEYS_OF_FILE);
  });
});
