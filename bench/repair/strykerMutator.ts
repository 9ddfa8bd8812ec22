/**
 * Single faults of JavaScript and TypeScript by the public list of operators of Stryker
 * (https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators). Written from that list alone, before any
 * template was read; operators for regular expressions are left out.
 */
import type { Replacement } from "../../src/core/repair/candidate.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";

export type StrykerOperator =
  | "ArithmeticOperator"
  | "ArrayDeclaration"
  | "AssignmentOperator"
  | "BlockStatement"
  | "BooleanLiteral"
  | "ConditionalExpression"
  | "EqualityOperator"
  | "LogicalOperator"
  | "MethodExpression"
  | "ObjectLiteral"
  | "OptionalChaining"
  | "StringLiteral"
  | "UnaryOperator"
  | "UpdateOperator";

export interface Mutation {
  readonly operator: StrykerOperator;
  readonly edit: Replacement;
}

const arithmetic: Readonly<Record<string, string>> = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*" };
const logical: Readonly<Record<string, string>> = { "&&": "||", "||": "&&", "??": "&&" };
const equality: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "==": ["!="],
  "!=": ["=="],
  "===": ["!=="],
  "!==": ["==="],
};
const assignment: Readonly<Record<string, string>> = {
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "/=": "*=",
  "%=": "*=",
  "<<=": ">>=",
  ">>=": "<<=",
  "&=": "|=",
  "|=": "&=",
  "&&=": "||=",
  "||=": "&&=",
  "??=": "&&=",
};
/** Swapped for another method; null: the call is taken away. */
const methods: Readonly<Record<string, string | null>> = {
  endsWith: "startsWith",
  startsWith: "endsWith",
  toUpperCase: "toLowerCase",
  toLowerCase: "toUpperCase",
  toLocaleLowerCase: "toLocaleUpperCase",
  toLocaleUpperCase: "toLocaleLowerCase",
  trimStart: "trimEnd",
  trimEnd: "trimStart",
  some: "every",
  every: "some",
  min: "max",
  max: "min",
  trim: null,
  sort: null,
  reverse: null,
  filter: null,
  slice: null,
  charAt: null,
  substr: null,
  substring: null,
};

/** All of a file, in the order of its text. */
export function strykerMutations(tree: FlatTree): Mutation[] {
  const found: Mutation[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!isType(tree, node)) found.push(...mutationsOf(tree, node));
  }
  return found.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
}

/** Types of TypeScript, imports and directives do nothing when a program runs. */
function isType(tree: FlatTree, node: number): boolean {
  for (let at = node; at > 0; at = tree.parent(at)) {
    const type = tree.type(at);
    if (
      /^(?:type_annotation|type_alias_declaration|interface_declaration|type_arguments|type_parameters|literal_type|union_type|import_statement|ambient_declaration|as_expression_type|jsx_attribute)$/.test(
        type,
      )
    )
      return true;
  }
  return false;
}

function mutationsOf(tree: FlatTree, node: number): Mutation[] {
  const make = (operator: StrykerOperator, at: number, text: string): Mutation => ({
    operator,
    edit: { start: tree.start(at), end: tree.end(at), text },
  });
  const sign = tree.child(node, "operator");
  const operator = tree.textOf(sign);
  switch (tree.type(node)) {
    case "binary_expression":
      return binary(tree, node).map((text) => make(operatorKind(operator), sign, text));
    case "augmented_assignment_expression":
      return assignment[operator] ? [make("AssignmentOperator", sign, assignment[operator])] : [];
    case "array":
      return tree.children(node).length > 2 && !isPattern(tree, node)
        ? [make("ArrayDeclaration", node, "[]")]
        : [];
    case "object":
      return tree.children(node).length > 2 && !isPattern(tree, node)
        ? [make("ObjectLiteral", node, "{}")]
        : [];
    case "new_expression": {
      const given = tree.child(node, "arguments");
      const isArray = tree.textOf(tree.child(node, "constructor")) === "Array";
      return isArray && tree.children(given).length > 2 ? [make("ArrayDeclaration", given, "()")] : [];
    }
    case "statement_block":
      return tree
        .children(node)
        .some(
          (child) => tree.type(child) !== "{" && tree.type(child) !== "}" && tree.type(child) !== "comment",
        )
        ? [make("BlockStatement", node, "{}")]
        : [];
    case "true":
      return [make("BooleanLiteral", node, "false")];
    case "false":
      return [make("BooleanLiteral", node, "true")];
    case "unary_expression":
      if (operator === "!") return [make("BooleanLiteral", node, tree.textOf(tree.child(node, "argument")))];
      if (operator === "+") return [make("UnaryOperator", sign, "-")];
      return operator === "-" ? [make("UnaryOperator", sign, "+")] : [];
    case "update_expression":
      return [make("UpdateOperator", sign, operator === "++" ? "--" : "++")];
    case "if_statement":
      return ["(true)", "(false)"].map((text) =>
        make("ConditionalExpression", tree.child(node, "condition"), text),
      );
    case "while_statement":
    case "do_statement":
      return [make("ConditionalExpression", tree.child(node, "condition"), "(false)")];
    case "for_statement":
      return loopCondition(tree, node).map((at) => make("ConditionalExpression", at, "false"));
    case "ternary_expression":
      return ["true", "false"].map((text) =>
        make("ConditionalExpression", tree.child(node, "condition"), text),
      );
    case "switch_case":
      return caseBody(tree, node).map((edit) => ({ operator: "ConditionalExpression", edit }));
    case "call_expression":
      return call(tree, node);
    case "optional_chain":
      return optional(tree, node);
    case "string":
      return isPlainString(tree, node)
        ? [make("StringLiteral", node, tree.end(node) - tree.start(node) > 2 ? '""' : '"Stryker was here!"')]
        : [];
    case "template_string":
      return tree.type(tree.parent(node)) !== "call_expression" && tree.end(node) - tree.start(node) > 2
        ? [make("StringLiteral", node, "``")]
        : [];
    default:
      return [];
  }
}

