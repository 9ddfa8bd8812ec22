import { expect, test } from "vitest";
import { definitionName, type SyntaxFacts } from "../../../../src/core/syntax/facts/facts.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";
import { syntaxFixtures } from "../../../support/syntaxFixtures.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

function render(facts: SyntaxFacts): string {
  const lines = [
    ...facts.definitions.map(
      ({ kind, startLine, endLine, nameLine, nameColumn }, i) =>
        `${kind} ${definitionName(facts, i)} ${startLine}-${endLine}, name at ${nameLine}:${nameColumn}`,
    ),
    ...facts.imports.map(({ module, line, names }) => {
      const bound = names.map(({ name, local }) => (name === local ? name : `${name} as ${local}`));
      return `import ${module} ${line}${bound.length > 0 ? `: ${bound.join(", ")}` : ""}`;
    }),
    ...facts.references.map(({ role, name, line, column, within, receiver }) => {
      const place = within < 0 ? "" : ` in ${definitionName(facts, within)}`;
      return `${role} ${receiver === "" ? "" : `[${receiver}] `}${name} ${line}:${column}${place}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

test.each(syntaxFixtures)("facts of $languageId", async ({ languageId, text }) => {
  const facts = await reader.read(languageId, text);
  await expect(render(facts!)).toMatchFileSnapshot(`golden/${languageId}.txt`);
});

test.each(["typescript", "typescriptreact"])(
  "types that %s hands on have the tree of other exports",
  async (id) => {
    const text = 'export type * from "./a";\nexport type * as b from "./b";\nexport interface C {}\n';
    const types = async (written: string): Promise<readonly string[]> => {
      const tree = (await reader.tree(id, written))!;
      return Array.from({ length: tree.count }, (_, node) => tree.type(node));
    };
    expect(await types(text)).toEqual(await types(text.replaceAll("type *", "*")));
  },
);

test("a language without grammar has no facts", async () =>
  expect(await reader.read("markdown", "# a")).toBeUndefined());

test("a text over a megabyte is not parsed", async () =>
  expect(await reader.read("json", `[${" ".repeat(1 << 20)}]`)).toBeUndefined());

test("a text that takes too long is given up, and the next one is read", async () => {
  const hostile = `x = ${"(".repeat(20_000)}${"[{".repeat(300_000)}`;
  expect(await reader.read("cpp", hostile)).toBeUndefined();
  expect((await reader.read("cpp", "int f() { return 1; }"))?.definitions).toHaveLength(1);
});

test("a missing grammar is told once and there are no facts", async () => {
  const errors: string[] = [];
  const log = { ...quietLog, error: (message: string) => void errors.push(message) };
  const broken = new TreeSitterReader({ ...grammarFiles, grammar: () => "/missing.wasm" }, log);
  expect(await broken.read("go", "package a")).toBeUndefined();
  expect(await broken.read("go", "package a")).toBeUndefined();
  expect(errors).toHaveLength(1);
});
