/** Python in the words of the templates. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { Kind } from "../kinds.ts";
import { precedence, type RepairGrammar, type Role } from "../repairGrammar.ts";
import { commonOperators, none, parts } from "./shared.ts";

const roles: Readonly<Record<string, Role>> = {
  binary_operator: "binary",
  comparison_operator: "comparison",
  boolean_operator: "boolean",
  not_operator: "not",
  unary_operator: "negate",
  call: "call",
  attribute: "member",
  subscript: "index",
  slice: "slice",
  identifier: "name",
  integer: "number",
  float: "number",
  string: "string",
  true: "constant",
  false: "constant",
  none: "constant",
  list: "collection",
  tuple: "collection",
  set: "collection",
  dictionary: "collection",
  conditional_expression: "conditional",
  parenthesized_expression: "group",
  list_comprehension: "opaque",
  set_comprehension: "opaque",
  dictionary_comprehension: "opaque",
  generator_expression: "opaque",
  lambda: "opaque",
  await: "opaque",
  if_statement: "if",
  elif_clause: "if",
  while_statement: "while",
  for_statement: "forEach",
  for_in_clause: "forEach",
  return_statement: "return",
  yield: "return",
  assignment: "assign",
  augmented_assignment: "augment",
  expression_statement: "expressionStatement",
  break_statement: "jump",
  continue_statement: "jump",
  pass_statement: "jump",
  block: "block",
  module: "block",
  function_definition: "function",
  class_definition: "class",
};

const bindings: Readonly<Record<string, number>> = {
  "**": 95,
  "*": 80,
  "/": 80,
  "//": 80,
  "%": 80,
  "@": 80,
  "+": 70,
  "-": 70,
  "<<": 65,
  ">>": 65,
  "&": 60,
  "^": 58,
  "|": 56,
  and: 30,
  or: 20,
};
const comparisons = new Set(["<", "<=", ">", ">=", "==", "!=", "in", "not in", "is", "is not"]);

/** Parents in which a name is not read. */
const declaring = new Set([
  "parameters",
  "typed_parameter",
  "lambda_parameters",
  "list_splat_pattern",
  "dictionary_splat_pattern",
  "dotted_name",
  "aliased_import",
  "global_statement",
  "nonlocal_statement",
  "type",
  "pattern_list",
  "tuple_pattern",
  "decorator",
  "as_pattern_target",
]);
const nameFields = new Set(["name", "attribute", "left", "alias"]);
const nameParents = new Set([
  "function_definition",
  "class_definition",
  "attribute",
  "keyword_argument",
  "assignment",
  "for_statement",
  "for_in_clause",
  "default_parameter",
  "typed_default_parameter",
]);

const statementEnds = new Set(["comment", "line_continuation"]);

function unwrapped(text: string): string {
  return text.replace(/^\(([\s\S]*)\)$/, "$1");
}

const resultKinds: Readonly<Record<string, Kind>> = {
  len: "number",
  sum: "number",
  abs: "number",
  int: "number",
  float: "number",
  round: "number",
  ord: "number",
  count: "number",
  find: "number",
  pow: "number",
  str: "string",
  chr: "string",
  join: "string",
  format: "string",
  upper: "string",
  lower: "string",
  strip: "string",
  replace: "string",
  swapcase: "string",
  repr: "string",
  input: "string",
  hexdigest: "string",
  list: "list",
  sorted: "list",
  split: "list",
  range: "list",
  reversed: "list",
  keys: "list",
  values: "list",
  items: "list",
  set: "set",
  dict: "map",
  bool: "boolean",
  all: "boolean",
  any: "boolean",
  isinstance: "boolean",
  startswith: "boolean",
  endswith: "boolean",
  isdigit: "boolean",
  isalpha: "boolean",
  isupper: "boolean",
  islower: "boolean",
};

