/** What tables of several languages say the same way. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { OperatorTable } from "../repairGrammar.ts";

/** No node. */
export const none = -1;

const punctuation = new Set([
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ";",
  ":",
  ".",
  "comment",
  "line_comment",
  "block_comment",
]);

/** Children that are neither brackets, separators nor comments. */
export function parts(tree: FlatTree, node: number): number[] {
  return tree.children(node).filter((child) => !punctuation.has(tree.type(child)));
}

/** Leaves a pair of parentheses, if that is what the node is. */
export function withinGroup(tree: FlatTree, node: number): number {
  return tree.type(node) === "parenthesized_expression" ? (parts(tree, node)[0] ?? none) : node;
}

/** Operators that C's family and Python share: what each may have been meant as. */
export const commonOperators: OperatorTable = {
  "+": [
    ["-", 1],
    ["*", 0.4],
    ["//", 0.05],
  ],
  "-": [
    ["+", 1],
    ["*", 0.3],
    ["/", 0.2],
    ["%", 0.2],
  ],
  "*": [
    ["+", 0.6],
    ["/", 0.6],
    ["-", 0.3],
  ],
  "/": [
    ["*", 0.7],
    ["%", 0.6],
    ["-", 0.2],
    ["+", 0.2],
  ],
  "%": [
    ["/", 0.6],
    ["*", 0.3],
    ["-", 0.2],
  ],
  "&": [
    ["|", 0.9],
    ["^", 0.7],
  ],
  "|": [
    ["&", 0.9],
    ["^", 0.7],
  ],
  "^": [
    ["&", 0.9],
    ["|", 0.7],
  ],
  "<<": [[">>", 0.9]],
  ">>": [["<<", 0.9]],
  "<": [
    ["<=", 1],
    [">", 0.7],
    [">=", 0.5],
    ["!=", 0.3],
    ["==", 0.15],
  ],
  "<=": [
    ["<", 1],
    [">=", 0.7],
    [">", 0.5],
    ["==", 0.25],
    ["!=", 0.15],
  ],
  ">": [
    [">=", 1],
    ["<", 0.7],
    ["<=", 0.5],
    ["!=", 0.3],
    ["==", 0.15],
  ],
  ">=": [
    [">", 1],
    ["<=", 0.7],
    ["<", 0.5],
    ["==", 0.25],
    ["!=", 0.15],
  ],
  "==": [
    ["!=", 0.9],
    ["<=", 0.4],
    [">=", 0.4],
    ["<", 0.3],
    [">", 0.3],
  ],
  "!=": [
    ["==", 0.9],
    ["<", 0.3],
    [">", 0.3],
    ["<=", 0.2],
    [">=", 0.2],
  ],
  "+=": [
    ["-=", 0.9],
    ["=", 0.6],
    ["*=", 0.4],
  ],
  "-=": [
    ["+=", 0.9],
    ["=", 0.5],
    ["*=", 0.2],
    ["/=", 0.2],
  ],
  "*=": [
    ["+=", 0.7],
    ["/=", 0.6],
    ["=", 0.4],
  ],
  "/=": [
    ["*=", 0.8],
    ["-=", 0.3],
    ["=", 0.4],
    ["%=", 0.4],
  ],
  "%=": [
    ["/=", 0.7],
    ["=", 0.3],
  ],
  "&=": [
    ["|=", 0.9],
    ["^=", 0.7],
    ["=", 0.3],
  ],
  "|=": [
    ["&=", 0.9],
    ["^=", 0.7],
    ["=", 0.3],
  ],
  "^=": [
    ["&=", 0.7],
    ["|=", 0.9],
    ["=", 0.3],
  ],
  "<<=": [[">>=", 0.9]],
  ">>=": [["<<=", 0.9]],
  "=": [
    ["+=", 0.5],
    ["-=", 0.3],
    ["*=", 0.1],
  ],
};
