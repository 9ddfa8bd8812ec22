import { describe, expect, test } from "vitest";
import { describeOutline } from "../../../../src/core/syntax/outline/describeOutline.ts";

/** Symbols as `name: doc`, `name` when nothing is said of it. */
function check(languageId: string, text: string, expected: string): void {
  const { symbols } = describeOutline(text, languageId);
  const lines = symbols.map(({ name, doc }) => (doc === undefined ? name : `${name}: ${doc}`));
  expect(lines.join("\n")).toBe(expected);
}

describe("the first sentence of what is written about a symbol", () => {
  const cases: readonly (readonly [what: string, languageId: string, text: string, expected: string])[] = [
    [
      "python",
      "python",
      'class A:\n  """Does a.\n\n  More."""\n  b = 1  # Of b.\n  @c\n  async def d(self, e: int) -> str:\n    r\'\'\'\n    Says d,\n    twice, e.g. here. And more.\n    \'\'\'\n# Not f: there is a blank line.\n\ndef f():\n  g = ""\n# Of h.\ndef h(): return "x"\n',
      "A: Does a.\nb: Of b.\nd: Says d, twice, e.g. here.\nf\nh: Of h.",
    ],
    [
      "typescript",
      "typescript",
      "/**\n * Makes {@link A} of `b`. More.\n * @param b c\n */\nexport function a(b) {}\n/** @returns What it is. */\nconst d = () => 1;\n// eslint-disable-next-line x\nclass E {\n  // -----\n  // Of f\n  // goes on\n  @g() f = 1;\n  /* Of h. */\n  h() {}\n}\n",
      "a: Makes A of `b`.\nd: @returns What it is.\nE\nf: Of f goes on\nh: Of h.",
    ],
    [
      "java",
      "java",
      "/**\n * Keeps <b>a</b>,\n * see {@code B}.\n *\n * <p>More.\n */\n@C\nclass A {\n  /** {@inheritDoc} */\n  void d() {}\n}\n",
      "A: Keeps a, see B.\nd",
    ],
    [
      "go",
      "go",
      "package a\n\n// B does b. It is old.\n//\n// More.\nfunc B() {}\n\n//go:noinline\nfunc c() {}\n\ntype D struct {\n\tE int // Of e.\n}\n",
      "B: B does b.\nc\nD\nE: Of e.",
    ],
    [
      "rust",
      "rust",
      "/// Does [`a`].\n///\n/// # Panics\n/// Never.\n#[inline]\npub fn a() {}\n//! Inner\n\nfn b() {}\n",
      "a: Does `a`.\nb",
    ],
    [
      "c",
      "c",
      "/**\n * @brief Adds.\n * @param a x\n */\nint add(int a) { return a; }\n/*! \\brief Two! Three. */\nint two(void) { return 2; }\n",
      "add: Adds.\ntwo: Two!",
    ],
    [
      "csharp",
      "csharp",
      '/// <summary>\n/// Reads <see cref="A"/> at once.\n/// </summary>\n/// <param name="b">c</param>\n[D]\nclass E { }\n',
      "E: Reads A at once.",
    ],
    [
      "ruby",
      "ruby",
      "# frozen_string_literal: true\n\n# Holds a.\n# More.\nclass A\n  # rubocop:disable X\n  # Does b!\n  def b; end\n=begin\nOf c.\n=end\n  def c; end\nend\n",
      "A: Holds a.\nb: Does b!\nc: Of c.",
    ],
    [
      "lua",
      "lua",
      "--- Does a.\n-- @param b c\nlocal function a(b) end\n--[[\n  Of c.\n]]\nfunction M.c() end\n",
      "a: Does a.\nc: Of c.",
    ],
    [
      "shell",
      "shellscript",
      "#!/bin/sh\n# Says a.\n# $1: b\na() {\n  # Not c.\n  :\n}\n# Of d\nd=1\n",
      "a: Says a.\nd: Of d",
    ],
    ["css", "css", "/* Of a. */\n.a { }\n", ".a: Of a."],
    ["toml", "toml", "# Of a.\n[a]\nb = 1 # Of b.\n", "a: Of a.\nb"],
    ["lines across the file", "c", "/* ---------- Types ---------- */\nstruct a { int b; };\n", "a\nb"],
    [
      "swift",
      "swift",
      "/// Sums up.\n/// - Parameter a: b\n@discardableResult\nfunc c(a: Int) {}\n",
      "c: Sums up.",
    ],
    ["kotlin", "kotlin", "/**\n * Sums up\n * @param a b\n */\nfun c(a: Int) {}\n", "c: Sums up"],
    ["php", "php", "<?php\n/** Sums up. */\n#[A]\nfunction c() {}\n", "c: Sums up."],
    ["json", "json", '{"a": 1}', "a"],
    ["markdown", "markdown", "# A\n\n[![b](c)](d)\n\nDoes a. More.\n\nE\n---\n- f\n", "A\nE"],
    ["markdown with prose", "markdown", "# A\n\nDoes [a](b)\nso. More.\n## B\n", "A: Does a so.\nB"],
  ];
  test.each(cases)("%s", (_, languageId, text, expected) => check(languageId, text, expected));

  test("is cut at a word", () => {
    const { symbols } = describeOutline(`# ${"word ".repeat(100)}\ndef a(): pass\n`, "python");
    expect(symbols[0]?.doc).toMatch(/^(?:word )+word…$/);
    expect(symbols[0]?.doc?.length).toBeLessThanOrEqual(200);
  });
});

test.each([
  ["many symbols on a line", "typescript", `@a(${"(".repeat(1000)}\n${"const a=1;".repeat(20_000)}`],
  ["headers without an end", "python", "def f(a)\n".repeat(20_000)],
  ["one comment above many", "typescript", `${"// a\n".repeat(20_000)}${"let b;".repeat(10_000)}`],
  ["comments without words", "ruby", "# -\ndef a; end\n".repeat(20_000)],
])("comes to an end with %s", (_, languageId, text) => {
  expect(describeOutline(text, languageId).symbols.every(({ doc = "" }) => doc.length <= 200)).toBe(true);
});

describe("signatures", () => {
  const signatures = (languageId: string, text: string) =>
    describeOutline(text, languageId).symbols.map(({ signature }) => signature);

  test("join parameters over lines", () => {
    expect(
      signatures("python", "@x\ndef a(\n    b: int,  # c\n    *,\n    d=(1,\n     2),\n) -> str:\n  pass\n"),
    ).toEqual(["def a(b: int, *, d=(1, 2)) -> str:"]);
    expect(
      signatures("typescript", "const a = async (\n  b: B,\n  // c\n  d?: D,\n): Promise<void> => {\n}\n"),
    ).toEqual(["const a = async (b: B, d?: D): Promise<void> => {"]);
  });
  test("are bounded", () => {
    const [signature] = signatures("go", `package a\nfunc b(\n${"  c int,\n".repeat(500)}) {\n}\n`);
    expect(signature?.length).toBe(300);
  });
  test("leave calls and lists alone", () => {
    expect(signatures("python", "A = f(\n  1,\n)\n")).toEqual(["A = f("]);
  });
  test("say which languages the code below a heading is in", () => {
    expect(signatures("markdown", "# A\n```sh\n# b\n```\n~~~ts {1}\n~~~\n```\nc\n```\n## D\n")).toEqual([
      "# A (sh, ts)",
      "## D",
    ]);
  });
});
