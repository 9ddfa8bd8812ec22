import { expect, test } from "vitest";
import { findUseSites } from "../../../../src/core/apiDocs/use/useSites.ts";
import { lexicalFamilies } from "../../../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../../../src/core/syntax/outline/lexer.ts";

/** Compares `line: code` of each statement that uses `send`. */
function check(text: string, expected: readonly string[], family: "ecma" | "python" = "ecma") {
  const sites = findUseSites(lex(text, lexicalFamilies[family]), "send");
  expect(sites.map(({ line, code }) => `${line}: ${code}`)).toEqual(expected);
  for (const { start, end } of sites) expect(text.slice(start, end)).toBe("send");
}

for (const [what, text, expected] of [
  ["a call", "import { send } from 'a';\n\n  send('x');\n", ["2: send('x');"]],
  ["a member", "const r = await s.send(a);", ["0: const r = await s.send(a);"]],
  ["a call over several lines", "x;\n  s.send(\n    a,\n  );\ny;", ["1: s.send(\n  a,\n);"]],
  ["an argument", "log(\n  s.send(a),\n);", ["0: log(\n  s.send(a),\n);"]],
  ["a statement of a block in an argument", "it('x', () => {\n  s.send(a);\n  b();\n});", ["1: s.send(a);"]],
  ["a declaration", "function send() {}\nconst send = 1;", []],
  ["a key", "const a = { send: 1 };", []],
  ["an import", "import { send } from 'a';\nexport { send } from 'b';", []],
  ["a statement that is too long", `s.send(\n${"a,\n".repeat(9)});`, []],
  ["what a comment says", "// s.send(a)\n", []],
] as const) {
  test(what, () => check(text, expected));
}

test("Python", () =>
  check(
    "from a import send\ndef send(x): pass\n\ndef f():\n    return send(\n        1)\n@send(2)\nclass A: pass\n",
    ["4: return send(\n    1)", "6: @send(2)"],
    "python",
  ));

test("not more than a few of one text", () => {
  const text = Array.from({ length: 30 }, (_, i) => `send(${i});`).join("\n");
  expect(findUseSites(lex(text, lexicalFamilies.ecma), "send")).toHaveLength(6);
});
