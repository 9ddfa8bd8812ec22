/** Another operator, operands the other way round, one of them alone; the same meaning turned to its opposite. */
import type { Proposals } from "../proposals.ts";
import { precedence } from "../repairGrammar.ts";

const commutative = new Set(["*", "&", "|", "^", "==", "!=", "and", "or", "&&", "||", "is", "is not"]);

export function proposeOperators(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  for (const operator of grammar.operatorNodes(tree, node)) {
    const text = file.textOf(operator);
    const alternatives = Object.hasOwn(grammar.operators, text) ? grammar.operators[text]! : [];
    const isDeclared = file.role(node) === "assign";
    for (const [other, weight] of alternatives) {
      out.edit("operator", operator, other, isDeclared ? weight * 0.15 : weight);
    }
  }
}

export function proposeOperands(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const [left, right] = grammar.operands(tree, node);
  const operator = grammar.operatorNodes(tree, node)[0];
  if (left === undefined || right === undefined || operator === undefined) return;
  const role = file.role(node);
  for (const [kept, fit] of [
    [left, role === "boolean" ? 0.9 : 0.7],
    [right, role === "boolean" ? 0.9 : 0.5],
  ] as const) {
    if (role !== "comparison") out.replace("dropOperand", node, file.expression(kept), fit);
    else if (file.kind(kept) === "boolean") out.replace("dropOperand", node, file.expression(kept), 0.5);
  }
  const text = file.textOf(operator);
  if (commutative.has(text) || /^[<>]=?$/.test(text)) return;
  if (text === "+" && file.kind(node) === "number") return;
  const swapped = [
    { start: tree.start(left), end: tree.end(left), text: file.inPlaceOf(left, file.expression(right)) },
    { start: tree.start(right), end: tree.end(right), text: file.inPlaceOf(right, file.expression(left)) },
  ];
  out.change("swapOperands", swapped, text === "+" ? 0.9 : 0.7, out.nodeScore(node));
}

/** A value that decides something becomes its opposite. */
export function proposeNegation(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar, tree } = file;
  const role = file.role(node);
  if (role === "not" || role === "negate") {
    const inner = grammar.operands(tree, node)[0];
    for (const sign of grammar.operatorNodes(tree, node)) {
      const other = grammar.signs?.find((one) => one !== file.textOf(sign));
      if (role === "negate" && other) out.edit("operator", sign, other, 0.5);
    }
    if (inner !== undefined) out.replace("negate", node, file.expression(inner), 0.9);
    return;
  }
  const { not } = grammar.spelling;
  const binding = not === "!" ? precedence.prefix : precedence.not;
  const decides = isDecision(out, node);
  if (decides) {
    const text = file.textOf(node);
    const inner = file.binding(node) < binding ? `(${text})` : text;
    if (role !== "comparison") out.replace("negate", node, { text: not + inner, binding }, 0.8);
  } else if (file.kind(node) === "number" && role !== "number" && role !== "binary") {
    out.replace("negate", node, { text: `-${file.textOf(node)}`, binding: precedence.prefix }, 0.15);
  }
}

/** Whether only the truth of a value matters where it stands. */
export function isDecision(out: Proposals, node: number): boolean {
  const { file } = out;
  const { tree, grammar } = file;
  const parent = tree.parent(node);
  const role = file.role(parent);
  if (role === "boolean" || role === "not") return true;
  if (role === "group") return isDecision(out, parent);
  if (["if", "while", "for", "conditional"].includes(role)) {
    const condition = grammar.condition(tree, parent);
    return condition === node || (file.role(node) === "group" && tree.parent(condition) === node);
  }
  return tree.type(parent) === "if_clause" || (role === "return" && file.kind(node) === "boolean");
}
