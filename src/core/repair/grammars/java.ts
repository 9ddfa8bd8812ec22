/** Java in the words of the templates. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { Kind } from "../kinds.ts";
import { precedence, type RepairGrammar, type Role } from "../repairGrammar.ts";
import { commonOperators, none, parts, withinGroup } from "./shared.ts";

const roles: Readonly<Record<string, Role>> = {
  method_invocation: "call",
  object_creation_expression: "opaque",
  field_access: "member",
  array_access: "index",
  identifier: "name",
  this: "name",
  decimal_integer_literal: "number",
  hex_integer_literal: "number",
  decimal_floating_point_literal: "number",
  string_literal: "string",
  character_literal: "opaque",
  true: "constant",
  false: "constant",
  null_literal: "constant",
  ternary_expression: "conditional",
  parenthesized_expression: "group",
  cast_expression: "opaque",
  instanceof_expression: "opaque",
  array_creation_expression: "opaque",
  lambda_expression: "opaque",
  method_reference: "opaque",
  method_declaration: "function",
  constructor_declaration: "function",
  class_declaration: "class",
  interface_declaration: "class",
  enum_declaration: "class",
  if_statement: "if",
  while_statement: "while",
  do_statement: "while",
  for_statement: "for",
  enhanced_for_statement: "forEach",
  return_statement: "return",
  variable_declarator: "assign",
  update_expression: "update",
  expression_statement: "expressionStatement",
  break_statement: "jump",
  continue_statement: "jump",
  block: "block",
  constructor_body: "block",
  switch_block_statement_group: "block",
};

const bindings: Readonly<Record<string, number>> = {
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
const comparisons = new Set(["<", "<=", ">", ">=", "==", "!="]);

function roleOf(tree: FlatTree, node: number): Role {
  const type = tree.type(node);
  switch (type) {
    case "binary_expression": {
      const operator = tree.textOf(tree.child(node, "operator"));
      if (comparisons.has(operator)) return "comparison";
      return operator === "&&" || operator === "||" ? "boolean" : "binary";
    }
    case "unary_expression": {
      const operator = tree.textOf(tree.child(node, "operator"));
      return operator === "!" ? "not" : operator === "-" ? "negate" : "opaque";
    }
    case "assignment_expression":
      return tree.textOf(tree.child(node, "operator")) === "=" ? "assign" : "augment";
    case "this":
      return tree.type(tree.parent(node)) === "explicit_constructor_invocation" ? "other" : "name";
    default:
      return roles[type] ?? "other";
  }
}

const number: Kind = "number";
const text: Kind = "string";
const list: Kind = "list";
const boolean: Kind = "boolean";

const resultKinds: Readonly<Record<string, Kind>> = {
  length: number,
  size: number,
  indexOf: number,
  lastIndexOf: number,
  compareTo: number,
  hashCode: number,
  parseInt: number,
  parseLong: number,
  intValue: number,
  longValue: number,
  abs: number,
  max: number,
  min: number,
  charAt: number,
  floor: number,
  ceil: number,
  round: number,
  toString: text,
  valueOf: text,
  substring: text,
  trim: text,
  toUpperCase: text,
  toLowerCase: text,
  replace: text,
  concat: text,
  format: text,
  getName: text,
  split: list,
  toCharArray: list,
  getBytes: list,
  toArray: list,
  subList: list,
  keySet: list,
  values: list,
  entrySet: list,
  asList: list,
  isEmpty: boolean,
  equals: boolean,
  equalsIgnoreCase: boolean,
  contains: boolean,
  containsKey: boolean,
  startsWith: boolean,
  endsWith: boolean,
  matches: boolean,
  hasNext: boolean,
};

/** What a name is given by, or what gives it a type: not read there. */
const declaring = new Set([
  "method_declaration",
  "constructor_declaration",
  "class_declaration",
  "interface_declaration",
  "enum_declaration",
  "enum_constant",
  "formal_parameter",
  "spread_parameter",
  "catch_formal_parameter",
  "package_declaration",
  "import_declaration",
  "scoped_identifier",
  "marker_annotation",
  "annotation",
  "labeled_statement",
  "inferred_parameters",
  "method_reference",
  "break_statement",
  "continue_statement",
  "explicit_constructor_invocation",
]);

