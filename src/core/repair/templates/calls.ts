/** A call around a value, or the value without the call. */
import { kindFit } from "../kinds.ts";
import type { Proposals } from "../proposals.ts";
import { isWritten } from "./names.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";
import { isDecision } from "./operators.ts";

export function proposeUnwrapping(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  if (file.role(node) !== "call") return;
  const given = grammar.callArguments(tree, node);
  for (const argument of given) {
    out.replace("unwrap", node, file.expression(argument), given.length === 1 ? 0.8 : 0.4);
  }
  const object = grammar.object(tree, node);
  if (object >= 0) out.replace("unwrap", node, file.expression(object), given.length === 0 ? 0.7 : 0.4);
}

export function proposeWrapping(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  const parent = tree.parent(node);
  if (role === "number" || role === "string" || role === "constant" || role === "group") return;
  if (grammar.callee(tree, parent) === node || isWritten(out, node)) return;
  const kind = file.kind(node);
  const text = file.textOf(node);
  if (text.includes("\n")) return;
  const decides = isDecision(out, node);
  for (const { pre, post, from, weight } of grammar.wrappings) {
    if (text.startsWith(pre) && pre !== "") continue;
    const fit = weight * kindFit(from, kind) * (decides ? 0.3 : 1);
    const inner = pre === "" && file.binding(node) < 100 ? `(${text})` : text;
    out.replace("wrap", node, { text: pre + inner + post, binding: 100 }, fit);
  }
  proposeBest(out, node);
  wrapInOwn(out, node);
  wrapAsElsewhere(out, node);
  proposeSuffixes(out, node);
}

/** `x.lower()` for `x` where the function asks that of the same value elsewhere. */
export function proposeAlike(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if ((role !== "name" && role !== "member" && role !== "index") || isWritten(out, node)) return;
  const text = file.textOf(node);
  const parent = tree.parent(node);
  if (text.includes("\n") || grammar.callee(tree, parent) === node || grammar.object(tree, parent) === node)
    return;
  for (const value of ingredientsOf(file, node).values) {
    if (value.text.startsWith(`${text}.`) && /^\.[\w$]+\([^()]*\)$/.test(value.text.slice(text.length)))
      out.replace("alike", node, value, 1);
  }
}

/** Calls of members that stand elsewhere in the file; those of well-known names first. */
const mostSuffixes = 24;

function proposeSuffixes(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar } = file;
  if (!grammar.globals || file.kind(node) === "boolean" || file.kind(node) === "number") return;
  const { suffixes } = ingredientsOf(file, node);
  const text = file.textOf(node);
  const inner = file.binding(node) < 100 ? `(${text})` : text;
  const known = [...suffixes]
    .filter(([suffix]) => isSeenAt(file, node, suffix))
    .map(([suffix, count]) => {
      const name = /^\.([\w$]+)/.exec(suffix)?.[1] ?? "";
      const isKnown = Object.hasOwn(grammar.resultKinds, name) ? 1 : 0.4;
      return { suffix, fit: isKnown * (count > 1 ? 0.7 : 0.5) };
    })
    .sort((a, b) => b.fit - a.fit)
    .slice(0, mostSuffixes);
  for (const { suffix, fit } of known) {
    if (!text.endsWith(suffix)) out.replace("wrap", node, { text: inner + suffix, binding: 100 }, fit);
  }
}

/** `max(e, v)` and `min(e, v)`. */
function proposeBest(out: Proposals, node: number): void {
  const { file } = out;
  if (file.kind(node) !== "number" && file.kind(node) !== "unknown") return;
  const certainty = file.kind(node) === "number" ? 1 : 0.4;
  const pre = file.grammar.spelling.isIndented ? "" : "Math.";
  const text = file.textOf(node);
  const others = [
    ...ingredientsOf(file, node).names.filter(({ kind }) => kind === "number" || kind === "unknown"),
    { text: "0", kind: "number" as const, binding: 100 },
    { text: "1", kind: "number" as const, binding: 100 },
  ];
  for (const other of others) {
    if (other.text === text || text.startsWith(`${pre}max(`) || text.startsWith(`${pre}min(`)) continue;
    const fit = certainty * (other.kind === "number" ? 0.8 : 0.3);
    out.replace("wrap", node, { text: `${pre}max(${other.text}, ${text})`, binding: 100 }, fit);
    out.replace("wrap", node, { text: `${pre}min(${other.text}, ${text})`, binding: 100 }, fit * 0.8);
  }
}

/** In a call of a function that the file has. */
function wrapInOwn(out: Proposals, node: number): void {
  const { file } = out;
  for (const { text, kind } of ingredientsOf(file, node).names) {
    if (kind !== "function") continue;
    out.replace("wrap", node, { text: `${text}(${file.textOf(node)})`, binding: 100 }, 0.25);
  }
}

/** Of the file, by how often they are called with one value. */
const mostCallees = 40;

/** In a call that the file makes elsewhere with one value. */
function wrapAsElsewhere(out: Proposals, node: number): void {
  const { file } = out;
  if (!file.grammar.globals) return;
  const { callees } = ingredientsOf(file, node);
  const text = file.textOf(node);
  const known = [...(callees.get(1) ?? [])]
    .filter(([callee]) => isSeenAt(file, node, callee) && !text.startsWith(`${callee}(`))
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostCallees);
  for (const [rank, [callee]] of known.entries())
    out.replace("wrap", node, { text: `${callee}(${text})`, binding: 100 }, 0.5 / (1 + rank / 15));
}

/** `new X()` where a class is called, and numbers sorted as numbers. */
export function proposeCallForms(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  if (file.role(node) !== "call" || grammar.spelling.optional === undefined) return;
  const callee = file.textOf(grammar.callee(tree, node));
  const isEmpty = grammar.callArguments(tree, node).length === 0;
  if (/^[A-Z]\w*$/.test(callee)) out.edit("wrap", node, `new ${file.textOf(node)}`, 0.8);
  if (isEmpty && callee.endsWith(".sort")) {
    for (const order of ["(a, b) => a - b", "(a, b) => b - a"]) {
      const at = tree.end(node) - 1;
      out.change("argument", [{ start: at, end: at, text: order }], 0.6, out.nodeScore(node));
    }
  }
}
