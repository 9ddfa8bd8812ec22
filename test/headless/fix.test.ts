/** From a failing test to a verified patch, with real interpreters; the folder itself stays as it is. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import type { FixResult } from "../../src/features/repair/fix.ts";
import { Fixer } from "../../src/features/repair/fixer.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { findTests } from "../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";

const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

async function fix(root: string, budgetMs: number): Promise<FixResult> {
  const fixer = new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: repairProposer(reader),
      buildSchema: schemaBuilder(reader),
      outline: async () => undefined,
    },
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
  });
  const request = { testIds: [], budgetMs, maxPatches: 3 };
  return fixer.fix(request, () => {}, new AbortController().signal);
}

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = makeFolder(files);
  made.push(root);
  return root;
}

/** A patch is verified, applies, repairs the file, and nothing was written before. */
async function check(files: Readonly<Record<string, string>>, path: string, repaired: string): Promise<void> {
  const root = folderOf(files);
  const before = hashOfTree(root);
  const { patches, reason } = await fix(root, 150_000);
  expect(hashOfTree(root)).toBe(before);
  expect(reason).toBeUndefined();
  expect(patches[0]).toMatchObject({ verdict: "verified", evidence: { broken: [], stillFailing: [] } });
  execFileSync("git", ["apply", "-"], { cwd: root, input: patches[0]!.diff });
  expect(readFileSync(join(root, path), "utf8")).toContain(repaired);
}

const prices = `class Cart:
    def __init__(self):
        self.items = []

    def total(self):
        result = 0
        for price, count in self.items:
            result += price + count
        return result


def wait(flag):
    while flag:
        pass
    return 1
`;

const cases = `from prices import Cart, wait


class TotalTest(unittest.TestCase):
    def test_total(self):
        cart = Cart()
        cart.items.append((3, 2))
        self.assertEqual(cart.total(), 6)
        cart.items.append((10, 1))
        self.assertEqual(cart.total(), 16)

    def test_wait(self):
        self.assertEqual(wait(False), 1)
`;

test("unittest", { timeout: 240_000 }, () =>
  check(
    { "prices.py": prices, "test_prices.py": `import unittest\n\n${cases}` },
    "prices.py",
    "result += price * count",
  ),
);

const sums = "export function sum(numbers) {\n  return numbers.reduce((a, b) => a - b, 0);\n}\n";

test("node:test", { timeout: 300_000 }, () =>
  check(
    {
      "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
      "sum.js": sums,
      "sum.test.js":
        'import assert from "node:assert";\nimport { test } from "node:test";\nimport { sum } from "./sum.js";\n\ntest("adds", () => assert.equal(sum([1, 2]), 3));\ntest("nothing", () => assert.equal(sum([]), 0));\n',
    },
    "sum.js",
    "a + b",
  ),
);

test("TypeScript, an endless loop, and code that runs while it is loaded", { timeout: 300_000 }, () =>
  check(
    {
      "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
      "powers.ts":
        "function fill(count: number): number[] {\n  const found: number[] = [];\n  for (let at = 1; at <= count; at++) found.push(2 ** at);\n  return found;\n}\nconst powers = fill(8);\nexport function power(of: number): number {\n  while (of > 7) of -= 8;\n  return powers[of]!;\n}\n",
      "powers.test.ts":
        'import assert from "node:assert";\nimport { describe, it } from "node:test";\nimport { power } from "./powers.ts";\n\ndescribe("power", () => {\n  it("of three", () => assert.equal(power(3), 8));\n  it("of nine", () => assert.equal(power(9), 2));\n  it("of zero", () => assert.equal(power(0), 1));\n});\n',
    },
    "powers.ts",
    "let at = 0;",
  ),
);

test("what no small change repairs is told, and a test is never changed", { timeout: 240_000 }, async () => {
  const root = folderOf({
    "code.py": "def number():\n    return len(str(7))\n",
    "test_code.py":
      "import unittest\nfrom code_under import *\n\n\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(1, 2)\n",
    "code_under.py": "def nothing(a):\n    return a\n",
  });
  const before = hashOfTree(root);
  const { patches, reason } = await fix(root, 60_000);
  expect(patches).toEqual([]);
  expect(reason).toMatch(/No line of the project's code|None of/);
  expect(hashOfTree(root)).toBe(before);
});
