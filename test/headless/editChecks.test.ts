/** An instructed edit judged by real checkers, before and after, in a copy; what they newly find is told to the model. */
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { EditResult } from "../../src/ports/rpc.ts";
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
}, 120_000);

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
}, 120_000);
