/** From what a checker says to a patch, with real checkers in copies; the folder itself stays as it is. */
import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { FixEngine, FixRequest, FixResult } from "../../src/features/repair/fix.ts";
import { openRepairs } from "../../src/features/repair/repairs.ts";
import { systemClock } from "../../src/node/clock.ts";
import {
  type ChatScript,
  inOrder,
  ScriptedChatModels,
  says,
  textOfRequest,
} from "../support/scriptedChatModels.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { engineHere } from "./support/engineHere.ts";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

interface Asked {
  readonly engine?: FixEngine;
  readonly script?: ChatScript;
  readonly told?: Partial<NonNullable<FixRequest["problem"]>>;
}

/** Repairs the place of `█`. */
async function fix(
  marked: Readonly<Record<string, string>>,
  { engine, script, told = {} }: Asked = {},
): Promise<FixResult & { readonly models: ScriptedChatModels }> {
  const [path, text] = Object.entries(marked).find(([, one]) => one.includes("█"))!;
  const root = makeFolder({ ...marked, [path]: text.replace("█", "") });
  made.push(root);
  if (marked["package.json"] !== undefined) symlinkSync(packages, join(root, "node_modules"));
  const here = await engineHere(root);
  const before = hashOfTree(root);
  const models = new ScriptedChatModels(script ?? inOrder());
  const repairs = openRepairs({
    engine: here,
    search: here,
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
    model: { models, clock: systemClock },
  });
  const [above] = text.split("█");
  const lines = above!.split("\n");
  const problem = { path: `${root}/${path}`, line: lines.length - 1, column: lines.at(-1)!.length, ...told };
  const request = {
    testIds: [],
    problem,
    engine: engine ?? "builtin",
    budgetMs: 120_000,
    maxPatches: 2,
  } as const;
  const result = await repairs.fix(request, () => {}, never);
  expect(hashOfTree(root)).toBe(before);
  for (const { diff } of result.patches)
    execFileSync("git", ["apply", "--check", "-"], { cwd: root, input: diff });
  return { ...result, models };
}

const after = ({ patches }: FixResult): string => {
  const [change] = patches[0]?.changes ?? [];
  return change?.kind === "changed" ? change.after : "";
};

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

  test("where no checker says it, names alone are judged, and it is said", async () => {
    const result = await fix(
      { "cart.py": "def total(items):\n    result = sum(items)\n    return █resutl\n", "pyproject.toml": "" },
      { told: { message: 'Name "resutl" is a riddle: undefined name', source: "Riddler" } },
    );
    expect(result.patches.every(({ verdict }) => verdict !== "verified")).toBe(true);
  });
});
