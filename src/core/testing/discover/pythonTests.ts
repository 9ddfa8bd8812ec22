/** Tests of pytest and unittest: functions and methods named `test...`, classes named `Test...` or made from a `TestCase`. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type FoundTest, LineTable } from "./foundTest.ts";

export interface PythonTest extends FoundTest {
  /** Whether it belongs to a class that derives from another, which unittest needs. */
  readonly isUnittest: boolean;
}

/** The definition below its decorators. */
const definitionOf = (tree: FlatTree, node: number): number =>
  tree.type(node) === "decorated_definition" ? tree.child(node, "definition") : node;

export function findPythonTests(tree: FlatTree): PythonTest[] {
  const lines = new LineTable(tree.text);
  const unittests = unittestClasses(tree);
  const found: PythonTest[] = [];
  const visit = (block: number, suites: readonly string[], isUnittest: boolean): void => {
    for (const outer of tree.children(block)) {
      const node = definitionOf(tree, outer);
      const name = tree.textOf(tree.child(node, "name"));
      if (tree.type(node) === "function_definition" && /^test/.test(name)) {
        found.push({ label: name, suites, isUnittest, range: lines.rangeOf(tree, outer) });
      } else if (tree.type(node) === "class_definition") {
        const derives = unittests.has(name);
        if (derives || /^Test/.test(name)) visit(tree.child(node, "body"), [...suites, name], derives);
      } else if (/^(?:if|try|with)_statement$/.test(tree.type(node))) {
        for (const inner of blocksOf(tree, node)) visit(inner, suites, isUnittest);
      }
    }
  };
  visit(0, [], false);
  return found;
}

function blocksOf(tree: FlatTree, node: number): number[] {
  return tree
    .children(node)
    .flatMap((child) => (tree.type(child) === "block" ? [child] : tree.childOfType(child, "block")))
    .filter((child) => child >= 0);
}

/** Names of top-level classes that derive from a class named `...TestCase`, perhaps by another one of the file. */
function unittestClasses(tree: FlatTree): ReadonlySet<string> {
  const bases = new Map<string, readonly string[]>();
  for (let node = 0; node < tree.count; node++) {
    if (tree.type(node) !== "class_definition") continue;
    const list = tree.child(node, "superclasses");
    const names = tree.children(list).map((base) => tree.textOf(base).split(".").at(-1)!);
    bases.set(tree.textOf(tree.child(node, "name")), names);
  }
  const derives = (name: string, seen: readonly string[]): boolean =>
    (bases.get(name) ?? []).some(
      (base) => /TestCase$/.test(base) || (!seen.includes(base) && derives(base, [...seen, base])),
    );
  return new Set([...bases.keys()].filter((name) => derives(name, [name])));
}
