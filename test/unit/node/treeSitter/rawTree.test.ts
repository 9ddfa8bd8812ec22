import { describe, expect, test } from "vitest";
import { Parser, Query, type Tree } from "web-tree-sitter";
import { Grammars } from "../../../../src/node/treeSitter/grammars.ts";
import { RawGrammar } from "../../../../src/node/treeSitter/rawGrammar.ts";
import { RawWalk } from "../../../../src/node/treeSitter/rawTree.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";
import { syntaxFixtures } from "../../../support/syntaxFixtures.ts";

const grammars = new Grammars(grammarFiles);
const reader = new TreeSitterReader(grammarFiles, quietLog);

async function withTree<T>(grammar: string, text: string, use: (tree: Tree) => T | Promise<T>): Promise<T> {
  const language = await grammars.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const tree = parser.parse(text)!;
  try {
    return await use(tree);
  } finally {
    tree.delete();
    parser.delete();
  }
}

/** Type, field and place of all nodes, as the library's own cursor tells them. */
function byCursor(tree: Tree): string[] {
  const found: string[] = [];
  const cursor = tree.walk();
  for (let more = true; more; ) {
    found.push(`${cursor.nodeTypeId} ${cursor.currentFieldId} ${cursor.startIndex}-${cursor.endIndex}`);
    more = cursor.gotoFirstChild() || cursor.gotoNextSibling();
    while (!more && cursor.gotoParent()) more = cursor.gotoNextSibling();
  }
  cursor.delete();
  return found;
}

async function byWalk(grammar: string, tree: Tree): Promise<string[]> {
  const found: string[] = [];
  const memory = await grammars.memory();
  const enter = (type: number, field: number, _state: number, start: number, end: number): number => {
    found.push(`${type} ${field} ${start}-${end}`);
    return 0;
  };
  new RawWalk(memory, new RawGrammar(await grammars.load(grammar), memory), { enter }).walk(tree);
  return found;
}

/** Whole texts, and ends and middles of them, which hold errors and missing nodes. */
const variants = syntaxFixtures.flatMap(({ grammar, languageId, text }) => [
  { grammar, name: languageId, text },
  { grammar, name: `${languageId} cut short`, text: text.slice(0, text.length * 0.7) },
  { grammar, name: `${languageId} with a gap`, text: text.slice(0, 200) + text.slice(290) },
  { grammar, name: `${languageId} with wide characters`, text: text.replaceAll("order", "ördér🙂") },
]);

test.each(variants)("the walk sees what the cursor sees: $name", ({ grammar, text }) =>
  withTree(grammar, text, async (tree) => expect(await byWalk(grammar, tree)).toEqual(byCursor(tree))),
);

describe("facts are what tree-sitter's own queries find", () => {
  /** Places of names, references and imports by the library's own query engine. */
  async function byQuery(grammar: string, tree: Tree) {
    const query = new Query(await grammars.load(grammar), await grammars.query(grammar));
    const names = new Set<string>();
    const references = new Set<string>();
    const importLines = new Set<number>();
    for (const { captures } of query.matches(tree.rootNode)) {
      const isDefinition = captures.some(({ name }) => name.startsWith("definition."));
      const isImport = captures.some(({ name }) => name === "import.module");
      for (const { name, node } of captures) {
        const place = `${node.startPosition.row}:${node.startPosition.column}`;
        if (name === "name" && isDefinition) names.add(place);
        if (/^(?:reference\.|embedded|import\.(?:name|alias|default|self))/.test(name)) references.add(place);
        if (name === "import" && isImport) importLines.add(node.startPosition.row);
      }
    }
    query.delete();
    for (const name of names) references.delete(name);
    return { names, references, importLines };
  }

  test.each(syntaxFixtures)("$languageId", ({ languageId, grammar, text }) =>
    withTree(grammar, text, async (tree) => {
      const expected = await byQuery(grammar, tree);
      const facts = (await reader.read(languageId, text))!;
      const names = facts.definitions.map(({ nameLine, nameColumn }) => `${nameLine}:${nameColumn}`);
      const references = facts.references.map(({ line, column }) => `${line}:${column}`);
      expect(names.sort()).toEqual([...expected.names].sort());
      expect(references.sort()).toEqual([...expected.references].sort());
      expect(new Set(facts.imports.map(({ line }) => line))).toEqual(expected.importLines);
    }),
  );
});
