/**
 * Single faults of Python by the operators that mutmut 3 lists in its documentation and its `node_mutation.py`
 * (https://github.com/boxed/mutmut); those for `match` statements and for names of arguments of `dict` are left out.
 */
import type { Replacement } from "../../src/core/repair/candidate.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";

export type MutmutOperator =
  | "ArgumentRemoval"
  | "Assignment"
  | "AugmentedAssignment"
  | "Keyword"
  | "Lambda"
  | "Name"
  | "Number"
  | "String"
  | "StringMethod"
  | "SwapOperator"
  | "UnaryOperator";

export interface PythonMutation {
  readonly operator: MutmutOperator;
  readonly edit: Replacement;
}

const operators: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "//": "/",
  "%": "/",
  "<<": ">>",
  ">>": "<<",
  "&": "|",
  "|": "&",
  "^": "&",
  "**": "*",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "/=": "*=",
  "//=": "/=",
  "%=": "/=",
  "<<=": ">>=",
  ">>=": "<<=",
  "&=": "|=",
  "|=": "&=",
  "^=": "&=",
  "**=": "*=",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "==": "!=",
  "!=": "==",
  and: "or",
  or: "and",
};
const comparisons: Readonly<Record<string, string>> = {
  is: "is not",
  "is not": "is",
  in: "not in",
  "not in": "in",
};
const methods: Readonly<Record<string, string>> = {
  lower: "upper",
  upper: "lower",
  lstrip: "rstrip",
  rstrip: "lstrip",
  find: "rfind",
  rfind: "find",
  ljust: "rjust",
  rjust: "ljust",
  index: "rindex",
  rindex: "index",
  removeprefix: "removesuffix",
  removesuffix: "removeprefix",
  partition: "rpartition",
  rpartition: "partition",
  split: "rsplit",
  rsplit: "split",
};
const withOperators = new Set([
  "binary_operator",
  "boolean_operator",
  "comparison_operator",
  "augmented_assignment",
]);

/** In the order of the text. */
export function mutmutMutations(tree: FlatTree): PythonMutation[] {
  const found: PythonMutation[] = [];
  for (let node = 0; node < tree.count; node++) mutate(tree, node, found);
  return found;
}

function mutate(tree: FlatTree, node: number, found: PythonMutation[]): void {
  const put = (operator: MutmutOperator, at: number, text: string) => {
    if (at >= 0) found.push({ operator, edit: { start: tree.start(at), end: tree.end(at), text } });
  };
  const type = tree.type(node);
  const text = () => tree.textOf(node);
  if (withOperators.has(type)) swapOperators(tree, node, put);
  switch (type) {
    case "integer":
      if (/^\d+$/.test(text())) put("Number", node, String(Number(text()) + 1));
      break;
    case "float":
      if (/^[\d.]+$/.test(text())) put("Number", node, String(Number(text()) + 1));
      break;
    case "string":
      mutateString(tree, node, put);
      break;
    case "lambda": {
      const body = tree.child(node, "body");
      put("Lambda", body, tree.type(body) === "none" ? "0" : "None");
      break;
    }
    case "true":
      put("Name", node, "False");
      break;
    case "false":
      put("Name", node, "True");
      break;
    case "break_statement":
      put("Keyword", node, "return");
      break;
    case "continue_statement":
      put("Keyword", node, "break");
      break;
    case "not_operator":
      put("UnaryOperator", node, tree.textOf(tree.child(node, "argument")));
      break;
    case "unary_operator":
      if (text().startsWith("~")) put("UnaryOperator", node, tree.textOf(tree.child(node, "argument")));
      break;
    case "assignment": {
      const value = tree.child(node, "right");
      if (value >= 0) put("Assignment", value, tree.type(value) === "none" ? '""' : "None");
      break;
    }
    case "augmented_assignment":
      put("AugmentedAssignment", tree.child(node, "operator"), "=");
      break;
    case "call":
      mutateCall(tree, node, put);
      mutateArguments(tree, node, found);
      break;
    default:
  }
}

type Put = (operator: MutmutOperator, at: number, text: string) => void;

function swapOperators(tree: FlatTree, node: number, put: Put): void {
  const one = tree.child(node, "operator");
  for (const at of one >= 0 ? [one] : tree.childrenIn(node, "operators")) {
    const text = tree.textOf(at).replace(/\s+/g, " ");
    if (Object.hasOwn(operators, text)) put("SwapOperator", at, operators[text]!);
    else if (Object.hasOwn(comparisons, text)) put("Keyword", at, comparisons[text]!);
  }
}

/** A string that documents is left alone, and one that holds expressions. */
function mutateString(tree: FlatTree, node: number, put: Put): void {
  if (tree.type(tree.parent(node)) === "expression_statement") return;
  const [, open, inner, close] =
    /^([rRbBuU]*(?:"""|'''|"|'))([\s\S]*?)("""|'''|"|')$/.exec(tree.textOf(node)) ?? [];
  if (open !== undefined) put("String", node, `${open}XX${inner}XX${close}`);
}

function mutateCall(tree: FlatTree, node: number, put: Put): void {
  const callee = tree.child(node, "function");
  if (tree.type(callee) === "attribute") {
    const name = tree.child(callee, "attribute");
    const own = tree.textOf(name);
    if (Object.hasOwn(methods, own)) put("StringMethod", name, methods[own]!);
    else if (own === "deepcopy") put("Name", name, "copy");
  } else if (tree.textOf(callee) === "deepcopy") put("Name", callee, "copy");
}

function mutateArguments(tree: FlatTree, node: number, found: PythonMutation[]): void {
  const list = tree.child(node, "arguments");
  if (tree.type(list) !== "argument_list") return;
  const given = tree.children(list).filter((at) => !/^(?:[(),]|comment)$/.test(tree.type(at)));
  const push = (start: number, end: number, text: string) =>
    found.push({ operator: "ArgumentRemoval", edit: { start, end, text } });
  given.forEach((at, index) => {
    const isNamed = tree.type(at) === "keyword_argument";
    const value = isNamed ? tree.child(at, "value") : at;
    const isPlain = !tree.type(at).endsWith("_splat") && tree.type(value) !== "none";
    if (isPlain) push(tree.start(value), tree.end(value), "None");
    if (given.length < 2) return;
    const next = given[index + 1];
    if (next !== undefined) push(tree.start(at), tree.start(next), "");
    else push(tree.end(given[index - 1]!), tree.end(at), "");
  });
}