export const javaRepair: RepairGrammar = {
  spelling: {
    and: "&&",
    or: "||",
    not: "!",
    true: "true",
    false: "false",
    none: "null",
    equal: "==",
    end: ";",
    isIndented: false,
  },
  operators: {
    ...commonOperators,
    "&&": [["||", 1]],
    "||": [["&&", 1]],
    "++": [["--", 0.9]],
    "--": [["++", 0.9]],
    ">>": [
      ["<<", 0.9],
      [">>>", 0.5],
    ],
    ">>>": [
      [">>", 0.6],
      ["<<", 0.9],
    ],
    "<<": [
      [">>", 0.9],
      [">>>", 0.6],
    ],
  },
  symbols: [
    ["min", "max"],
    ["indexOf", "lastIndexOf"],
    ["startsWith", "endsWith"],
    ["toUpperCase", "toLowerCase"],
    ["isUpperCase", "isLowerCase"],
    ["isEmpty", "isBlank"],
    ["equals", "equalsIgnoreCase"],
    ["containsKey", "containsValue"],
    ["keySet", "values", "entrySet"],
    ["addFirst", "addLast", "add"],
    ["removeFirst", "removeLast", "remove", "poll", "pop"],
    ["getFirst", "getLast", "peek"],
    ["floor", "ceil", "round"],
    ["anyMatch", "allMatch", "noneMatch"],
    ["append", "insert"],
    ["size", "length"],
    ["replace", "replaceAll", "replaceFirst"],
    ["put", "putIfAbsent", "remove"],
    ["read", "peek"],
  ],
  wrappings: [
    { pre: "Math.abs(", post: ")", from: "number", to: "number", weight: 0.6 },
    { pre: "", post: ".length", from: "list", to: "number", weight: 0.6 },
    { pre: "", post: ".length()", from: "string", to: "number", weight: 0.6 },
    { pre: "", post: ".trim()", from: "string", to: "string", weight: 0.5 },
    { pre: "", post: ".toLowerCase()", from: "string", to: "string", weight: 0.4 },
    { pre: "", post: ".toUpperCase()", from: "string", to: "string", weight: 0.4 },
    { pre: "", post: ".toString()", from: "unknown", to: "string", weight: 0.3 },
    { pre: "", post: ".clone()", from: "list", to: "list", weight: 0.3 },
    { pre: "", post: ".isEmpty()", from: "unknown", to: "boolean", weight: 0.2 },
  ],
  resultKinds,

  role: roleOf,
  binding: (operator) => bindings[operator] ?? precedence.none,

  operatorNodes(tree, node) {
    const one = tree.child(node, "operator");
    if (one >= 0) return [one];
    if (tree.type(node) !== "update_expression") return [];
    return tree.children(node).filter((at) => /^(?:\+\+|--)$/.test(tree.type(at)));
  },
  operands(tree, node) {
    const operand = tree.child(node, "operand");
    if (operand >= 0) return [operand];
    const left = tree.child(node, "left");
    return left >= 0 ? [left, tree.child(node, "right")] : parts(tree, node);
  },
  callee: (tree, node) => tree.child(node, "name"),
  callArguments: (tree, node) => parts(tree, tree.child(node, "arguments")),
  object: (tree, node) => tree.child(node, tree.type(node) === "array_access" ? "array" : "object"),
  property: (tree, node) => tree.child(node, "field"),
  indexes: (tree, node) => tree.childrenIn(node, "index"),
  condition: (tree, node) => withinGroup(tree, tree.child(node, "condition")),
  target: (tree, node) => tree.child(node, tree.type(node) === "variable_declarator" ? "name" : "left"),
  value: (tree, node) => tree.child(node, tree.type(node) === "variable_declarator" ? "value" : "right"),
  returned: (tree, node) => parts(tree, node).find((at) => tree.type(at) !== "return") ?? none,
  iterated: (tree, node) => tree.child(node, "value"),
  loopTarget: (tree, node) => tree.child(node, "name"),
  statements: (tree, node) => parts(tree, node).filter((at) => tree.type(at) !== "switch_label"),
  isRead(tree, node) {
    const parent = tree.parent(node);
    const type = tree.type(parent);
    if (declaring.has(type)) return false;
    const field = tree.field(node);
    if (type === "variable_declarator" || type === "enhanced_for_statement") return field === "value";
    // The name of a called method or of a field is none of a variable.
    if (type === "method_invocation") return field === "object";
    if (type === "field_access") return field === "object";
    return true;
  },
  parameters(tree, functionNode) {
    return parts(tree, tree.child(functionNode, "parameters")).map((at) => ({
      name: tree.textOf(tree.child(at, "name")),
      type: tree.textOf(tree.child(at, "type")),
    }));
  },
};
