/** Other numbers, strings and constants; one more or one less; a little arithmetic. */

import { isPath, ownerOf } from "../ingredients.ts";
import type { Proposals } from "../proposals.ts";
import { nameSimilarity } from "../similarity.ts";
import { ingredientsOf } from "./nearby.ts";

const integer = /^\d+$/;

/** `e + 1`, `e - 1`, or without the one that is there. */
export function proposeOffByOne(out: Proposals, node: number): void {
  const { file } = out;
  const role = file.role(node);
  const kind = file.kind(node);
  if (!["number", "name", "call", "index", "binary", "member", "negate"].includes(role)) return;
  if (kind !== "number" && kind !== "unknown") return;
  const fit = placeFit(out, node) * (kind === "number" ? 1 : 0.5);
  if (fit <= 0) return;
  if (role === "number") {
    const text = file.textOf(node);
    if (!integer.test(text)) return;
    out.edit("offByOne", node, String(Number(text) + 1), fit * 0.8);
    if (Number(text) > 0) out.edit("offByOne", node, String(Number(text) - 1), fit * 0.8);
    else if (Number(text) === 0)
      out.edit("offByOne", node, file.inPlaceOf(node, { text: "-1", binding: 90 }), fit * 0.4);
    return;
  }
  const plus = file.grammar.binding("+");
  const text = file.binding(node) < plus ? `(${file.textOf(node)})` : file.textOf(node);
  if (endsInOne(out, node)) return;
  out.replace("offByOne", node, { text: `${text} + 1`, binding: plus }, fit);
  out.replace("offByOne", node, { text: `${text} - 1`, binding: plus }, fit);
}

/** `a + 1` is not made longer: dropping and changing the 1 are other templates. */
function endsInOne(out: Proposals, node: number): boolean {
  if (out.file.role(node) !== "binary") return false;
  const right = out.file.grammar.operands(out.file.tree, node)[1];
  return right !== undefined && /^1$/.test(out.file.textOf(right));
}

/** How well one more or less stands somewhere. Unitless, 0 to 1. */
function placeFit(out: Proposals, node: number): number {
  const { file } = out;
  const { tree, grammar } = file;
  const parent = tree.parent(node);
  switch (file.role(parent)) {
    case "index":
      return grammar.object(tree, parent) === node ? 0 : 1;
    case "slice":
      return 1;
    case "comparison":
      // Where an order is compared, another operator says the same more plainly.
      return 0.5;
    case "binary":
      return file.role(node) === "number" ? 0.8 : 0.3;
    case "return":
      return 0.8;
    case "assign":
    case "augment":
      return grammar.value(tree, parent) === node ? 0.7 : 0;
    case "call":
    case "member":
    case "function":
      return 0;
    default:
      return argumentFit(out, node, parent);
  }
}

function argumentFit(out: Proposals, node: number, list: number): number {
  const { file } = out;
  const call = file.tree.parent(list);
  if (file.role(call) !== "call") return 0.4;
  if (!file.grammar.callArguments(file.tree, call).includes(node)) return 0;
  return /\brange$/.test(file.textOf(file.grammar.callee(file.tree, call))) ? 1.3 : 0.75;
}

export function proposeConstants(out: Proposals, node: number): void {
  const role = out.file.role(node);
  if (role === "number") proposeNumbers(out, node);
  if (role === "string") proposeStrings(out, node);
  if (role === "constant") proposeOther(out, node);
}

function proposeNumbers(out: Proposals, node: number): void {
  const { file } = out;
  const text = file.textOf(node);
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    const near: readonly (readonly [number, number])[] = [
      [value + 1, 0.9],
      [value - 1, 0.9],
      [0, 0.8],
      [1, 0.8],
      [2, 0.5],
      [-1, 0.5],
      [value * 2, 0.2],
      [10, 0.15],
      [value * 10, 0.1],
      [Math.floor(value / 2), 0.1],
    ];
    for (const [other, fit] of near) {
      if (other !== value)
        out.replace("constant", node, { text: String(other), binding: other < 0 ? 90 : 100 }, fit);
    }
  }
  const { numbers } = ingredientsOf(file, node);
  for (const number of numbers) out.replace("constant", node, { text: number, binding: 100 }, 0.4);
  out.literals.numbers.forEach((number, rank) => {
    const binding = number.startsWith("-") ? 90 : 100;
    out.replace("constant", node, { text: number, binding }, 0.3 / (1 + rank / 8));
  });
  for (const name of ingredientsOf(file, node).names) {
    if (name.kind === "number") out.replace("constant", node, name, 0.35);
    else if (name.kind === "unknown") out.replace("constant", node, name, 0.12);
  }
}

