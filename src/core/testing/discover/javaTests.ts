/** Tests of JUnit: methods below `@Test` and its like, and methods `test...` of classes made from `TestCase`. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type FoundTest, LineTable } from "./foundTest.ts";

const annotation = /@(?:[\w.]+\.)?(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\b/;

/** The outermost class has its package in front, as reports and runners name it. */
export function findJavaTests(tree: FlatTree): FoundTest[] {
  const lines = new LineTable(tree.text);
  const found: FoundTest[] = [];
  const declared = tree.childOfType(0, "package_declaration");
  const packageName = /^package\s+([\w.]+)/.exec(tree.textOf(declared))?.[1];
  const visit = (parent: number, suites: readonly string[]): void => {
    for (const node of tree.children(parent)) {
      if (tree.type(node) !== "class_declaration") continue;
      const name = tree.textOf(tree.child(node, "name"));
      const qualified = suites.length === 0 && packageName !== undefined ? `${packageName}.${name}` : name;
      const isOld = /\bTestCase\b/.test(tree.textOf(tree.child(node, "superclass")));
      const body = tree.child(node, "body");
      for (const member of tree.children(body)) {
        if (tree.type(member) !== "method_declaration") continue;
        const label = tree.textOf(tree.child(member, "name"));
        const isMarked = annotation.test(tree.textOf(tree.childOfType(member, "modifiers")));
        if (!isMarked && !(isOld && /^test/.test(label))) continue;
        found.push({ label, suites: [...suites, qualified], range: lines.rangeOf(tree, member) });
      }
      visit(body, [...suites, qualified]);
    }
  };
  visit(0, []);
  return found;
}
