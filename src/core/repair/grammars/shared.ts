/** What tables of several languages say the same way. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { Kind } from "../kinds.ts";
import type { OperatorTable, RepairGrammar, Role, Spelling } from "../repairGrammar.ts";

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

/** The same with the operators that languages with brackets write like C. */
export const curlyOperators: OperatorTable = {
  ...commonOperators,
  "&&": [["||", 1]],
  "||": [["&&", 1]],
  "++": [["--", 0.9]],
  "--": [["++", 0.9]],
};

export const curlySpelling: Spelling = {
  and: "&&",
  or: "||",
  not: "!",
  true: "true",
  false: "false",
  none: "null",
  equal: "==",
  end: ";",
  isIndented: false,
};

/** Precedence of operators as C has it; Go and Rust differ. */
export const curlyBindings: Readonly<Record<string, number>> = {
  "*": 80,
  "/": 80,
  "%": 80,
  "+": 70,
  "-": 70,
  "<<": 65,
  ">>": 65,
  ">>>": 65,
  "<": 50,
  "<=": 50,
  ">": 50,
  ">=": 50,
  "==": 48,
  "!=": 48,
  "&": 44,
  "^": 43,
  "|": 42,
  "&&": 30,
  "||": 20,
};

/** Nodes that the grammars of Java and JavaScript name alike. */
export const curlyRoles: Readonly<Record<string, Role>> = {
  identifier: "name",
  true: "constant",
  false: "constant",
  ternary_expression: "conditional",
  parenthesized_expression: "group",
  class_declaration: "class",
  if_statement: "if",
  while_statement: "while",
  do_statement: "while",
  for_statement: "for",
  return_statement: "return",
  variable_declarator: "assign",
  update_expression: "update",
  expression_statement: "expressionStatement",
  break_statement: "jump",
  continue_statement: "jump",
};

const comparisons = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** Of an expression with two operands, by its operator. */
export function binaryRole(operator: string): Role {
  if (comparisons.has(operator)) return "comparison";
  return operator === "&&" || operator === "||" ? "boolean" : "binary";
}

/** Of an expression with one operand, by its operator. */
export function unaryRole(operator: string): Role {
  return operator === "!" ? "not" : operator === "-" ? "negate" : "opaque";
}

type Access = "operatorNodes" | "operands" | "indexes" | "condition" | "target" | "value" | "returned";

/**
 * Parts of nodes that the grammars of Java and JavaScript name alike.
 *
 * @param operandField of an expression with one operand
 */
export function curlyAccess(operandField: string): Pick<RepairGrammar, Access> {
  return {
    operatorNodes(tree, node) {
      const one = tree.child(node, "operator");
      if (one >= 0) return [one];
      if (!/^(?:update|assignment)_expression$/.test(tree.type(node))) return [];
      return tree.children(node).filter((at) => /^(?:\+\+|--|=)$/.test(tree.type(at)));
    },
    operands(tree, node) {
      const operand = tree.child(node, operandField);
      if (operand >= 0) return [operand];
      const left = tree.child(node, "left");
      return left >= 0 ? [left, tree.child(node, "right")] : parts(tree, node);
    },
    indexes: (tree, node) => tree.childrenIn(node, "index"),
    condition: (tree, node) => withinGroup(tree, tree.child(node, "condition")),
    target: (tree, node) => tree.child(node, tree.type(node) === "variable_declarator" ? "name" : "left"),
    value: (tree, node) => tree.child(node, tree.type(node) === "variable_declarator" ? "value" : "right"),
    returned: (tree, node) => parts(tree, node).find((at) => tree.type(at) !== "return") ?? none,
  };
}

/** What calls give, by their names: of each kind the names, with blanks between them. */
export function kindsOf(names: Partial<Record<Kind, string>>): Record<string, Kind> {
  const kinds = Object.entries(names) as [Kind, string][];
  return Object.fromEntries(
    kinds.flatMap(([kind, all]) => all.split(" ").map((name) => [name, kind] as const)),
  );
}
