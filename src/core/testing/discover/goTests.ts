/** Tests of Go: functions `TestXxx(t *testing.T)`, examples that state their output, fuzz targets; `t.Run("name", ...)` below. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type FoundTest, LineTable } from "./foundTest.ts";

export function findGoTests(tree: FlatTree): FoundTest[] {
  const lines = new LineTable(tree.text);
  const found: FoundTest[] = [];
  for (const node of tree.children(0)) {
    if (tree.type(node) !== "function_declaration") continue;
    const name = tree.textOf(tree.child(node, "name"));
    const parameters = tree.textOf(tree.child(node, "parameters"));
    const isTest = /^Test(?:$|[^a-z])/.test(name) && /\*testing\.T\b/.test(parameters);
    const isFuzz = /^Fuzz(?:$|[^a-z])/.test(name) && /\*testing\.F\b/.test(parameters);
    const isExample =
      /^Example(?:$|[^a-z])/.test(name) && /\/\/\s*(?:unordered )?output:/i.test(tree.textOf(node));
    if (!isTest && !isFuzz && !isExample) continue;
    found.push({ label: name, suites: [], range: lines.rangeOf(tree, node) });
    if (isTest) subtests(tree, node, [name], lines, found);
  }
  return found;
}

function subtests(
  tree: FlatTree,
  within: number,
  suites: readonly string[],
  lines: LineTable,
  found: FoundTest[],
): void {
  for (let node = within + 1; node < tree.after(within); node++) {
    if (tree.type(node) !== "call_expression") continue;
    if (!/^\w+\.Run$/.test(tree.textOf(tree.child(node, "function")))) continue;
    const name = tree
      .children(tree.child(node, "arguments"))
      .find((child) => /_string_literal$/.test(tree.type(child)));
    if (name === undefined) continue;
    const label = goSubtestName(tree.textOf(name).slice(1, -1));
    found.push({ label, suites, range: lines.rangeOf(tree, node) });
    subtests(tree, node, [...suites, label], lines, found);
    node = tree.after(node) - 1;
  }
}

/** As the testing package writes a name: white space becomes `_`. */
const goSubtestName = (name: string): string => name.replace(/\s/g, "_");
