/** Java in the words of the templates. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import { precedence, type RepairGrammar, type Role } from "../repairGrammar.ts";
import {
  binaryRole,
  curlyAccess,
  curlyBindings,
  curlyOperators,
  curlyRoles,
  curlySpelling,
  kindsOf,
  parts,
  unaryRole,
} from "./shared.ts";

const roles: Readonly<Record<string, Role>> = {
  ...curlyRoles,
  method_invocation: "call",
  object_creation_expression: "opaque",
  field_access: "member",
  array_access: "index",
  this: "name",
  decimal_integer_literal: "number",
  hex_integer_literal: "number",
  decimal_floating_point_literal: "number",
  string_literal: "string",
  character_literal: "opaque",
  null_literal: "constant",
  cast_expression: "opaque",
  instanceof_expression: "opaque",
  array_creation_expression: "opaque",
  lambda_expression: "opaque",
  method_reference: "opaque",
  method_declaration: "function",
  constructor_declaration: "function",
  interface_declaration: "class",
  enum_declaration: "class",
  enhanced_for_statement: "forEach",
  block: "block",
  constructor_body: "block",
  switch_block_statement_group: "block",
};

function roleOf(tree: FlatTree, node: number): Role {
  const type = tree.type(node);
  switch (type) {
    case "binary_expression":
      return binaryRole(tree.textOf(tree.child(node, "operator")));
    case "unary_expression":
      return unaryRole(tree.textOf(tree.child(node, "operator")));
    case "assignment_expression":
      return tree.textOf(tree.child(node, "operator")) === "=" ? "assign" : "augment";
    case "this":
      return tree.type(tree.parent(node)) === "explicit_constructor_invocation" ? "other" : "name";
    default:
      return roles[type] ?? "other";
  }
}

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
  ...curlyAccess("operand"),
  spelling: curlySpelling,
  operators: {
    ...curlyOperators,
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
  resultKinds: kindsOf({
    number:
      "length size indexOf lastIndexOf compareTo hashCode parseInt parseLong intValue longValue abs max min charAt floor ceil round",
    string: "toString valueOf substring trim toUpperCase toLowerCase replace concat format getName",
    list: "split toCharArray getBytes toArray subList keySet values entrySet asList",
    boolean: "isEmpty equals equalsIgnoreCase contains containsKey startsWith endsWith matches hasNext",
  }),

  role: roleOf,
  binding: (operator) => curlyBindings[operator] ?? precedence.none,
  callee: (tree, node) => tree.child(node, "name"),
  callArguments: (tree, node) => parts(tree, tree.child(node, "arguments")),
  object: (tree, node) => tree.child(node, tree.type(node) === "array_access" ? "array" : "object"),
  property: (tree, node) => tree.child(node, "field"),
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
