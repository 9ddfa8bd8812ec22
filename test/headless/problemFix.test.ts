/** From what a checker says to a patch, with real checkers in copies; the folder itself stays as it is. */
import { afterAll, describe, expect, test } from "vitest";
import { inOrder, says, textOfRequest } from "../support/scriptedChatModels.ts";
import { after, fixHere as fix, removeFolders } from "./support/fixHere.ts";

afterAll(removeFolders);

const typescript = {
  "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "ES2023",
      module: "NodeNext",
      strict: true,
      noUnusedLocals: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      types: ["node"],
    },
    include: ["src", "test"],
  }),
  "src/store.ts":
    "export interface Item {\n  readonly price: number;\n  readonly count: number;\n}\n\nexport const priceOf = (item: Item): number => item.price * item.count;\nexport const load = async (): Promise<Item> => ({ price: 2, count: 3 });\n",
  "test/cart.test.ts":
    'import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { total } from "../src/cart.ts";\n\ntest("total", () => assert.equal(total([{ price: 2, count: 3 }]), 6));\n',
};

describe("the TypeScript compiler", { timeout: 600_000 }, () => {
  test("a name is imported, and a test that failed for it passes", async () => {
    const result = await fix({
      ...typescript,
      "src/cart.ts":
        'import type { Item } from "./store.ts";\n\nexport const total = (items: readonly Item[]): number =>\n  items.reduce((sum, item) => sum + █priceOf(item), 0);\n',
    });
    expect(result.reason).toBeUndefined();
    expect(after(result)).toContain('import { priceOf } from "./store.ts";');
    expect(result.patches[0]).toMatchObject({
      verdict: "verified",
      engine: "builtin",
      evidence: { broken: [], checked: { by: "the TypeScript compiler" } },
    });
    expect(result.patches[0]!.evidence.flipped).toHaveLength(1);
  });

  const cart = (total: string, more = "") =>
    `import { type Item, load, priceOf } from "./store.ts";\n\nexport const total = (items: readonly Item[]): number =>\n  items.reduce((sum, item) => sum + ${total}, 0);\nexport const first = async (): Promise<number> => priceOf(await load());\n${more}`;

  test("a member is spelt as its type has it", async () => {
    const result = await fix({
      ...typescript,
      "src/cart.ts": cart("item.█pirce * item.count")
        .replace(", priceOf", "")
        .replace("priceOf(await load())", "(await load()).price"),
    });
    expect(after(result)).toContain("sum + item.price * item.count");
    expect(result.patches[0]).toMatchObject({ verdict: "verified" });
  });

  test("what is missing is waited for, and nothing is verified that no test notices", async () => {
    const result = await fix({
      ...typescript,
      "src/late.ts":
        'import { load, priceOf } from "./store.ts";\n\nexport async function late(): Promise<number> {\n  return priceOf(█load());\n}\n',
    });
    expect(after(result)).toContain("priceOf(await load())");
    expect(result.patches[0]).toMatchObject({
      verdict: "plausible",
      evidence: { ran: 0, limitation: expect.stringContaining("No test depends on what it changes") },
    });
  });

  test("an unused import goes", async () => {
    const result = await fix({
      ...typescript,
      "src/cart.ts": cart("priceOf(item)")
        .replace("load, priceOf", "█load, priceOf")
        .replace(/export const first.*\n/, ""),
    });
    expect(after(result)).toContain('import { type Item, priceOf } from "./store.ts";');
    expect(result.patches[0]).toMatchObject({ verdict: "verified" });
  });

  test("a change that breaks a test is not given, though the compiler takes it", async () => {
    // Both names fit the type: the test alone tells which is meant.
    const result = await fix({
      ...typescript,
      "src/cart.ts":
        'import type { Item } from "./store.ts";\n\nexport const total = (items: readonly Item[]): number => {\n  const result1 = 0;\n  const result2 = items.reduce((sum, item) => sum + item.price * item.count, 0);\n  return result1 > 9 ? 0 : █result3;\n};\n',
    });
    expect(after(result)).toContain(": result2;");
    expect(result.patches[0]).toMatchObject({ verdict: "verified" });
  });

  test("a line of which nothing is said is told as such", async () => {
    const result = await fix({ ...typescript, "src/cart.ts": cart("█priceOf(item)") });
    expect(result.patches).toEqual([]);
    expect(result.reason).toContain("the TypeScript compiler finds nothing there");
  });

  const broken = cart("priceOf(item)").replace("items.reduce", "█[...items].toSortedd().reduce");
  const edit = (now: string) =>
    says(
      `It is misspelt.\n\nsrc/cart.ts\n<<<<<<< SEARCH\n  [...items].toSortedd().reduce((sum, item) => sum + priceOf(item), 0);\n=======\n${now}\n>>>>>>> REPLACE\n`,
    );

  test("a model that silences the compiler is refused and told, then believed by the compiler alone", async () => {
    const result = await fix(
      { ...typescript, "src/cart.ts": broken },
      {
        engine: "model",
        script: inOrder(
          edit("  // @ts-ignore\n  [...items].toSortedd().reduce((sum, item) => sum + priceOf(item), 0);"),
          edit("  [...items].toSorte().reduce((sum, item) => sum + priceOf(item), 0);"),
          edit("  [...items].toSorted().reduce((sum, item) => sum + priceOf(item), 0);"),
        ),
      },
    );
    expect(result.patches).toHaveLength(1);
    expect(result.patches[0]).toMatchObject({
      engine: "model",
      verdict: "verified",
      evidence: { rounds: 3 },
    });
    const [, second, third] = result.models.requests;
    expect(textOfRequest(second!)).toContain("silences the checker");
    expect(textOfRequest(third!)).toContain("toSorte");
  });
});

