/** Something where there is nothing: in an empty list, object or block; an access that goes on only where it can. */
import type { Proposals } from "../proposals.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";

/** Names that are put together. */
const mostTogether = 10;

/** Lists of the file, and names that are declared one after another. */
export function fillList(out: Proposals, node: number): void {
  const { file } = out;
  if (!file.grammar.globals) return;
  const { collections } = ingredientsOf(file, node);
  for (const text of collections) {
    if (text.startsWith("[") && isSeenAt(file, node, text)) out.edit("fill", node, text, 0.7);
  }
  for (const { names, fit } of groups(out, node)) out.edit("fill", node, `[${names.join(", ")}]`, fit);
}

export function proposeObjects(out: Proposals, node: number): void {
  const { file } = out;
  const { spread } = file.grammar.spelling;
  if (spread === undefined || file.tree.type(node) !== "object" || !/^\{\s*\}$/.test(file.textOf(node)))
    return;
  const { collections, names } = ingredientsOf(file, node);
  for (const text of collections) {
    if (text.startsWith("{") && isSeenAt(file, node, text)) out.edit("fill", node, text, 0.7);
  }
  for (const { text, kind } of names) {
    if (kind === "function" || kind === "boolean" || kind === "number") continue;
    out.edit("fill", node, `{ ${spread}${text} }`, 0.7);
    out.edit("fill", node, `{ ${text} }`, 0.5);
  }
  for (const { names: several, fit } of groups(out, node))
    out.edit("fill", node, `{ ${several.join(", ")} }`, fit * 0.8);
}

/** Names of a function that may belong together, in the order in which they are declared. */
function groups(out: Proposals, node: number): { readonly names: readonly string[]; readonly fit: number }[] {
  const names = [...out.file.scope(node)]
    .filter(([, kind]) => kind !== "function")
    .map(([name]) => name)
    .slice(0, mostTogether);
  return names.flatMap((first, at) => [
    ...(at + 2 < names.length ? [{ names: names.slice(at, at + 3), fit: 0.6 }] : []),
    ...names.slice(at + 1).map((second) => ({ names: [first, second], fit: 0.5 })),
  ]);
}

/** Statements of the function and of the file, and what a function of its kind gives, in a block without any. */
export function fillBlock(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const { end, isIndented, true: yes, false: no, none } = grammar.spelling;
  if (isIndented || file.role(node) !== "block" || !/^\{\s*\}$/.test(file.textOf(node))) return;
  const { statements, fileStatements, names } = ingredientsOf(file, node);
  const put = (text: string, fit: number) => out.edit("fill", node, `{ ${text} }`, fit);
  for (const { text } of statements) put(text, 0.6);
  for (const text of fileStatements) if (isSeenAt(file, node, text)) put(text, 0.5);
  for (const { text, kind } of names) {
    if (kind !== "function") put(`return ${text}${end}`, 0.5);
    if (kind === "function") put(`${text}()${end}`, 0.3);
  }
  for (const text of ["this", yes, no, none, '""', "0"]) put(`return ${text}${end}`, 0.4);
  const parameters =
    file.role(tree.parent(node)) === "function" ? grammar.parameters(tree, tree.parent(node)) : [];
  for (const { name } of parameters) put(`this.${name} = ${name}${end}`, 0.4);
  const loop = file.nearest(node, "while", "for", "forEach");
  if (loop >= 0) for (const text of ["continue", "break"]) put(text + end, 0.6);
}

/** `a?.b` for `a.b`, and the reverse; likewise for indexes and calls. */
export function proposeOptional(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const { optional } = grammar.spelling;
  if (optional === undefined) return;
  const role = file.role(node);
  const insert = (at: number, text: string, fit: number, end = at) =>
    out.change("optional", [{ start: at, end, text }], fit, out.nodeScore(node));
  if (role !== "member" && role !== "index" && role !== "call") return;
  const known = tree.childOfType(node, "optional_chain");
  if (known >= 0) {
    insert(tree.start(known), role === "member" ? "." : "", 0.4, tree.end(known));
    return;
  }
  if (role === "member") {
    const dot = tree.childOfType(node, ".");
    const isThis = file.textOf(grammar.object(tree, node)) === "this";
    if (dot >= 0 && !isThis) insert(tree.start(dot), optional, 0.8, tree.end(dot));
  } else if (role === "index") {
    const bracket = tree.childOfType(node, "[");
    if (bracket >= 0) insert(tree.start(bracket), optional, 0.5);
  } else {
    const given = tree.child(node, "arguments");
    if (given >= 0 && tree.type(given) === "arguments") insert(tree.start(given), optional, 0.4);
  }
}