function proposeStrings(out: Proposals, node: number): void {
  const { file } = out;
  const text = file.textOf(node);
  if (text.length > 60 || file.role(file.tree.parent(node)) === "expressionStatement") return;
  const quote = text.endsWith("'") ? "'" : '"';
  out.edit("constant", node, quote + quote, 0.5);
  const isWord = text.length > 3;
  const { strings, stringsOf } = ingredientsOf(file, node);
  strings.forEach((other, rank) => {
    out.edit("constant", node, other, 0.6 / (1 + rank / 6));
  });
  // An empty one says nothing: what others of its kind say is likelier still.
  const isEmpty = text === `${quote}${quote}`;
  [...(stringsOf.get(ownerOf(file, node)) ?? [])].forEach((other, rank) => {
    out.edit("constant", node, other, (isEmpty ? 0.95 : 0.7) / (1 + rank / 20));
  });
  out.literals.strings.forEach((other, rank) => {
    // A text nearly the same is what was meant, wherever it stands among the values.
    const alike = nameSimilarity(text.slice(1, -1), other.slice(1, -1));
    out.edit("constant", node, other, Math.max(0.4 / (1 + rank / 6), alike > 0.6 ? 0.8 * alike : 0));
  });
  if (text === `${quote}${quote}`) out.edit("constant", node, `${quote} ${quote}`, 0.6);
  const inner = text.slice(1, -1);
  if (!isWord || /["'\\]/.test(inner)) return;
  const flipped = inner === inner.toLowerCase() ? inner.toUpperCase() : inner.toLowerCase();
  out.edit("constant", node, quote + flipped + quote, 0.3);
  for (const [other, fit] of [
    [inner.trim(), 0.4],
    [` ${inner}`, 0.2],
    [`${inner} `, 0.2],
    [inner.slice(1), 0.2],
    [inner.slice(0, -1), 0.25],
    [inner[0]!.toUpperCase() + inner.slice(1), 0.2],
  ] as const) {
    out.edit("constant", node, quote + other + quote, fit);
  }
}

function proposeOther(out: Proposals, node: number): void {
  const { file } = out;
  const { true: yes, false: no, none } = file.grammar.spelling;
  const text = file.textOf(node);
  const others: readonly (readonly [string, number])[] =
    text === yes
      ? [[no, 1]]
      : text === no
        ? [[yes, 1]]
        : [
            ["0", 0.5],
            ["1", 0.2],
            ["[]", 0.4],
            ['""', 0.4],
            [no, 0.3],
            [yes, 0.3],
          ];
  for (const [other, fit] of others) out.edit("constant", node, other, fit);
  if (text !== none) out.edit("constant", node, none, 0.2);
  if (text !== none) return;
  for (const name of ingredientsOf(file, node).names) {
    if (name.kind !== "function") out.replace("constant", node, name, 0.25);
  }
  out.literals.numbers.forEach((number, rank) => {
    out.edit("constant", node, number, 0.2 / (1 + rank));
  });
}

/** `e` with a name or a small number: `e + v`, `e * 2`. */
export function proposeArithmetic(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar } = file;
  if (file.kind(node) !== "number" && file.kind(node) !== "unknown") return;
  const role = file.role(node);
  if (!["name", "index", "call", "binary", "member"].includes(role) || placeFit(out, node) === 0) return;
  const certainty = file.kind(node) === "number" ? 1 : 0.35;
  const own = file.textOf(node);
  const wanted = operandNames(out, node);
  for (const operator of ["+", "-", "*", ...(grammar.spelling.isIndented ? ["//"] : ["/"]), "%"]) {
    const binding = grammar.binding(operator);
    const left = file.binding(node) < binding ? `(${own})` : own;
    for (const { text, fit } of wanted) {
      if (text === own && operator !== "*") continue;
      const isIdle = (text === "1" && operator !== "%") || (text === "0" && operator !== "%");
      if (isIdle || text === "0") continue;
      const weight = operator === "+" || operator === "-" ? 1 : operator === "*" ? 0.7 : 0.5;
      out.replace(
        "arithmetic",
        node,
        { text: `${left} ${operator} ${text}`, binding },
        certainty * fit * weight,
      );
      if (operator === "-" && certainty === 1) {
        const right = file.binding(node) <= binding ? `(${own})` : own;
        out.replace("arithmetic", node, { text: `${text} - ${right}`, binding }, fit * 0.4);
      }
    }
  }
}

function operandNames(out: Proposals, node: number): { readonly text: string; readonly fit: number }[] {
  const { names, values } = ingredientsOf(out.file, node);
  return [
    { text: "2", fit: 0.8 },
    { text: "10", fit: 0.2 },
    ...names
      .filter(({ kind }) => kind === "number" || kind === "unknown")
      .map(({ text, kind }) => ({ text, fit: kind === "number" ? 0.9 : 0.3 })),
    ...values
      .filter(({ kind, binding }) => kind === "number" && binding === 100)
      .map(({ text }) => ({ text, fit: 0.4 })),
    ...values
      .filter(({ text, kind }) => kind === "unknown" && out.file.grammar.globals && isPath(text))
      .map(({ text }) => ({ text, fit: 0.25 })),
  ];
}
