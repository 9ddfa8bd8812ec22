/**
 * Faults for Go and Rust by the operators that PIT uses unless told otherwise, as far as the two languages have them
 * (https://pitest.org/quickstart/mutators, group DEFAULTS): changes of the source, one at a time.
 */
import type { Replacement } from "../../src/core/repair/candidate.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import { inlineTests } from "../../src/core/testing/inlineTests.ts";
import { boundary, math, negated } from "./pitSigns.ts";

export interface CompiledMutant extends Replacement {
  readonly operator: string;
}

/** All mutants of a file, in the order of the text; none in tests that stand beside the code. */
export function compiledMutants(tree: FlatTree, path: string): CompiledMutant[] {
  const tests = inlineTests(path, tree.text);
  const found: CompiledMutant[] = [];
  for (let node = 0; node < tree.count; node++) found.push(...mutantsAt(tree, node));
  return found.filter(({ start }) => {
    const line = tree.text.slice(0, start).split("\n").length - 1;
    return !tests.some(({ startLine, endLine }) => startLine <= line && line <= endLine);
  });
}

function mutantsAt(tree: FlatTree, node: number): CompiledMutant[] {
  const type = tree.type(node);
  const replace = (operator: string, at: number, text: string): CompiledMutant => ({
    operator,
    start: tree.start(at),
    end: tree.end(at),
    text,
  });
  const as = (operator: string, at: number, text: string | undefined) =>
    text === undefined ? [] : [replace(operator, at, text)];
  if (type === "binary_expression") {
    const at = tree.child(node, "operator");
    const sign = tree.textOf(at);
    // `+` of texts is no arithmetic: told by literals, since types are not known.
    const isText = /["`]/.test(tree.textOf(node));
    return [
      ...as("CONDITIONALS_BOUNDARY", at, boundary[sign]),
      ...as("NEGATE_CONDITIONALS", at, negated[sign]),
      ...(isText ? [] : as("MATH", at, math[sign])),
    ];
  }
  if (type === "inc_statement" || type === "dec_statement") {
    const at = tree.children(node).find((child) => /^(?:\+\+|--)$/.test(tree.textOf(child)));
    return at === undefined ? [] : [replace("INCREMENTS", at, tree.textOf(at) === "++" ? "--" : "++")];
  }
  if (type === "compound_assignment_expr" || type === "assignment_statement") {
    const at = tree.child(node, "operator");
    const sign = tree.textOf(at);
    if (sign === "+=" || sign === "-=") return [replace("INCREMENTS", at, sign === "+=" ? "-=" : "+=")];
    const other = sign.length > 1 ? math[sign.slice(0, -1)] : undefined;
    return other === undefined ? [] : [replace("MATH", at, `${other}=`)];
  }
  if (type === "unary_expression" && /^-\s*\w+$/.test(tree.textOf(node)))
    return [replace("INVERT_NEGS", node, tree.textOf(node).replace(/^-\s*/, ""))];
  if (type === "expression_statement" && /^call_expression$/.test(tree.type(tree.firstChild(node))))
    return [replace("VOID_METHOD_CALLS", node, "")];
  if (type === "return_statement" || type === "return_expression") {
    const value = tree.textOf(node).replace(/^return\s*/, "");
    if (value === "true") return [replace("FALSE_RETURNS", node, "return false")];
    if (value === "false") return [replace("TRUE_RETURNS", node, "return true")];
    if (/^\d+$/.test(value) && value !== "0") return [replace("PRIMITIVE_RETURNS", node, "return 0")];
  }
  return [];
}
