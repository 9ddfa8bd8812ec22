import { expect, test } from "vitest";
import { clipCode, writtenCode } from "../../../src/core/completion/clip.ts";
import { TreeSitterParser } from "../../../src/node/treeSitter/treeSitterParser.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";
import { quietLog } from "../../support/indexerHarness.ts";

const parser = new TreeSitterParser(grammarFiles, quietLog);

/** What is kept of `written` at the cursor `█`, where a tree tells the block. */
async function check(languageId: string, marked: string, written: string, kept: string): Promise<void> {
  const [prefix = "", suffix = ""] = marked.split("█");
  const context = { prefix, suffix, languageId, chat: false };
  const insert = writtenCode(written, context);
  const replace = { start: prefix.length, end: prefix.length };
  const asked = { path: `/w/${languageId}`, languageId, text: prefix + suffix, replace, insert };
  const fit = await parser.blockFit(asked);
  expect(fit, "a tree tells").toBeDefined();
  expect(clipCode(insert, context, fit)).toBe(kept);
}

const cases: readonly [string, string, string, string, string][] = [
  [
    "the body goes on behind a blank line, up to its end",
    "python",
    "def f(a):\n    █\n\n\ndef h():\n    pass\n",
    "b = a\n\n    return b\n\n\ndef g():\n    pass\n",
    "b = a\n\n    return b",
  ],
  [
    "one method at a time",
    "python",
    "class A:\n    █\n",
    "def f(self):\n        a()\n\n        b()\n\n    def g(self):\n        c()\n",
    "def f(self):\n        a()\n\n        b()",
  ],
  [
    "one function at a time in a file",
    "typescript",
    "import { a } from './a';\n\n█\n",
    "export function f() {\n  a();\n}\n\nexport function g() {\n  a();\n}\n",
    "export function f() {\n  a();\n}",
  ],
  [
    "the closer is left to the text that has it",
    "typescript",
    "function f() {\n  █\n}\n\nconst b = 1;\n",
    "a();\n\n  b();\n}\n\nfunction g() {\n  c();\n}\n",
    "a();\n\n  b();",
  ],
  [
    "the closer is written where the text lacks it",
    "typescript",
    "function f() {█\n\nfunction h() {\n  return 1;\n}\n",
    "\n  a();\n\n  b();\n}\n\nfunction g() {\n  c();\n}\n",
    "\n  a();\n\n  b();\n}",
  ],
  [
    "a method of a class that is not closed yet",
    "typescript",
    "class A {\n  f() {█\n",
    "\n    a();\n  }\n\n  g() {\n    b();\n  }\n}\n\nclass B {}\n",
    "\n    a();\n  }",
  ],
  [
    "brackets around a function",
    "javascript",
    "app.use(function (req, res) {█\n",
    "\n  send(res);\n});\n\napp.listen(1);\n",
    "\n  send(res);\n});",
  ],
  [
    "lines of a text may stand at the margin",
    "go",
    "package a\n\nfunc f() string {\n\t█\n}\n",
    "x := `\none\ntwo\n`\n\treturn x\n}\n\nfunc g() {\n}\n",
    "x := `\none\ntwo\n`\n\treturn x",
  ],
  [
    "a switch has its cases at its own indentation",
    "go",
    "package a\n\nfunc f(x int) int {\n\tswitch x {█\n\treturn 0\n}\n",
    "\n\tcase 1:\n\t\treturn 1\n\tdefault:\n\t\treturn 2\n\t}\n\treturn 3\n",
    "\n\tcase 1:\n\t\treturn 1\n\tdefault:\n\t\treturn 2\n\t}",
  ],
  [
    "the brace on a line of its own",
    "csharp",
    "class A\n{\n    void F()\n    {█\n    }\n}\n",
    "\n        A();\n\n        B();\n    }\n\n    void G()\n    {\n    }\n",
    "\n        A();\n\n        B();",
  ],
  [
    "a statement over several lines",
    "java",
    "class A {\n  void f() {\n    var x = █\n    g();\n  }\n}\n",
    "list.stream()\n        .filter(a -> a)\n        .toList();\n    var y = 1;\n    g();\n",
    "list.stream()\n        .filter(a -> a)\n        .toList();",
  ],
  [
    "else belongs to its if",
    "typescript",
    "function f() {\n  if (a) {█\n\n  done();\n}\n",
    "\n    b();\n  } else {\n    c();\n  }\n  d();\n",
    "\n    b();\n  } else {\n    c();\n  }",
  ],
  [
    "from a line that goes on with a signature",
    "java",
    "class A {\n  void f(\n      int a, int b) {█\n  }\n}\n",
    "\n    g(a);\n  }\n\n  void h() {}\n",
    "\n    g(a);",
  ],
  [
    "entries up to the end of an object",
    "javascript",
    "const a = {\n  █\n};\n",
    "b: 1,\n  c: 2,\n};\n\nconst d = 3;\n",
    "b: 1,\n  c: 2,",
  ],
  [
    "words that close",
    "ruby",
    "def f(a)\n  █\nend\n",
    "b = a\n\n  b.each do |c|\n    if c\n      puts c\n    end\n  end\nend\n\ndef g\nend\n",
    "b = a\n\n  b.each do |c|\n    if c\n      puts c\n    end\n  end",
  ],
  [
    "brackets in the text of an element are none",
    "typescriptreact",
    "function F() {█\n}\n",
    "\n  if (e) return <p>Error :(</p>;\n\n  return <p>Fine</p>;\n}\n\nfunction G() {}\n",
    "\n  if (e) return <p>Error :(</p>;\n\n  return <p>Fine</p>;",
  ],
  [
    "what a tree of C tells",
    "c",
    "int f(int a)\n{\n    █\n}\n",
    "int b = a;\n\n    return b;\n}\n\nint g(void)\n{\n    return 0;\n}\n",
    "int b = a;\n\n    return b;",
  ],
  [
    "everything where the block goes on",
    "python",
    "def f(a):\n    █\n    return a\n",
    "a += 1\n    if a:\n        g(a)",
    "a += 1\n    if a:\n        g(a)",
  ],
];
test.each(cases)("%s", (_, languageId, marked, written, kept) => check(languageId, marked, written, kept));

test("data and markup have no blocks, nor has a text that makes no sense", async () => {
  const ask = (languageId: string, text: string, insert: string) =>
    parser.blockFit({
      path: `/w/${languageId}`,
      languageId,
      text,
      replace: { start: text.length, end: text.length },
      insert,
    });
  expect(await ask("yaml", "a:\n  ", "b: 1\nc: 2\n")).toBeUndefined();
  expect(await ask("perl", "sub f {", "\n  1;\n}\n")).toBeUndefined();
  expect(await ask("java", "class ) ( {{ ", "\n ) x;\n}\n")).toBeUndefined();
});
