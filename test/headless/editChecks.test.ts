/** An instructed edit judged by real checkers, before and after, in a copy; what they newly find is told to the model. */
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { AskResult, EditResult } from "../../src/ports/rpc.ts";
import { RpcClient } from "../support/rpcClient.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { sampleRepo } from "./support/sampleRepo.ts";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const open: { end(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.end()));
});

const block = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
  readonly first: string;
  readonly mending: string;
}

async function edited({ files, path, first, mending }: Scene) {
  const repo = sampleRepo(files);
  if (files["package.json"] !== undefined) symlinkSync(packages, join(repo.path, "node_modules"));
  const model = await ScriptedModel.start({
    chat: ({ messages }) => {
      const last = (messages as readonly { readonly content: string }[]).at(-1)!.content;
      if (last.includes("Instruction:")) return { text: first };
      return { text: last.includes("checkers find new problems") ? mending : "They fit." };
    },
  });
  const client = new RpcClient(["--root", repo.path]);
  open.push({ end: () => repo.remove() }, { end: () => model.stop() }, client);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted", "tests.sandbox": "off" },
  });
  await client.call("index/wait");
  const result = await client.call<EditResult>("edit", { path, instruction: "change it", checks: true });
  expect(result.reason).toBeUndefined();
  for (const [name, text] of Object.entries(files))
    expect(readFileSync(join(repo.path, name), "utf8")).toBe(text);
  const told = model.requests.map(({ body }) => JSON.parse(body) as { messages: { content: string }[] });
  return { patch: result.patches[0]!, told: told.map(({ messages }) => messages.at(-1)!.content) };
}

test("the TypeScript compiler and Biome judge what an edit does to files that it does not change", async () => {
  const { patch, told } = await edited({
    files: {
      "package.json": '{ "type": "module" }\n',
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          ...{ target: "ES2023", module: "NodeNext", strict: true, noEmit: true, types: [] },
          allowImportingTsExtensions: true,
        },
        include: ["src"],
      }),
      "biome.json": "{}\n",
      "src/price.ts": "export const priceOf = (count: number): number => count * 2;\n",
      "src/cart.ts":
        'import { priceOf } from "./price.ts";\n\nexport const total: number = priceOf(3);\nexport const old: string = 1;\n',
    },
    path: "src/price.ts",
    first: block(
      "src/price.ts",
      "export const priceOf = (count: number): number => count * 2;",
      "export const priceOf = (count: number): string => String(count * 2);",
    ),
    mending: block(
      "src/cart.ts",
      "export const total: number = priceOf(3);",
      "export const total: string = priceOf(3);",
    ),
  });
  const asked = told.find((text) => text.includes("checkers find new problems"))!;
  expect(asked).toMatch(/- src\/cart\.ts:3: Type 'string' is not assignable to type 'number'\. \(TS2322\)/);
  expect(asked).not.toContain("src/cart.ts:4");
  expect(patch.diff).toContain("+export const total: string = priceOf(3);");
  expect(patch.evidence.map(({ kind, text }) => `${kind}: ${text}`)).toContain(
    "good: The TypeScript compiler and Biome find nothing new with it, in a copy",
  );
}, 300_000);

test("A checker that needs no set-up stands in where none is set up, and what stays is shown", async () => {
  const { patch, told } = await edited({
    files: { "a.py": "def f(x):\n    return x\n" },
    path: "a.py",
    first: block("a.py", "    return x", "    return x\n\n\nreturn 1"),
    mending: "It is meant so.",
  });
  expect(told.filter((text) => text.includes("checkers find new problems"))).toHaveLength(1);
  expect(patch.evidence.find(({ text }) => /new problem/.test(text))).toMatchObject({
    kind: "bad",
    details: [expect.stringContaining("'return' outside function")],
  });
}, 300_000);

test("what a model proposes in chat is judged by the project's checkers and its tests where the question allows it", async () => {
  const code = "export function sum(a, b) {\n  return a + b;\n}\n";
  const repo = sampleRepo({
    "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }\n',
    "biome.json": "{}\n",
    "src/sum.js": code,
    "src/sum.test.js":
      'import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { sum } from "./sum.js";\n\ntest("adds", () => assert.equal(sum(1, 2), 3));\n',
  });
  symlinkSync(packages, join(repo.path, "node_modules"));
  const proposing = (body: string) => ({
    text: "",
    tools: [
      {
        name: "propose_edit",
        arguments: { title: "Sum otherwise", edits: block("src/sum.js", "  return a + b;", body) },
      },
    ],
  });
  const toolResults = (body: Record<string, unknown>): readonly string[] =>
    (body["messages"] as readonly { readonly role: string; readonly content: string }[])
      .filter(({ role }) => role === "tool")
      .map(({ content }) => content);
  const model = await ScriptedModel.start({
    chat: (body) => {
      const results = toolResults(body).length;
      if (results === 0) return proposing("  debugger;\n  return a - b;");
      return results === 1 ? proposing("  return b + a;") : { text: "The second one is right." };
    },
  });
  const client = new RpcClient(["--root", repo.path]);
  open.push({ end: () => repo.remove() }, { end: () => model.stop() }, client);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted", "tests.sandbox": "off" },
  });
  await client.call("index/wait");
  const { patches = [] } = await client.call<AskResult>("ask", {
    ...{ question: "let sum add the other way round", engine: "model" },
    ...{ checks: true, tests: true },
  });
  const facts = patches.map(({ evidence }) => evidence.map(({ kind, text }) => `${kind}: ${text}`));
  expect(facts[0]).toEqual(
    expect.arrayContaining([
      "bad: Biome finds 1 new problem with it",
      "bad: 1 test passed and fails with it",
    ]),
  );
  expect(facts[1]).toEqual([
    "good: What is changed parses",
    "good: Biome finds nothing new with it, in a copy",
    "good: 1 affected test passes with it, in a copy",
  ]);
  const [first, second] = toolResults(JSON.parse(model.requests[2]!.body) as Record<string, unknown>);
  expect(first).toMatch(/src\/sum\.js:2: .*debugger/i);
  expect(first).toMatch(/adds passed before and fails now/);
  expect(second).toMatch(/Biome finds nothing new with it, in a copy\. 1 affected test passes/);
  expect(readFileSync(join(repo.path, "src/sum.js"), "utf8")).toBe(code);
}, 300_000);
