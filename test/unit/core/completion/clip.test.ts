import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClipContext, clipSuggestion, isEnough } from "../../../../src/core/completion/clip.ts";

interface Options {
  readonly languageId?: string;
  readonly chat?: boolean;
  readonly cutOff?: boolean;
}

const contextOf = (marked: string, { languageId = "typescript", chat = false }: Options): ClipContext => {
  const [prefix = "", suffix = ""] = marked.split("█");
  return { prefix, suffix, languageId, chat };
};

/** Clips what a model wrote at the cursor `█`; `expected` undefined when nothing is worth showing. */
function check(marked: string, raw: string, expected: string | undefined, options: Options = {}): void {
  expect(clipSuggestion(raw, contextOf(marked, options), options.cutOff)).toBe(expected);
}

test("clips a suggestion that repeats the suffix", () => check("foo(█)", "a, b)", "a, b"));
test("keeps a suggestion the suffix does not repeat", () => check("foo(█", "a, b)", "a, b)"));
test("keeps closers that belong to the suggestion", () => check("foo(█)", "bar(x), [1]", "bar(x), [1]"));
test("keeps a call that ends like the suffix", () => check("foo(█)", "bar()", "bar()"));
test("clips several closers of the suffix", () => check("foo([█]);", "1, 2]);", "1, 2"));
test("clips a semicolon of the suffix", () => check("x = █;", "f();", "f()"));
test("clips the quote of the suffix", () => check('say("█")', 'hello")', "hello"));
test("clips code after the quote of the suffix", () => check('say("█")', 'hello", 1)', "hello"));
test("keeps an apostrophe", () => check('say("█")', "don't", "don't"));
test("clips a word that the rest of the line repeats", () =>
  check("const █ = load();", "config = load();", "config", {}));
test("clips a closer that nothing opened", () => check("x = a█\n", " + b)\n", " + b"));
test("keeps a closer of a bracket open above", () => check("f(\n  a,\n  █\n", "b,\n)", "b,"));
test("keeps closers of the line's own brackets", () => check("f(g(█\n", "a))\n", "a))"));
test("leaves brackets of prose alone", () =>
  check("- █\n", "a) first", "a) first", { languageId: "markdown" }));

test("one line where code follows on the line", () => check("if (█) return;", "a &&\n b", "a &&"));
test("more lines where only closers follow", () =>
  check("f({█})", "\n  a: 1,\n  b: 2,\n", "\n  a: 1,\n  b: 2,"));
test("ends with the statement it is amid", () => check("let x = █\n", "1;\nlet y = 2;\n", "1;"));
test("ends with the block it opened", () =>
  check("function f() {█\n", "\n  return 1;\n}\nfunction g() {}\n", "\n  return 1;\n}"));
test("goes on with else", () =>
  check("if (a) {█\n", "\n  b();\n} else {\n  c();\n}\nd();\n", "\n  b();\n} else {\n  c();\n}"));
test("ends where the indentation falls below the cursor's", () =>
  check("def f():\n    █\n", "x = 1\n    return x\n\ndef g():\n    pass\n", "x = 1\n    return x", {
    languageId: "python",
  }));
test("keeps blank lines inside the block", () =>
  check("def f():\n    █\n", "x = 1\n\n    if x:\n        y()\n", "x = 1", { languageId: "python" }));
test("keeps deeper lines after a blank line", () =>
  check("class A:█\n", "\n    a = 1\n\n    b = 2\n", "\n    a = 1\n\n    b = 2", { languageId: "python" }));
test("counts tabs as indentation", () => check("\tif a {█\n", "\n\t\tb()\n\t}\n\tc()\n", "\n\t\tb()\n\t}"));
test("no more lines than anyone reads", () => {
  const lines = Array.from({ length: 60 }, (_, index) => `  call${index}(x)`);
  check("f(() => {█\n", `\n${lines.join("\n")}`, `\n${lines.slice(0, 23).join("\n")}`);
});

test("drops what the next line says already", () => check("█\nreturn a;\n", "return a;", undefined));
test("drops the rest of what the next line says already", () =>
  check("ret█\nreturn a;\n", "urn a;", undefined));
test("ends before the line the document has next", () =>
  check("  a();\n  █\n  return b;\n", "c();\n  return b;\n", "c();"));
test("ends before the closer the document has next", () => check("{\n  █\n}\n", "a();\n}\n", "a();"));
test("ends before the next line though indented otherwise", () =>
  check("  █\n\n  const total = 1;\n", "a();\n    const total = 1;\n", "a();"));

