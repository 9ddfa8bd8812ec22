import { describe, expect, test } from "vitest";
import { goExamples, readSourceApis } from "../../../../src/core/apiDocs/source/readSourceApis.ts";
import type { SourceLanguage } from "../../../../src/core/apiDocs/source/sourceLanguage.ts";

/** Name, parameters, summary and marks of each API, one line each. */
function check(language: SourceLanguage, text: string, expected: readonly string[]): void {
  const lines = readSourceApis(text, language).apis.map(({ name, parameters, doc }) =>
    [
      name +
        (parameters ? `(${parameters.map((one) => one.name + (one.isOptional ? "?" : "")).join(", ")})` : ""),
      doc?.summary ?? "",
      doc?.deprecated === undefined ? "" : `deprecated ${doc.replacedBy ?? "?"}`,
      doc?.since === undefined ? "" : `since ${doc.since}`,
      ...(doc?.examples ?? []).map((one) => `e.g. ${one}`),
    ]
      .filter((part) => part !== "")
      .join(" | "),
  );
  expect(lines).toEqual(expected);
}

describe("Go", () => {
  test("exported names, indented code, what is deprecated", () =>
    check(
      "go",
      [
        "// Package p reads.",
        "package p",
        "// A Reader reads [Page]s.",
        "//",
        "//\tr := New(1)",
        "//\tr.Read()",
        "//",
        "// More of it.",
        "type Reader struct {",
        "\tSize int // in bytes",
        "\tsecret int",
        "}",
        "// Read reads all.",
        "//",
        "// Deprecated: Use Reader.Next instead.",
        "func (r *Reader) Read(buffer, other []byte, opts ...Option) (n int, err error) {",
        "\ttype Local struct{}",
        "}",
        "func (r *reader) Hidden() {}",
        "func New[T any](size int) *Reader { return nil }",
        "func internal() {}",
      ].join("\n"),
      [
        "Reader | A Reader reads Pages. | e.g. r := New(1)\nr.Read()",
        "Reader.Size | in bytes",
        "Reader.Read(buffer, other, opts?) | Read reads all. | deprecated Reader.Next",
        "New(size)",
      ],
    ));

  test("what a package is for", () =>
    expect(readSourceApis("// Licence.\n\n// Package p reads.\npackage p\n", "go")).toMatchObject({
      packageName: "p",
      doc: { summary: "Package p reads." },
    }));

  test("examples in tests", () =>
    expect(
      goExamples(
        "func ExampleReader_Read_second() {\n\tr.Read()\n\t// Output: 1\n}\nfunc Example() {\n\tx()\n}\n",
      ),
    ).toEqual([
      { of: "Reader.Read", code: "r.Read()\n// Output: 1" },
      { of: "", code: "x()" },
    ]));
});

describe("what is used instead", () => {
  for (const [language, text, expected] of [
    ["go", "// A a.\n//\n// Deprecated: Use B.Next instead.\nfunc A() {}", "B.Next"],
    [
      "go",
      "// A a.\n//\n// Deprecated: As of Go 1.16, this function simply calls io.ReadAll.\nfunc A() {}",
      "io.ReadAll",
    ],
    ["go", "// A a.\n//\n// Deprecated: Use example.org/x/text instead.\nfunc A() {}", undefined],
    ["go", "// A a.\n//\n// Deprecated: No longer used.\nfunc A() {}", undefined],
    ["java", "/** @deprecated Use {@link B#c(int, T) B.C.c(int, T)}. */\npublic class A {}", "B.C.c"],
    ["java", "/** @deprecated Use {@link #c} */\npublic class A {}", "c"],
    ["java", "@Deprecated public class A {}", undefined],
    ["rust", '#[deprecated = "use `a::b`"]\npub fn a() {}', "a.b"],
    ["kotlin", '@Deprecated("Use `b` instead")\nfun a() {}', "b"],
  ] as const)
    test(`${language}: ${text.slice(0, 60)}`, () => {
      const { doc } = readSourceApis(text, language).apis[0]!;
      expect(doc?.deprecated).toBeDefined();
      expect(doc?.replacedBy).toBe(expected);
    });
});

