/**
 * Faults for Java by the operators that PIT uses unless told otherwise (https://pitest.org/quickstart/mutators, group
 * DEFAULTS). Differs: they change the source, where PIT changes compiled classes, so that a conditional has one mutant
 * by its operator, and what the compiler adds has none.
 */
import type { Replacement } from "../../src/core/repair/candidate.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import { boundary, math, negated } from "./pitSigns.ts";

export const pitOperators = [
  "CONDITIONALS_BOUNDARY",
  "INCREMENTS",
  "INVERT_NEGS",
  "MATH",
  "NEGATE_CONDITIONALS",
  "VOID_METHOD_CALLS",
  "EMPTY_RETURNS",
  "FALSE_RETURNS",
  "TRUE_RETURNS",
  "NULL_RETURNS",
  "PRIMITIVE_RETURNS",
] as const;
export type PitOperator = (typeof pitOperators)[number];

export interface JavaMutant extends Replacement {
  readonly operator: PitOperator;
}

const numbers: ReadonlySet<string> = new Set(["int", "long", "short", "byte", "char", "float", "double"]);
const boxedNumbers: ReadonlySet<string> = new Set(["Integer", "Long", "Short", "Byte", "Float", "Double"]);
const empties: Readonly<Record<string, string>> = {
  String: '""',
  CharSequence: '""',
  List: "java.util.Collections.emptyList()",
  Collection: "java.util.Collections.emptyList()",
  Iterable: "java.util.Collections.emptyList()",
  Set: "java.util.Collections.emptySet()",
  Map: "java.util.Collections.emptyMap()",
  Optional: "java.util.Optional.empty()",
};

/** All mutants of a file, in the order of the text. */
export function javaMutants(tree: FlatTree): JavaMutant[] {
  const found: JavaMutant[] = [];
  for (let node = 0; node < tree.count; node++) found.push(...mutantsAt(tree, node));
  return found;
}

function mutantsAt(tree: FlatTree, node: number): JavaMutant[] {
  const replace = (operator: PitOperator, at: number, text: string): JavaMutant => ({
    operator,
    start: tree.start(at),
    end: tree.end(at),
    text,
  });
  switch (tree.type(node)) {
    case "binary_expression": {
      const at = tree.child(node, "operator");
      const operator = tree.textOf(at);
      const bounds = boundary[operator];
      const not = negated[operator];
      const other = isText(tree, node) ? undefined : math[operator];
      return [
        ...(bounds ? [replace("CONDITIONALS_BOUNDARY", at, bounds)] : []),
        ...(not ? [replace("NEGATE_CONDITIONALS", at, not)] : []),
        ...(other ? [replace("MATH", at, other)] : []),
      ];
    }
    case "assignment_expression": {
      const at = tree.child(node, "operator");
      const operator = tree.textOf(at);
      if (operator === "+=" || operator === "-=") {
        return isText(tree, node) ? [] : [replace("INCREMENTS", at, operator === "+=" ? "-=" : "+=")];
      }
      const other = operator.length > 1 ? math[operator.slice(0, -1)] : undefined;
      return other ? [replace("MATH", at, `${other}=`)] : [];
    }
    case "update_expression": {
      const at = tree.children(node).find((child) => /^(?:\+\+|--)$/.test(tree.textOf(child)));
      return at === undefined ? [] : [replace("INCREMENTS", at, tree.textOf(at) === "++" ? "--" : "++")];
    }
    case "unary_expression": {
      const operand = tree.child(node, "operand");
      const isName = /^(?:identifier|field_access)$/.test(tree.type(operand));
      return tree.textOf(tree.child(node, "operator")) === "-" && isName
        ? [replace("INVERT_NEGS", node, tree.textOf(operand))]
        : [];
    }
    case "expression_statement": {
      const [call] = tree.children(node);
      return call !== undefined && tree.type(call) === "method_invocation"
        ? [replace("VOID_METHOD_CALLS", node, ";")]
        : [];
    }
    case "return_statement":
      return returned(tree, node, replace);
    default:
      return [];
  }
}

/** `+` of texts is no arithmetic: told by literals, since types are not known. */
function isText(tree: FlatTree, node: number): boolean {
  return /["]|String|\btoString\b/.test(tree.textOf(node));
}

function returned(
  tree: FlatTree,
  node: number,
  replace: (operator: PitOperator, at: number, text: string) => JavaMutant,
): JavaMutant[] {
  const value = tree
    .children(node)
    .find((at) => !/^(?:return|;|line_comment|block_comment)$/.test(tree.type(at)));
  let around = tree.parent(node);
  while (
    around >= 0 &&
    !/^(?:method_declaration|lambda_expression|constructor_declaration)$/.test(tree.type(around))
  )
    around = tree.parent(around);
  if (value === undefined || tree.type(around) !== "method_declaration") return [];
  const type = tree.textOf(tree.child(around, "type"));
  const bare = type.replace(/<.*$/s, "");
  const text = tree.textOf(value);
  const as = (operator: PitOperator, now: string): JavaMutant[] =>
    now === text ? [] : [replace(operator, value, now)];
  if (type === "boolean" || type === "Boolean") {
    return [...as("TRUE_RETURNS", "true"), ...as("FALSE_RETURNS", "false")];
  }
  if (numbers.has(type)) return as("PRIMITIVE_RETURNS", "0");
  if (boxedNumbers.has(bare))
    return as("EMPTY_RETURNS", type === "Integer" ? "0" : `(${type.toLowerCase()}) 0`);
  const empty = empties[bare];
  return empty === undefined ? as("NULL_RETURNS", "null") : as("EMPTY_RETURNS", empty);
}
