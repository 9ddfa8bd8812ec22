/** JavaScript and TypeScript in the words of the templates. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { type OperatorTable, precedence, type RepairGrammar, type Role } from "../repairGrammar.ts";
import {
  binaryRole,
  curlyAccess,
  curlyBindings,
  curlyOperators,
  curlyRoles,
  curlySpelling,
  kindsOf,
  none,
  parts,
  unaryRole,
} from "./shared.ts";

const roles: Readonly<Record<string, Role>> = {
  ...curlyRoles,
  call_expression: "call",
  new_expression: "opaque",
  member_expression: "member",
  subscript_expression: "index",
  template_string: "opaque",
  null: "constant",
  undefined: "constant",
  array: "collection",
  object: "opaque",
  await_expression: "opaque",
  arrow_function: "function",
  function_expression: "function",
  function_declaration: "function",
  generator_function_declaration: "function",
  method_definition: "function",
  for_in_statement: "forEach",
  assignment_expression: "assign",
  augmented_assignment_expression: "augment",
  statement_block: "block",
  program: "block",
  shorthand_property_identifier_pattern: "name",
};

const bindings: Readonly<Record<string, number>> = {
  ...curlyBindings,
  "**": 95,
  in: 50,
  instanceof: 50,
  "===": 48,
  "!==": 48,
  "??": 20,
};
const moreComparisons = new Set(["===", "!==", "in", "instanceof"]);

const declaring = new Set([
  "formal_parameters",
  "required_parameter",
  "optional_parameter",
  "rest_pattern",
  "object_pattern",
  "array_pattern",
  "import_specifier",
  "import_clause",
  "namespace_import",
  "export_specifier",
  "type_annotation",
  "class_declaration",
  "class_heritage",
  "catch_clause",
  "labeled_statement",
  "type_parameter",
  "nested_type_identifier",
]);
const declaredFields = new Set(["name", "left", "parameter", "label", "constructor"]);
const declaringParents = new Set([
  "function_declaration",
  "generator_function_declaration",
  "function_expression",
  "class_declaration",
  "variable_declarator",
  "assignment_expression",
  "for_in_statement",
  "object_assignment_pattern",
  "arrow_function",
  "method_definition",
  "new_expression",
]);

function roleOf(tree: FlatTree, node: number): Role {
  const type = tree.type(node);
  switch (type) {
    // Types of TypeScript have tokens of these names too.
    case "number":
      return /^[\d.]/.test(tree.textOf(node)) ? "number" : "other";
    case "string":
      return /^["']/.test(tree.textOf(node)) ? "string" : "other";
    case "binary_expression": {
      const operator = tree.textOf(tree.child(node, "operator"));
      if (moreComparisons.has(operator)) return "comparison";
      return operator === "??" ? "boolean" : binaryRole(operator);
    }
    case "unary_expression": {
      const operator = tree.textOf(tree.child(node, "operator"));
      return operator === "+" ? "negate" : unaryRole(operator);
    }
    default:
      return roles[type] ?? "other";
  }
}

function withWeight(known: OperatorTable[string], operator: string, weight: number): OperatorTable[string] {
  return known.map((one) => (one[0] === operator ? ([operator, weight] as const) : one));
}

export const ecmaRepair: RepairGrammar = {
  ...curlyAccess("argument"),
  spelling: { ...curlySpelling, equal: "===", optional: "?.", spread: "..." },
  signs: ["+", "-"],
  kindTests: [
    'typeof $ === "string"',
    'typeof $ === "function"',
    'typeof $ === "number"',
    'typeof $ === "object"',
    "Array.isArray($)",
    "$ === undefined",
    "$ !== undefined",
  ],
  globals: new Set(
    "this true false null undefined NaN Infinity typeof instanceof in new void await async of Math Array Object String Number Boolean JSON Symbol Map Set Date RegExp Error TypeError RangeError Promise parseInt parseFloat isNaN isFinite".split(
      " ",
    ),
  ),
  operators: {
    ...curlyOperators,
    // The opposite of a question is asked by mistake about as often as its bound is missed.
    "<": withWeight(curlyOperators["<"]!, ">=", 0.85),
    ">=": withWeight(curlyOperators[">="]!, "<", 0.85),
    ">": withWeight(curlyOperators[">"]!, "<=", 0.85),
    "<=": withWeight(curlyOperators["<="]!, ">", 0.85),
    "===": [
      ["!==", 0.9],
      ["<=", 0.3],
      [">=", 0.3],
      ["<", 0.25],
      [">", 0.25],
    ],
    "!==": [
      ["===", 0.9],
      ["<", 0.25],
      [">", 0.25],
    ],
    "&&": [
      ["||", 1],
      ["??", 0.1],
    ],
    "||": [
      ["&&", 1],
      ["??", 0.6],
    ],
    "??": [
      ["||", 0.6],
      ["&&", 0.4],
    ],
    "**": [["*", 0.8]],
    ">>>": [
      [">>", 0.6],
      ["<<", 0.9],
    ],
  },
  symbols: [
    ["min", "max"],
    ["some", "every"],
    ["push", "unshift"],
    ["pop", "shift"],
    ["toUpperCase", "toLowerCase"],
    ["startsWith", "endsWith"],
    ["trim", "trimStart", "trimEnd"],
    ["indexOf", "lastIndexOf"],
    ["findIndex", "findLastIndex"],
    ["find", "findLast", "filter"],
    ["floor", "ceil", "round", "trunc"],
    ["keys", "values", "entries"],
    ["slice", "splice", "substring"],
    ["map", "flatMap", "filter", "forEach"],
    ["reduce", "reduceRight"],
    ["padStart", "padEnd"],
    ["add", "delete", "has"],
    ["get", "has", "delete"],
    ["length", "size"],
    ["parseInt", "parseFloat", "Number"],
    ["sin", "cos", "tan"],
    ["sqrt", "cbrt", "abs"],
    ["replace", "replaceAll"],
    ["charAt", "charCodeAt", "at"],
  ],
  wrappings: [
    { pre: "Math.abs(", post: ")", from: "number", to: "number", weight: 0.8 },
    { pre: "Math.floor(", post: ")", from: "number", to: "number", weight: 0.8 },
    { pre: "Math.ceil(", post: ")", from: "number", to: "number", weight: 0.5 },
    { pre: "Math.round(", post: ")", from: "number", to: "number", weight: 0.5 },
    { pre: "", post: ".length", from: "list", to: "number", weight: 0.8 },
    { pre: "", post: ".length", from: "string", to: "number", weight: 0.6 },
    { pre: "Number(", post: ")", from: "string", to: "number", weight: 0.6 },
    { pre: "String(", post: ")", from: "number", to: "string", weight: 0.6 },
    { pre: "", post: ".slice(1)", from: "list", to: "list", weight: 0.6 },
    { pre: "", post: ".slice(1)", from: "string", to: "string", weight: 0.5 },
    { pre: "", post: ".slice(0, -1)", from: "list", to: "list", weight: 0.5 },
    { pre: "", post: ".slice()", from: "list", to: "list", weight: 0.4 },
    { pre: "", post: ".filter(Boolean)", from: "list", to: "list", weight: 0.5 },
    { pre: "", post: ".reverse()", from: "list", to: "list", weight: 0.3 },
    { pre: "", post: ".trim()", from: "string", to: "string", weight: 0.5 },
    { pre: "", post: ".toLowerCase()", from: "string", to: "string", weight: 0.5 },
    { pre: "", post: ".toUpperCase()", from: "string", to: "string", weight: 0.4 },
    { pre: "[...", post: "]", from: "list", to: "list", weight: 0.3 },
    { pre: "await ", post: "", from: "unknown", to: "unknown", weight: 0.15 },
    { pre: "Boolean(", post: ")", from: "unknown", to: "boolean", weight: 0.2 },
  ],
  resultKinds: kindsOf({
    number:
      "parseInt parseFloat Number floor ceil round abs max min sqrt pow indexOf lastIndexOf findIndex charCodeAt push",
    string:
      "String toString join toUpperCase toLowerCase trim replace replaceAll substring charAt substr trimStart trimEnd padStart padEnd repeat",
    list: "split concat splice map filter sort reverse keys values entries from flat",
    boolean: "Boolean includes startsWith endsWith every some has isArray test",
  }),

  role: roleOf,
  binding: (operator) => bindings[operator] ?? precedence.none,
  callee: (tree, node) => tree.child(node, "function"),
  callArguments(tree, node) {
    const given = tree.child(node, "arguments");
    return tree.type(given) === "arguments"
      ? parts(tree, given).filter((at) => tree.type(at) !== "spread_element")
      : [];
  },
  object(tree, node) {
    if (tree.type(node) !== "call_expression") return tree.child(node, "object");
    const callee = tree.child(node, "function");
    return tree.type(callee) === "member_expression" ? tree.child(callee, "object") : none;
  },
  property: (tree, node) => tree.child(node, "property"),
  counter(tree, node) {
    const first = tree.child(node, "initializer");
    const declared = first < 0 ? none : tree.childOfType(first, "variable_declarator");
    return declared < 0 ? "" : tree.textOf(tree.child(declared, "name"));
  },
  iterated: (tree, node) => tree.child(node, "right"),
  loopTarget: (tree, node) => tree.child(node, "left"),
  statements: (tree, node) => parts(tree, node),
  isRead(tree, node) {
    const parent = tree.parent(node);
    const type = tree.type(parent);
    if (type === "required_parameter" || type === "optional_parameter") return tree.field(node) === "value";
    if (declaring.has(type)) return false;
    return !(declaringParents.has(type) && declaredFields.has(tree.field(node)));
  },
  pattern(tree, node) {
    if (tree.type(node) !== "regex") return undefined;
    const text = tree.textOf(node);
    const start = tree.start(node);
    return { start: start + 1, end: start + text.lastIndexOf("/"), flagsEnd: tree.end(node) };
  },
  parameters(tree, functionNode) {
    const one = tree.child(functionNode, "parameter");
    if (one >= 0) return [{ name: tree.textOf(one), type: "" }];
    return parts(tree, tree.child(functionNode, "parameters")).map((at) => {
      const type = tree.child(at, "type");
      const name = /[A-Za-z_$][\w$]*/.exec(tree.textOf(at))?.[0] ?? "";
      return { name, type: type >= 0 ? tree.textOf(type) : "" };
    });
  },
};
