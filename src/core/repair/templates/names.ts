/** Another name, member, function or value of the same function where one is used. */

import { isPath } from "../ingredients.ts";
import { kindFit } from "../kinds.ts";
import type { Proposals } from "../proposals.ts";
import { nameSimilarity } from "../similarity.ts";
import { ingredientsOf } from "./nearby.ts";

export function proposeNames(out: Proposals, node: number): void {
  const { file } = out;
  if (file.role(node) !== "name") return;
  const own = file.textOf(node);
  const isCalled = file.grammar.callee(file.tree, file.tree.parent(node)) === node;
  const kind = isCalled ? "function" : file.kind(node);
  const ranked = ingredientsOf(file, node)
    .names.filter(({ text }) => text !== own)
    .map((name) => ({
      name,
      fit: kindFit(kind, name.kind) * (0.6 + 0.4 * nameSimilarity(own, name.text)),
    }))
    .filter(({ name }) => isCalled === (name.kind === "function") || kind === "unknown")
    .sort((a, b) => b.fit - a.fit);
  ranked.forEach(({ name, fit }, rank) => {
    out.replace("name", node, name, fit / (1 + rank / 20));
  });
}

/** A function or member known to be taken for another, such as `min` for `max`. */
export function proposeSymbols(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  const named =
    role === "member"
      ? grammar.property(tree, node)
      : role === "name" || role === "call"
        ? symbolOf(out, node)
        : -1;
  if (named < 0) return;
  const own = file.textOf(named);
  for (const group of grammar.symbols) {
    if (!group.includes(own)) continue;
    const isPair = group.length === 2;
    for (const other of group) if (other !== own) out.edit("symbol", named, other, isPair ? 1 : 0.5);
  }
}

/** Where a call's name stands apart from what it is called on, in grammars that have no node for both. */
function symbolOf(out: Proposals, node: number): number {
  const { file } = out;
  if (file.role(node) === "name") return node;
  const callee = file.grammar.callee(file.tree, node);
  return file.role(callee) === "name" && !file.isExpression(callee) ? callee : -1;
}

export function proposeMembers(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  if (file.role(node) !== "member") return;
  const property = grammar.property(tree, node);
  const own = file.textOf(property);
  const isCalled = grammar.callee(tree, tree.parent(node)) === node;
  for (const [other, uses] of ingredientsOf(file, node).members) {
    if (other === own) continue;
    const alike = nameSimilarity(own, other);
    const fit = (0.4 + 0.5 * alike) * (isCalled ? 0.6 : 1) * (uses > 1 ? 1 : 0.9);
    out.edit("member", property, other, fit);
  }
  const object = grammar.object(tree, node);
  if (!isCalled && object >= 0) out.replace("member", node, file.expression(object), 0.3);
}

/** A name where a value with a member, an index or a call of the same function was meant, and the reverse. */
export function proposeCopies(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (!["name", "index", "member", "call", "binary", "comparison", "collection"].includes(role)) return;
  if (grammar.callee(tree, tree.parent(node)) === node || isWritten(out, node)) return;
  const kind = file.kind(node);
  const own = file.textOf(node);
  const { values, names } = ingredientsOf(file, node);
  for (const value of values) {
    if (value.text === own) continue;
    const longer = value.text.includes(own) ? 1.2 : 1;
    const alike = nameSimilarity(own, value.text);
    const fit = Math.min(1, kindFit(kind, value.kind) * (0.35 + 0.6 * alike) * longer);
    out.replace("copyExpression", node, value, fit);
  }
  if (role === "name") return;
  for (const name of names) {
    if (name.kind === "function") continue;
    const within = own.includes(name.text) ? 1 : 0.6;
    out.replace("copyExpression", node, name, kindFit(kind, name.kind) * within * 0.8);
  }
}

/** Whether a node is what an assignment writes to. */
export function isWritten({ file }: Proposals, node: number): boolean {
  const parent = file.tree.parent(node);
  const role = file.role(parent);
  return (role === "assign" || role === "augment") && file.grammar.target(file.tree, parent) === node;
}

export function proposeArguments(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (role !== "call" && role !== "index") return;
  const given = role === "call" ? grammar.callArguments(tree, node) : grammar.indexes(tree, node);
  for (let first = 0; first < given.length; first++) {
    for (let second = first + 1; second < given.length; second++) {
      const a = given[first]!;
      const b = given[second]!;
      const fit = second === first + 1 ? 1 : 0.5;
      const edits = [
        { start: tree.start(a), end: tree.end(a), text: file.textOf(b) },
        { start: tree.start(b), end: tree.end(b), text: file.textOf(a) },
      ];
      out.change(
        "swapArguments",
        edits,
        fit * (kindFit(file.kind(a), file.kind(b)) + 0.3),
        out.nodeScore(node),
      );
    }
  }
  if (role === "index") return;
  dropArguments(out, node, given);
  addArguments(out, node, given);
}

function dropArguments(out: Proposals, node: number, given: readonly number[]): void {
  const { tree } = out.file;
  given.forEach((at, index) => {
    const next = given[index + 1];
    const previous = given[index - 1];
    const start = next === undefined && previous !== undefined ? tree.end(previous) : tree.start(at);
    const end = next !== undefined ? tree.start(next) : tree.end(at);
    out.change("argument", [{ start, end, text: "" }], 0.4, out.nodeScore(node));
  });
}

function addArguments(out: Proposals, node: number, given: readonly number[]): void {
  const { file } = out;
  const last = given.at(-1);
  const first = given[0];
  const close = file.tree.end(node) - 1;
  if (file.tree.text[close] !== ")") return;
  const { names, values: said } = ingredientsOf(file, node);
  const { true: yes, false: no, none } = file.grammar.spelling;
  const paths = said.filter(({ text }) => file.grammar.globals && isPath(text));
  const constants = file.grammar.globals ? [yes, no, none, "{}"] : [];
  const values = [
    ...names.filter(({ kind }) => kind !== "function"),
    ...[...paths.map(({ text }) => text), ...constants].map((text) => ({ text, binding: 100 })),
    { text: "1", binding: 100 },
    { text: "0", binding: 100 },
    { text: "-1", binding: 100 },
    { text: "2", binding: 100 },
  ];
  for (const { text } of values) {
    const score = out.nodeScore(node);
    if (first === undefined || last === undefined) {
      out.change("argument", [{ start: close, end: close, text }], 0.3, score);
      continue;
    }
    const end = file.tree.end(last);
    const start = file.tree.start(first);
    out.change("argument", [{ start: end, end, text: `, ${text}` }], 0.3, score);
    out.change("argument", [{ start, end: start, text: `${text}, ` }], 0.2, score);
  }
}