test("a line like the next one but deeper stays, unless what follows it is the same too", () => {
  const python = { languageId: "python" };
  const marked = "def f():█\n    return None\n    close()\n";
  check(
    marked,
    "\n    if a:\n        return None\n    b()",
    "\n    if a:\n        return None\n    b()",
    python,
  );
  check(
    marked,
    "\n    if a:\n        b()\n        return None\n        close()\n",
    "\n    if a:\n        b()",
    python,
  );
});
test("a long run twice over is one run", () =>
  check("█\n", "a();\nb();\nc();\nd();\na();\nb();\nc();\nd();\na();", "a();\nb();\nc();\nd();"));
test("words that close may repeat", () =>
  check(
    "def f█\n",
    "\n  if a\n    b do\n      c do\n        d\n      end\n    end\n  end\nend",
    "\n  if a\n    b do\n      c do\n        d\n      end\n    end\n  end\nend",
    { languageId: "ruby" },
  ));
test("a line three times over is one line", () => check("█\n", "go();\ngo();\ngo();\n", "go();"));
test("two lines three times over are two lines", () =>
  check("█\n", "a();\nb();\na();\nb();\na();\nb();\n", "a();\nb();"));
test("closing brackets may repeat", () => check("█\n", "f(g(h(\n)\n)\n)", "f(g(h(\n)\n)\n)"));
test("drops a stutter", () => check("x = █\n", `"${"abc".repeat(20)}"`, undefined));
test("keeps a ruler", () => check("// █\n", "-".repeat(60), "-".repeat(60)));

test("drops blanks", () => check("x = █\n", " \n\t\n", undefined));
test("drops nothing", () => check("x = █\n", "", undefined));
test("drops blanks at the end", () => check("x = █\n", "1  \n", "1"));
test("drops reasoning", () => check("x = █\n", "<think>\nhm\n</think>\n\n1", "1"));
test("drops reasoning that did not end", () => check("x = █\n", "<think>hm", undefined));
test("drops a fence", () => check("x = █\n", "```ts\n1\n```\nThat is it.", "1"));
test("drops a fence after a line of talk", () => check("x = █\n", "Here it is:\n```\n1\n```", "1"));
test("drops reasoning that began in the prompt", () => check("x = █\n", "hm, so\n</think>\n1", "1"));
test("keeps the last channel", () =>
  check("x = █\n", "<|channel|>analysis<|message|>hm<|channel|>final<|message|>1", "1"));

test("spaces become tabs in a file of tabs", () =>
  check(
    "class A {\n\tf() {█\n\t}\n",
    "\n        a();\n        if (b) {\n            c();\n        }\n",
    "\n\t\ta();\n\t\tif (b) {\n\t\t\tc();\n\t\t}",
  ));
test("tabs become spaces in a file of spaces", () =>
  check(
    "if (a) {\n  b();\n}\nif (c) {█\n",
    "\n\td();\n\tif (e) {\n\t\tf();\n\t}\n}\n",
    "\n  d();\n  if (e) {\n    f();\n  }\n}",
  ));
test("four spaces become two", () =>
  check(
    "if (a) {\n  b();\n}\nif (c) {█\n",
    "\n    d();\n    if (e) {\n        f();\n    }\n}\n",
    "\n  d();\n  if (e) {\n    f();\n  }\n}",
  ));
test("two spaces become four", () =>
  check(
    "def f():\n    a()\n    if b:█\n",
    "\n      c()\n      if d:\n        e()",
    "\n        c()\n        if d:\n            e()",
    { languageId: "python" },
  ));
test("what is indented as the file stays", () =>
  check("if (a) {\n  b();\n}\nif (c) {█\n", "\n  d();\n}\n", "\n  d();\n}"));
test("lines aligned with a bracket stay aligned", () =>
  check("def f():\n    a()\n    g(█\n", "a,\n      b,\n      c)", "a,\n      b,\n      c)", {
    languageId: "python",
  }));
test("lines that go on say nothing of how deep blocks are", () => {
  const marked =
    "class A {\n  void f() {\n    g(\n        a);\n    h(\n        b);\n  }\n  void i() {█\n  }\n";
  const written = "\n    if (a) {\n      var b =\n          c();\n    }";
  check(marked, written, written, { languageId: "java" });
});
test("Go has tabs, whatever stands in its texts", () => {
  const text = "const s = `\n    a {\n        b\n    }\n    c {\n        d\n    }\n`\n";
  check(`package a\n\n${text}\nfunc f() {█\n}\n`, "\n\tg()", "\n\tg()", { languageId: "go" });
  check(`package a\n\n${text}\nfunc f() {█\n}\n`, "\n    g()", "\n\tg()", { languageId: "go" });
});
test("a file that says nothing of its indentation changes none", () =>
  check("f() {█\n", "\n    a();\n}", "\n    a();\n}"));

test("drops a comment that stands above", () => check("// Adds.\n█\n", "// Adds.\nadd(a, b);", "add(a, b);"));
test("drops several comments that stand above", () =>
  check("# One.\n# Two.\n█\n", "# One.\n# Two.\nx = 1", "x = 1", { languageId: "python" }));