export const pythonRepair: RepairGrammar = {
  spelling: {
    and: "and",
    or: "or",
    not: "not ",
    true: "True",
    false: "False",
    none: "None",
    equal: "==",
    end: "",
    isIndented: true,
  },
  globals: new Set(
    "True False None not and or is in lambda if else for await self cls len str int float bool list dict set tuple sorted reversed range enumerate zip map filter min max sum any all abs isinstance issubclass hasattr getattr type repr iter next ord chr bytes object callable".split(
      " ",
    ),
  ),
  kindTests: ["isinstance($, str)", "callable($)", "isinstance($, (list, tuple))", "isinstance($, dict)"],
  operators: {
    ...commonOperators,
    "/": [
      ["//", 0.9],
      ["*", 0.7],
      ["%", 0.6],
      ["-", 0.2],
      ["+", 0.2],
    ],
    "//": [
      ["/", 0.9],
      ["%", 0.8],
      ["*", 0.6],
      ["-", 0.2],
    ],
    "%": [
      ["//", 0.9],
      ["/", 0.5],
      ["*", 0.3],
      ["-", 0.2],
    ],
    "*": [
      ["**", 0.7],
      ["+", 0.6],
      ["//", 0.5],
      ["/", 0.5],
      ["-", 0.3],
    ],
    "**": [
      ["*", 0.8],
      ["//", 0.1],
      ["+", 0.3],
    ],
    "==": [...commonOperators["=="]!, ["is", 0.15]],
    "!=": [...commonOperators["!="]!, ["is not", 0.15]],
    in: [["not in", 0.9]],
    "not in": [["in", 0.9]],
    is: [
      ["is not", 0.9],
      ["==", 0.5],
    ],
    "is not": [
      ["is", 0.9],
      ["!=", 0.5],
    ],
    and: [["or", 1]],
    or: [["and", 1]],
    "//=": [
      ["/=", 0.8],
      ["*=", 0.5],
      ["%=", 0.5],
      ["-=", 0.4],
      ["=", 0.3],
    ],
    "/=": [
      ["//=", 0.9],
      ["*=", 0.7],
      ["-=", 0.3],
      ["=", 0.3],
    ],
  },
  symbols: [
    ["min", "max"],
    ["any", "all"],
    ["append", "extend", "insert", "add"],
    ["pop", "popleft"],
    ["append", "appendleft"],
    ["upper", "lower", "swapcase", "title", "capitalize"],
    ["isupper", "islower"],
    ["isdigit", "isalpha", "isalnum", "isnumeric"],
    ["startswith", "endswith"],
    ["strip", "lstrip", "rstrip"],
    ["find", "rfind", "index", "count"],
    ["floor", "ceil", "round", "int"],
    ["sum", "len", "max", "min"],
    ["keys", "values", "items"],
    ["list", "set", "tuple", "sorted"],
    ["sorted", "reversed"],
    ["str", "int", "float", "repr"],
    ["ord", "chr"],
    ["union", "intersection", "difference", "symmetric_difference"],
    ["get", "pop", "setdefault"],
    ["sin", "cos", "tan"],
    ["split", "rsplit", "splitlines"],
    ["index", "rindex"],
    ["partition", "rpartition"],
    ["removeprefix", "removesuffix"],
    ["ljust", "rjust", "center"],
    ["bin", "hex", "oct"],
    ["enumerate", "zip", "range"],
    ["add", "discard", "remove", "update"],
  ],
  wrappings: [
    { pre: "abs(", post: ")", from: "number", to: "number", weight: 0.9 },
    { pre: "len(", post: ")", from: "list", to: "number", weight: 0.8 },
    { pre: "len(", post: ")", from: "string", to: "number", weight: 0.6 },
    { pre: "int(", post: ")", from: "number", to: "number", weight: 0.6 },
    { pre: "int(", post: ")", from: "string", to: "number", weight: 0.8 },
    { pre: "str(", post: ")", from: "number", to: "string", weight: 0.8 },
    { pre: "round(", post: ")", from: "number", to: "number", weight: 0.4 },
    { pre: "sorted(", post: ")", from: "list", to: "list", weight: 0.7 },
    { pre: "list(", post: ")", from: "list", to: "list", weight: 0.5 },
    { pre: "list(", post: ")", from: "unknown", to: "list", weight: 0.4 },
    { pre: "set(", post: ")", from: "list", to: "set", weight: 0.6 },
    { pre: "sorted(set(", post: "))", from: "list", to: "list", weight: 0.4 },
    { pre: "tuple(", post: ")", from: "list", to: "list", weight: 0.2 },
    { pre: "reversed(", post: ")", from: "list", to: "list", weight: 0.4 },
    { pre: "sum(", post: ")", from: "list", to: "number", weight: 0.4 },
    { pre: "max(", post: ")", from: "list", to: "number", weight: 0.2 },
    { pre: "min(", post: ")", from: "list", to: "number", weight: 0.2 },
    { pre: "", post: ".lower()", from: "string", to: "string", weight: 0.6 },
    { pre: "", post: ".upper()", from: "string", to: "string", weight: 0.4 },
    { pre: "", post: ".swapcase()", from: "string", to: "string", weight: 0.2 },
    { pre: "", post: ".strip()", from: "string", to: "string", weight: 0.4 },
    { pre: "", post: ".split()", from: "string", to: "list", weight: 0.3 },
    { pre: "", post: ".copy()", from: "list", to: "list", weight: 0.3 },
    { pre: "", post: ".items()", from: "map", to: "list", weight: 0.5 },
    { pre: "", post: ".values()", from: "map", to: "list", weight: 0.5 },
    { pre: "", post: ".keys()", from: "map", to: "list", weight: 0.3 },
    { pre: '"".join(', post: ")", from: "list", to: "string", weight: 0.3 },
    { pre: "range(", post: ")", from: "number", to: "list", weight: 0.3 },
    { pre: "enumerate(", post: ")", from: "list", to: "list", weight: 0.2 },
    { pre: "bool(", post: ")", from: "unknown", to: "boolean", weight: 0.2 },
  ],
  resultKinds,

  role: (tree, node) => roles[tree.type(node)] ?? "other",
  binding: (operator) =>
    bindings[operator] ?? (comparisons.has(operator) ? precedence.comparison : precedence.none),

  operatorNodes(tree, node) {
    const found = tree.childrenIn(node, "operators");
    if (found.length > 0) return found;
    const one = tree.child(node, "operator");
    if (one >= 0) return [one];
    return tree.type(node) === "assignment" ? tree.children(node).filter((at) => tree.type(at) === "=") : [];
  },
  operands(tree, node) {
    const argument = tree.child(node, "argument");
    if (argument >= 0) return [argument];
    const left = tree.child(node, "left");
    if (left >= 0) return [left, tree.child(node, "right")];
    return parts(tree, node).filter((at) => tree.field(at) !== "operators");
  },
  callee: (tree, node) => tree.child(node, "function"),
  callArguments(tree, node) {
    const list = tree.child(node, "arguments");
    if (tree.type(list) !== "argument_list") return [];
    return parts(tree, list).filter((at) => roles[tree.type(at)] !== undefined);
  },
  object(tree, node) {
    if (tree.type(node) === "call") {
      const callee = tree.child(node, "function");
      return tree.type(callee) === "attribute" ? tree.child(callee, "object") : none;
    }
    return tree.type(node) === "subscript" ? tree.child(node, "value") : tree.child(node, "object");
  },
  property: (tree, node) => tree.child(node, "attribute"),
  indexes: (tree, node) => tree.childrenIn(node, "subscript"),
  condition(tree, node) {
    if (tree.type(node) === "conditional_expression") return parts(tree, node)[2] ?? none;
    return tree.child(node, "condition");
  },
  target: (tree, node) => tree.child(node, "left"),
  value: (tree, node) => tree.child(node, "right"),
  returned: (tree, node) =>
    parts(tree, node).find((at) => !["return", "yield", "from"].includes(tree.type(at))) ?? none,
  iterated: (tree, node) => tree.child(node, "right"),
  loopTarget: (tree, node) => tree.child(node, "left"),
  statements: (tree, node) => parts(tree, node).filter((at) => !statementEnds.has(tree.type(at))),
  isRead(tree, node) {
    const parent = tree.parent(node);
    const type = tree.type(parent);
    if (declaring.has(type)) return false;
    return !(nameParents.has(type) && nameFields.has(tree.field(node)));
  },
  pattern(tree, node) {
    if (tree.type(node) !== "string") return undefined;
    const [, open, inner] = /^([rR]["'])(.*)["']$/.exec(tree.textOf(node)) ?? [];
    // What is raw without a sign of an expression is a path or the like.
    if (open === undefined || !/\\[dswbDSW.]|[*+?^$|[]/.test(inner!)) return undefined;
    return { start: tree.start(node) + open.length, end: tree.end(node) - 1 };
  },
  parameters(tree, functionNode) {
    const list = tree.child(functionNode, "parameters");
    return parts(tree, list).map((at) => {
      const name = /[A-Za-z_]\w*/.exec(unwrapped(tree.textOf(at)))?.[0] ?? "";
      return { name, type: typeOf(tree, at) };
    });
  },
};

function typeOf(tree: FlatTree, parameter: number): string {
  const type = tree.child(parameter, "type");
  return type >= 0 ? tree.textOf(type) : "";
}