function operatorKind(operator: string): StrykerOperator {
  if (arithmetic[operator]) return "ArithmeticOperator";
  return logical[operator] ? "LogicalOperator" : "EqualityOperator";
}

/** Strings are joined by `+` and by nothing else, so there it is left alone. */
function binary(tree: FlatTree, node: number): readonly string[] {
  const operator = tree.textOf(tree.child(node, "operator"));
  if (equality[operator]) return equality[operator];
  if (logical[operator]) return [logical[operator]];
  const isText = (at: number) => ["string", "template_string"].includes(tree.type(at));
  const left = tree.child(node, "left");
  const last = tree.type(left) === "binary_expression" ? tree.child(left, "right") : left;
  if (isText(last) || isText(tree.child(node, "right"))) return [];
  return arithmetic[operator] ? [arithmetic[operator]] : [];
}

function isPattern(tree: FlatTree, node: number): boolean {
  return (
    tree.field(node) === "left" &&
    ["for_in_statement", "assignment_expression"].includes(tree.type(tree.parent(node)))
  );
}

function loopCondition(tree: FlatTree, node: number): number[] {
  const condition = tree.child(node, "condition");
  const inner = tree.type(condition) === "expression_statement" ? tree.firstChild(condition) : condition;
  return inner < 0 || ["empty_statement", ";"].includes(tree.type(inner)) ? [] : [inner];
}

function caseBody(tree: FlatTree, node: number): Replacement[] {
  const body = tree.childrenIn(node, "body");
  return body.length > 0 ? [{ start: tree.start(body[0]!), end: tree.end(body.at(-1)!), text: "" }] : [];
}

function call(tree: FlatTree, node: number): Mutation[] {
  const callee = tree.child(node, "function");
  if (tree.type(callee) !== "member_expression") return [];
  const property = tree.child(callee, "property");
  const other = Object.hasOwn(methods, tree.textOf(property)) ? methods[tree.textOf(property)] : undefined;
  if (other === undefined) return [];
  if (other !== null)
    return [
      {
        operator: "MethodExpression",
        edit: { start: tree.start(property), end: tree.end(property), text: other },
      },
    ];
  const edit = { start: tree.end(tree.child(callee, "object")), end: tree.end(node), text: "" };
  return [{ operator: "MethodExpression", edit }];
}

function optional(tree: FlatTree, node: number): Mutation[] {
  const isMember = tree.type(tree.parent(node)) === "member_expression";
  return [
    {
      operator: "OptionalChaining",
      edit: { start: tree.start(node), end: tree.end(node), text: isMember ? "." : "" },
    },
  ];
}

/** Not a directive, a module's name or a key. */
function isPlainString(tree: FlatTree, node: number): boolean {
  const parent = tree.parent(node);
  const type = tree.type(parent);
  if (type === "expression_statement" || type === "export_statement") return false;
  if (type === "pair" && tree.field(node) === "key") return false;
  const around = type === "arguments" ? tree.textOf(tree.child(tree.parent(parent), "function")) : "";
  return around !== "require" && around !== "import" && around !== "Symbol";
}
