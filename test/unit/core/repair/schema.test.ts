/** Changes side by side: without one switched on the text does what it did, with one what the changed text does. */
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { applyReplacements } from "../../../../src/core/repair/candidate.ts";
import { generateCandidates } from "../../../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../../../src/core/repair/repairLanguages.ts";
import { buildSchema } from "../../../../src/core/repair/schema.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

const code = `"use strict";
function gcd(a, b) {
  "a directive"
  for (let i = 0; i < 3; i++) a += 0
  while (b) [a, b] = [b, a % b];
  return a;
}
const twice = (x) => x * 2
const later = (x) => (y) => ({ sum: x + y })
class Pair {
  constructor(a) { this.a = a }
  get max() { if (this.a > 1) return this.a; else return 1 }
}
function kind(n) {
  switch (n) { case 0: return "none"; default: if (n > 5) { return "many" } return "some" }
}
do twice(1); while (false)
JSON.stringify([gcd(12, 18), twice(4), later(1)(2), new Pair(3).max, new Pair(0).max, kind(0), kind(3), kind(9)]);
`;

async function treeOf(text: string) {
  // However busy the machine is.
  const tree = await reader.tree("javascript", text, 60_000);
  if (!tree) throw new Error("Cannot parse the text");
  return tree;
}

/** What a text does with a change switched on, within so many calls and turns. */
function run(text: string, active: number, ticks = 5000): { value: unknown; lines: ReadonlySet<number> } {
  const lines = new Set<number>();
  let left = ticks;
  const state = {
    a: active,
    t: () => {
      if (--left < 0) throw new Error("endless");
    },
    l: (_file: number, line: number) => void lines.add(line),
  };
  let value: unknown;
  try {
    value = new Script(text).runInNewContext({ __touchstone__: state }, { timeout: 2000 });
  } catch (error) {
    value = `${(error as Error).name}: ${(error as Error).message}`;
  }
  return { value, lines };
}

test("each change does what it does alone, and nothing while it is off", async () => {
  const tree = await treeOf(code);
  const lineScores = new Map(code.split("\n").map((_, line) => [line, 1]));
  const candidates = generateCandidates({
    tree,
    grammar: repairGrammarOf("javascript")!,
    lineScores,
    literals: { numbers: [], strings: [] },
    limit: 400,
  });
  const alone = await Promise.all(
    candidates.map(async ({ edits }) => {
      const text = applyReplacements(code, edits);
      return run(buildSchema({ tree: await treeOf(text), variants: [] }).text, 0).value;
    }),
  );
  const variants = candidates.flatMap(({ edits }, at) =>
    String(alone[at]).startsWith("SyntaxError") ? [] : [{ id: at + 1, edits }],
  );
  const { text, placed } = buildSchema({ tree, variants });
  const plain = run(code, 0).value;
  expect(run(text, 0).value).toBe(plain);
  expect(placed.length).toBeGreaterThan(150);
  const differ = placed.filter(({ id }) => run(text, id).value !== alone[id - 1]);
  expect(differ.map(({ id }) => candidates[id - 1]!.edits)).toEqual([]);
  expect(new Set(alone).size).toBeGreaterThan(20);
});

test("an endless change is counted, and a loop in a branch without braces too", async () => {
  const text = "function f(n) { if (n) while (n > 0) n -= 1; return n }\nf(3);";
  const at = text.indexOf("-= 1");
  const variants = [{ id: 7, edits: [{ start: at, end: at + 2, text: "+=" }] }];
  const schema = buildSchema({ tree: await treeOf(text), variants });
  expect(run(schema.text, 0).value).toBe(0);
  expect(run(schema.text, 7).value).toBe("Error: endless");
});

test("a change from a loop's body to what follows leaves the loop counted", async () => {
  const text = "function f(n) { while (n > 0) n -= 1; return n }\nf(3);";
  const [at, behind] = [text.indexOf("-= 1"), text.indexOf("n }")];
  const variants = [{ id: 7, edits: [{ start: at, end: behind, text: "+= 1; return -" }] }];
  const schema = buildSchema({ tree: await treeOf(text), variants });
  expect(run(schema.text, 0).value).toBe(0);
  expect(run(schema.text, 7).value).toBe("Error: endless");
});

test("lines that ran are told by the first line of each statement, with how far it goes", async () => {
  const text =
    "function f(n) {\n  if (n > 1)\n    return [\n      n,\n    ];\n  else n++;\n  const g = (a) => a;\n  return g(n);\n}\nf(5);";
  const { text: probed, spans } = buildSchema({ tree: await treeOf(text), variants: [], probeAs: 0 });
  expect([...run(probed, 0).lines].sort((a, b) => a - b)).toEqual([2, 3, 10]);
  expect(spans).toContainEqual([3, 5]);
});

test("a change of a parameter or of a module's own statement is left out, and lines stay where they were", async () => {
  const tree = await treeOf(code);
  const parameter = code.indexOf("x) => x * 2");
  const call = code.indexOf("gcd(12");
  const { text, placed } = buildSchema({
    tree,
    variants: [
      { id: 1, edits: [{ start: parameter, end: parameter + 1, text: "y" }] },
      { id: 2, edits: [{ start: call, end: call + 3, text: "twice" }] },
    ],
  });
  expect(placed).toEqual([]);
  expect(text.split("\n")).toHaveLength(code.split("\n").length);
});
