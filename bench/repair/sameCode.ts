/** Whether two texts are the same program up to blanks, comments and parentheses that change nothing. */
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";

export function isSameCode(a: FlatTree, b: FlatTree): boolean {
  return wordsOf(a).join("\n") === wordsOf(b).join("\n");
}

/** Leaves in order with the shape around them; parentheses alone do not count, nor do trailing semicolons. */
function wordsOf(tree: FlatTree): string[] {
  const words: string[] = [];
  const visit = (node: number): void => {
    const type = tree.type(node);
    if (type === "comment") return;
    const children = tree.children(node).filter((at) => tree.type(at) !== "comment");
    if (children.length === 0 || type === "string" || type === "template_string") {
      if (type !== ";") words.push(tree.textOf(node));
      return;
    }
    const isBare = ["parenthesized_expression", "statement_block"].includes(type) && children.length === 3;
    if (isBare) visit(children[1]!);
    else {
      words.push(`<${type}`);
      for (const child of children) visit(child);
      words.push(">");
    }
  };
  visit(0);
  return words;
}
