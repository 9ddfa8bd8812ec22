/** Tests of Rust: functions below an attribute whose path ends in `test`. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type FoundTest, LineTable } from "./foundTest.ts";

const isTestAttribute = (text: string): boolean =>
  /^#\s*\[\s*(?:\w+\s*::\s*)*(?:test|rstest|test_case|quickcheck)\b/.test(text);

export function findRustTests(tree: FlatTree): FoundTest[] {
  const lines = new LineTable(tree.text);
  const found: FoundTest[] = [];
  const visit = (parent: number, suites: readonly string[]): void => {
    let first = -1;
    let isTest = false;
    for (const node of tree.children(parent)) {
      const type = tree.type(node);
      if (type === "attribute_item") {
        if (first < 0) first = node;
        isTest ||= isTestAttribute(tree.textOf(node));
        continue;
      }
      if (/comment$/.test(type)) continue;
      const label = tree.textOf(tree.child(node, "name"));
      if (type === "function_item" && isTest) {
        const startLine = lines.rangeOf(tree, first).startLine;
        found.push({ label, suites, range: { startLine, endLine: lines.rangeOf(tree, node).endLine } });
      } else if (type === "mod_item") visit(tree.child(node, "body"), [...suites, label]);
      first = -1;
      isTest = false;
    }
  };
  visit(0, []);
  return found;
}