test("drops nothing but a comment that stands above", () => check("// Adds.\n█\n", "// Adds.", undefined));
test("keeps a comment of its own", () => check("// Adds.\n█\n", "// Fast.\nadd();", "// Fast.\nadd();"));
test("keeps a comment amid a line", () => check("// Adds.\nx = 1; █\n", "// Adds.", "// Adds."));
test("ends before the head of another file of the prompt", () =>
  check("x = █\n", "1\n# From lib/money.py:\n# def cents():\n", "1", { languageId: "python" }));
test("drops what stands right above", () =>
  check("save(item, store);\n█\n", "save(item, store);", undefined));
test("drops two lines that stand right above", () =>
  check("open(store);\nsave(item);\n█\n", "open(store);\nsave(item);\n", undefined));
test("drops the rest of the line above", () =>
  check("save(item, store);\nsave(█\n", "item, store);", undefined));
test("keeps a short line said again", () => check("a();\n█\n", "a();", "a();"));
test("goes on where a repetition ends", () =>
  check("save(item, store);\n█\n", "save(item, store);\nclose(store);", "save(item, store);\nclose(store);"));

test("goes back to where nothing is open", () =>
  check("█\n", "open(store);\nif (a) {\n  save(b", "open(store);"));
test("keeps what opens a block", () => check("█\n", "if (a) {", "if (a) {"));
test("keeps what the next line closes", () =>
  check("  █\n}\n", "a();\n  list.each(() => {\n    b();", "a();", {}));
test("keeps a call that the suffix closes", () => check("f(█)\n", "g(a", "g(a"));
test("keeps an open bracket that nothing precedes", () => check("x = █\n", "f(a,\n  b,", "f(a,\n  b,"));

test("keeps a fence in Markdown", () =>
  check("█\n", "```ts\nx\n```", "```ts\nx\n```", { languageId: "markdown" }));
test("ends at a control token", () => check("x = █\n", "1<|fim_pad|>2", "1"));
test("ends at another control token", () => check("x = █\n", "1<|endoftext|>", "1"));
test("a chat model's echo goes", () => check("  return █\n", "  return a + b", "a + b", { chat: true }));
test("an echo without its indentation goes", () =>
  check("  return █\n", "return a + b", "a + b", { chat: true }));
test("what looks like an echo stays without chat", () => check("foo(█\n", "foo(1))", "foo(1))"));

test("an answer cut by its limit loses its last line", () =>
  check("f(() => {█\n", "\n  a();\n  b(", "\n  a();", { cutOff: true }));
test("one line cut by its limit goes", () => check("x = █\n", "compute(a, ", undefined, { cutOff: true }));
test("line ends are the document's", () => check("f() {█\r\n", "\n  a();\n}", "\r\n  a();\r\n}"));

/** Whether a model that wrote this may stop. */
const checkEnough = (marked: string, raw: string, expected: boolean, options: Options = {}): void =>
  expect(isEnough(raw, contextOf(marked, options))).toBe(expected);

test("goes on within the statement", () => checkEnough("x = █\n", "f(a,", false));
test("goes on at the line end", () => checkEnough("f() {█\n", "\n  a();\n", false));
test("stops at the next statement", () => checkEnough("x = █\n", "1;\ny = 2;\n", true));
test("does not judge a line that may still be indented", () =>
  checkEnough("f() {█\n", "\n  a();\n}\n", false));
test("stops at the suffix's closer", () => checkEnough("f(█)", "a)", true));
test("stops after one line before code", () => checkEnough("if (█) x();", "a\n", true));
test("does not judge talk before a fence", () => checkEnough("x = █\n", "```\n1\n2\n", false));

const code = fc.string({ unit: fc.constantFrom(..."ab1 \n\t(){}[]\"'`;,:=<>|#\r"), maxLength: 60 });
test("any text: no throw, no blank end, no line break of the other kind, never longer than the answer", () =>
  fc.assert(
    fc.property(code, code, code, fc.boolean(), fc.boolean(), (prefix, suffix, raw, chat, cutOff) => {
      const text = clipSuggestion(raw, { prefix, suffix, languageId: "typescript", chat }, cutOff);
      if (text === undefined) return;
      expect(text).toBe(text.trimEnd());
      expect(text.trim()).not.toBe("");
      expect(text.replaceAll("\r\n", "\n").length).toBeLessThanOrEqual(raw.length);
    }),
    { numRuns: 1_000 },
  ));
test("stopping early changes no suggestion", () =>
  fc.assert(
    fc.property(code, code, code, code, (prefix, suffix, raw, more) => {
      const context = { prefix, suffix, languageId: "typescript", chat: false };
      if (!isEnough(raw, context)) return;
      expect(clipSuggestion(raw + more, context)).toBe(clipSuggestion(raw, context));
    }),
    { numRuns: 2_000 },
  ));