const counted = {
  "shop/__init__.py": "",
  "test_count.py":
    "import unittest\n\nfrom shop.count import count\n\n\nclass CountTest(unittest.TestCase):\n    def test_count(self):\n        self.assertEqual(count('aab')['a'], 2)\n",
};

describe("Python's own compiler", { timeout: 600_000 }, () => {
  test("a mark that is missing is put in", async () => {
    const result = await fix({
      "cart.py": "def total(items)█\n    return sum(items)\n",
      "test_cart.py":
        "import unittest\n\nfrom cart import total\n\n\nclass CartTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total([1, 2]), 3)\n",
    });
    expect(after(result)).toBe("def total(items):\n    return sum(items)\n");
    expect(result.patches[0]).toMatchObject({ verdict: "verified" });
  });

  test("an import that no module has is written as the module has it", async () => {
    const result = await fix({
      ...counted,
      "shop/count.py": "from collections import █Countre\n\n\ndef count(items):\n    return Counter(items)\n",
    });
    expect(after(result)).toContain("from collections import Counter\n");
    expect(result.patches[0]).toMatchObject({ verdict: "verified" });
  });

  test("a module of the project that is misspelt is found, and nothing of it runs to tell", async () => {
    const result = await fix({
      ...counted,
      "shop/store.py": 'raise SystemExit("must not run to be looked at")\nSHELVES = 3\n',
      "shop/count.py":
        "from .█stroe import SHELVES\n\n\ndef count(items):\n    return len(items) * SHELVES\n",
    });
    expect(after(result)).toContain("from .store import SHELVES\n");
    expect(result.patches[0]).toMatchObject({
      verdict: "plausible",
      evidence: { checked: { by: "Python's search for modules" } },
    });
  });

  test("where no checker says it, names alone are judged, and it is said", async () => {
    const result = await fix(
      { "cart.py": "def total(items):\n    result = sum(items)\n    return █resutl\n", "pyproject.toml": "" },
      { told: { message: 'Name "resutl" is a riddle: undefined name', source: "Riddler" } },
    );
    expect(result.patches.every(({ verdict }) => verdict !== "verified")).toBe(true);
  });
});