test("Rust: what is public, fences without their hidden lines, attributes", () =>
  check(
    "rust",
    [
      "//! About it.",
      "/// Reads a [`Page`](x).",
      "///",
      "/// ```",
      "/// # use a::b;",
      "/// read(1);",
      "/// ```",
      "#[deprecated(",
      '    since = "1.2",',
      '    note = "use `page::next` instead"',
      ")]",
      "pub fn read<T: Into<u8>>(mut size: T, other: &[u8]) -> u8 { 0 }",
      "pub(crate) fn own() {}",
      "fn hidden() {}",
      "/// A page.",
      "pub struct Page { pub size: u8, secret: u8 }",
      "impl Page {",
      "    /// Opens it.",
      "    pub fn open(&self, name: &str) {}",
      "    fn shut(&self) {}",
      "}",
      "pub trait Read {",
      "    /// All.",
      "    fn all(&self);",
      "}",
      "#[doc(hidden)]",
      "pub fn secret() {}",
      "#[macro_export]",
      "macro_rules! page { () => {} }",
    ].join("\n"),
    [
      "read(size, other) | Reads a `Page`. | deprecated page.next | e.g. read(1);",
      "Page | A page.",
      "Page.size",
      "Page.open(name) | Opens it.",
      "Read",
      "Read.all | All.",
      "page",
    ],
  ));

test("Java: what is public, HTML as text, tags, overloads", () =>
  check(
    "java",
    [
      "package a.b;",
      "/**",
      " * Reads {@link Page pages} of <code>x</code>.",
      " * <pre>{@code",
      " * @Inject Reader r = new Reader();",
      " * List<String> all = r.read();",
      " * }</pre>",
      " * @since 2.1",
      " */",
      "@Singleton",
      "public final class Reader<T> {",
      "  /** Reads.",
      "   * @param size how many",
      "   * @deprecated use {@link #next(int)} instead */",
      "  @Deprecated public List<T> read(final int size, Map<String, T> other, T... rest) { return null; }",
      "  private void own() {}",
      "  void inPackage() {}",
      "  public interface Part { int size(); }",
      "}",
      "class Hidden { public void not() {} }",
    ].join("\n"),
    [
      "Reader | Reads pages of `x`. | since 2.1 | e.g. @Inject Reader r = new Reader();\nList<String> all = r.read();",
      "Reader.read(size, other, rest?) | Reads. | deprecated next",
      "Reader.Part",
      "Reader.Part.size",
    ],
  ));

test("PHP: namespaces are left out, types before names, what is internal", () =>
  check(
    "php",
    [
      "<?php",
      "namespace A\\B;",
      "/** Reads pages. */",
      "final class Reader {",
      "  /** Reads.",
      "   * @param array<int, string> $size how many",
      "   * @return Page the page",
      "   * @deprecated use next() instead */",
      "  public function read(int $size, ?Page &$page = null, ...$rest): Page {}",
      "  private function own() {}",
      "  /** @internal */",
      "  public function secret() {}",
      "}",
      "function make($x) {}",
    ].join("\n"),
    ["Reader | Reads pages.", "Reader.read(size, page?, rest?) | Reads. | deprecated next", "make(x)"],
  ));

test("Ruby: what follows private, tags of YARD, what has no docs", () =>
  check(
    "ruby",
    [
      "module A",
      "  # Reads pages.",
      "  #",
      "  #   Reader.new(1).read",
      "  class Reader",
      "    # Reads.",
      "    # @param size [Integer] how many",
      "    # @example All",
      "    #   read(1)",
      "    # @deprecated Use {#next} instead",
      "    def read(size, other = 1, *rest, key: 2, &block)",
      "    end",
      "    def gone # :nodoc:",
      "    end",
      "    private",
      "    def own",
      "    end",
      "  end",
      "  def self.make(x); end",
      "end",
    ].join("\n"),
    [
      "A",
      "A.Reader | Reads pages. | e.g. Reader.new(1).read",
      "A.Reader.read(size, other?, rest?, key?, block) | Reads. | deprecated next | e.g. read(1)",
      "A.make(x)",
    ],
  ));

for (const text of [
  "",
  "{{{",
  "/**",
  "=begin",
  "func (",
  "pub fn",
  "class",
  "<?php namespace",
  "\0\u{1f600}",
]) {
  test(`any text is read: ${JSON.stringify(text)}`, () => {
    for (const language of ["go", "rust", "java", "kotlin", "php", "ruby"] as const)
      expect(readSourceApis(text, language).apis).toBeInstanceOf(Array);
  });
}
