import { expect, test } from "vitest";
import { applyReplacements } from "../../../../src/core/repair/candidate.ts";
import { readSubject } from "../../../../src/core/testWriting/readSubject.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

async function rewritten(languageId: string, text: string): Promise<readonly string[]> {
  const tree = (await reader.tree(languageId, text))!;
  const subject = readSubject({ tree, languageId, name: "f", examples: [] })!;
  const texts = subject.fasterForms.map(({ edits }) => applyReplacements(text, edits));
  for (const one of texts) {
    const parsed = (await reader.tree(languageId, one))!;
    const types = Array.from({ length: parsed.count }, (_, node) => parsed.type(node));
    expect(types, one).not.toContain("ERROR");
  }
  return texts;
}

test.each([
  ["constants", 'def f(x):\n    return x not in ["a", "b", 3, "d"]\n', 'not in {"a", "b", 3, "d"}'],
  ["any", "def f(xs):\n    return any([x > 0 for x in xs])\n", "any(x > 0 for x in xs)"],
  ["the least", "def f(xs):\n    return sorted(xs, key=len)[0]\n", "return min(xs, key=len)\n"],
  ["the most", "def f(xs):\n    return sorted(xs)[-1]\n", "return max(xs)\n"],
  [
    "a list that is only looked into",
    "def f(xs):\n    seen = []\n    for x in xs:\n        if x in seen:\n            return x\n        seen.append(x)\n",
    "seen = set()\n    for x in xs:\n        if x in seen:\n            return x\n        seen.add(x)\n",
  ],
  [
    "a list that is returned",
    "def f(xs):\n    out = []\n    for x in xs:\n        if x not in out:\n            out.append(x)  # first\n    return out\n",
    "out = []\n    seen_out = set()\n    for x in xs:\n        if x not in seen_out:\n            out.append(x)  # first\n            seen_out.add(x)\n    return out\n",
  ],
  [
    "a list that is copied",
    "def f(xs):\n    out = []\n    for x in xs:\n        out = out + [x * 2]\n    return out\n",
    "out.append(x * 2)\n    return out\n",
  ],
])("Python: %s", async (_name, text, part) => {
  const found = await rewritten("python", text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(part);
});

test.each([
  ["few constants", "def f(x):\n    return x in [1, 2]\n"],
  ["values that are not constant", "def f(x, y):\n    return x in [1, 2, 3, y]\n"],
  ["a text with a value in it", 'def f(x, y):\n    return x in [1, 2, 3, f"{y}"]\n'],
  [
    "a list that others get",
    "def f(xs):\n    out = []\n    for x in xs:\n        if x not in out:\n            out.append(x)\n    return g(out)\n",
  ],
  [
    "a list whose values are not names",
    "def f(xs):\n    out = []\n    for x in xs:\n        if x not in out:\n            out.append(next(x))\n    return out\n",
  ],
  ["another sum", "def f(xs):\n    out = []\n    for x in xs:\n        out = [x] + out\n    return out\n"],
  ["the largest first", "def f(xs):\n    return sorted(xs, reverse=True)[0]\n"],
  ["the second", "def f(xs):\n    return sorted(xs)[1]\n"],
])("Python, left alone: %s", async (_name, text) => {
  expect(await rewritten("python", text)).toEqual([]);
});

test.each([
  ["first", "function f(xs) { return xs.filter((x) => x > 1)[0]; }", "xs.find((x) => x > 1);"],
  ["any", "function f(xs) { return xs.filter(g).length > 0; }", "return xs.some(g);"],
  ["none", "function f(xs) { return xs.filter(g).length === 0; }", "return !xs.some(g);"],
  [
    "an array that is only looked into",
    "function f(xs: string[]) {\n  const seen: string[] = [];\n  for (const x of xs) {\n    if (seen.indexOf(x) !== -1) return x;\n    seen.push(x);\n  }\n}",
    "const seen = new Set<string>();\n  for (const x of xs) {\n    if (seen.has(x)) return x;\n    seen.add(x);",
  ],
  [
    "an array that is returned",
    "function f(xs) {\n  const out = [];\n  for (const x of xs) {\n    if (out.indexOf(x) < 0) {\n      out.push(x);\n    }\n  }\n  return out;\n}",
    "const out = [];\n  const seenInOut = new Set();\n  for (const x of xs) {\n    if (!seenInOut.has(x)) {\n      out.push(x);\n      seenInOut.add(x);\n    }",
  ],
  [
    "an array that is copied",
    "function f(xs) {\n  let all = [];\n  for (const x of xs) all = all.concat([x * 2]);\n  return all;\n}",
    "all.push(x * 2);\n  return all",
  ],
  [
    "an array that is spread",
    "function f(xs) {\n  let all = [];\n  for (const x of xs) all = [...all, x];\n  return all;\n}",
    "all.push(x);\n",
  ],
])("TypeScript: %s", async (_name, text, part) => {
  const found = await rewritten("typescript", text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(part);
});

test.each([
  ["the second", "function f(xs) { return xs.filter(g)[1]; }"],
  ["how many", "function f(xs) { return xs.filter(g).length > 1; }"],
  ["a place that is written", "function f(xs) { xs.filter(g)[0] = 1; }"],
  [
    "where it is",
    "function f(xs) {\n  const seen = [];\n  for (const x of xs) {\n    seen.push(x);\n  }\n  return seen.indexOf(1);\n}",
  ],
  [
    "a push that shares its line",
    "function f(xs) {\n  const out = [];\n  for (const x of xs) if (!out.includes(x)) out.push(x);\n  return out;\n}",
  ],
  [
    "an array that is joined",
    "function f(xs) {\n  let all = [];\n  for (const x of xs) all = all.concat(x);\n  return all;\n}",
  ],
])("TypeScript, left alone: %s", async (_name, text) => {
  expect(await rewritten("typescript", text)).toEqual([]);
});
