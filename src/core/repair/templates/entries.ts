/** Named arguments, parts of lists and objects: one more, one less; what belongs to something else. */
import type { Proposals } from "../proposals.ts";
import { nameSimilarity } from "../similarity.ts";
import { isWritten } from "./names.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";
import { isDecision } from "./operators.ts";

const lists = new Set(["array", "list", "tuple", "set"]);
const maps = new Set(["object", "dictionary"]);
const calls = new Set(["arguments", "argument_list"]);
/** Of one kind that are added in one place. */
const mostAdded = 40;
/** A list with more parts gets what is added at its end alone. */
const mostPlaces = 12;
const exceptions = [
  "Exception",
  "TypeError",
  "ValueError",
  "KeyError",
  "AttributeError",
  "IndexError",
  "OSError",
];

export function proposeEntries(out: Proposals, node: number): void {
  const { file } = out;
  const { tree } = file;
  const type = tree.type(node);
  if (!file.grammar.globals || !(lists.has(type) || maps.has(type) || calls.has(type))) return;
  const parts = tree.children(node).filter((at) => !/^(?:[()[\]{},]|comment)$/.test(tree.type(at)));
  // Values with commas between them alone: nothing says where they end.
  if (parts.length > 0 && !/[([{]/.test(tree.text[tree.start(node)] ?? "")) return;
  for (const at of parts) {
    // A plain argument is left out by another template.
    const isNamed = ["keyword_argument", "dictionary_splat", "spread_element"].includes(tree.type(at));
    if (!calls.has(type) || isNamed) dropPart(out, at, parts);
  }
  if (maps.has(type)) addTo(out, node, parts, entriesFor(out, node, ""), 0.7);
  else if (calls.has(type)) {
    const callee = file.textOf(file.grammar.callee(tree, tree.parent(node)));
    const name = /([\w$]+)\W*$/.exec(callee)?.[1] ?? "";
    const types = parts.every((at) => /^[A-Z][\w.]*$/.test(tree.textOf(at))) ? typesFor(out, node) : [];
    addTo(out, node, parts, [...(parts.length > 0 ? types : []), ...entriesFor(out, node, name)], 1);
  } else addTo(out, node, parts, elementsFor(out, node), 0.4);
}

function dropPart(out: Proposals, at: number, parts: readonly number[]): void {
  const { tree } = out.file;
  const index = parts.indexOf(at);
  const next = parts[index + 1];
  const previous = parts[index - 1];
  const start = next === undefined && previous !== undefined ? tree.end(previous) : tree.start(at);
  const end = next === undefined ? tree.end(at) : tree.start(next);
  out.change("entry", [{ start, end, text: "" }], 0.6 / (1 + parts.length / 20), out.nodeScore(at));
}

interface Added {
  readonly text: string;
  /** Unitless, 0 to 1. */
  readonly fit: number;
}

function addTo(
  out: Proposals,
  node: number,
  parts: readonly number[],
  added: readonly Added[],
  weight: number,
): void {
  const { tree } = out.file;
  const own = new Set(parts.map((at) => tree.textOf(at)));
  const names = new Set([...own].map((text) => /^[\w$]+/.exec(text)?.[0]));
  const last = parts.at(-1);
  // Behind those that stand on a suspected line, and at the end.
  const places = parts.filter((at) => at === last || (out.nodeScore(at) > 0 && parts.length <= mostPlaces));
  for (const { text, fit } of added.slice(0, mostAdded)) {
    if (own.has(text) || names.has(/^([\w$]+)\s*[=:]/.exec(text)?.[1])) continue;
    if (last === undefined) {
      const at = tree.end(node) - 1;
      out.change("entry", [{ start: at, end: at, text }], fit * weight, out.nodeScore(node));
    }
    for (const place of places) {
      const at = tree.end(place);
      const location = Math.max(out.nodeScore(place), place === last ? out.nodeScore(node) : 0);
      const share = place === last ? 1 : 0.7;
      out.change("entry", [{ start: at, end: at, text: `, ${text}` }], fit * weight * share, location);
    }
  }
}

/** Of calls of the same function, else of any; of objects. */
function entriesFor(out: Proposals, node: number, owner: string): Added[] {
  const { file } = out;
  const { entries, names } = ingredientsOf(file, node);
  const found: Added[] = [];
  const { isIndented } = file.grammar.spelling;
  for (const [other, texts] of entries) {
    if ((owner === "") !== (other === "")) continue;
    for (const text of texts) {
      const value = text.replace(/^[^=:]*[=:]/, "");
      if (isSeenAt(file, node, value)) found.push({ text, fit: other === owner ? 0.9 : 0.4 });
    }
  }
  if (owner !== "" && isIndented) {
    for (const { text, kind } of names)
      if (kind !== "function") found.push({ text: `${text}=${text}`, fit: 0.3 });
  }
  return found.sort((a, b) => b.fit - a.fit);
}

/** Types for a call that is given types alone, such as `suppress(KeyError)`. */
function typesFor(out: Proposals, node: number): Added[] {
  const { file } = out;
  const standard = file.grammar.spelling.isIndented ? exceptions : [];
  return [...ingredientsOf(file, node).types, ...standard].map((text) => ({ text, fit: 0.5 }));
}

function elementsFor(out: Proposals, node: number): Added[] {
  const { file } = out;
  const { strings, types, names } = ingredientsOf(file, node);
  const text = file.textOf(node);
  if (/["']/.test(text)) return [...out.literals.strings, ...strings].map((one) => ({ text: one, fit: 0.5 }));
  if (/\b[A-Z]/.test(text)) return types.map((one) => ({ text: one, fit: 0.7 }));
  return names.filter(({ kind }) => kind !== "function").map((one) => ({ text: one.text, fit: 0.5 }));
}

/** Another type of exception, or one more type where a type is asked for. */
export function proposeTypes(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  if (!grammar.globals || !grammar.spelling.isIndented || file.role(node) !== "name") return;
  const own = file.textOf(node);
  const parent = tree.parent(node);
  const known = [...new Set([...ingredientsOf(file, node).types, ...exceptions])].filter(
    (one) => one !== own,
  );
  if (tree.type(parent) === "except_clause" || tree.type(tree.parent(parent)) === "except_clause") {
    for (const one of known.filter((name) => /(?:Error|Exception)$/.test(name))) {
      out.edit("name", node, one, 0.4);
      out.edit("collection", node, `(${own}, ${one})`, 0.7);
    }
    return;
  }
  const call = tree.parent(parent);
  const isAsked = /^(?:isinstance|issubclass)$/.test(tree.textOf(grammar.callee(tree, call)));
  if (!isAsked || grammar.callArguments(tree, call)[1] !== node) return;
  for (const one of ["list", "tuple", "str", "dict", ...known])
    out.edit("collection", node, `(${own}, ${one})`, 0.6);
}

/** `a.b` for `b` or for `a`, `a.c.b` for `a.b`, `b` for `a.b`: as the file has it elsewhere. */
export function proposeQualified(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (!grammar.globals || (role !== "name" && role !== "member") || isWritten(out, node)) return;
  const { paths, members, names } = ingredientsOf(file, node);
  const text = file.textOf(node);
  const isCalled = grammar.callee(tree, tree.parent(node)) === node;
  if (role === "member") reachThrough(out, node);
  if (!isCalled) {
    for (const path of paths.keys()) {
      if (!path.startsWith(`${text}.`)) continue;
      out.replace("qualify", node, { text: path, binding: 100 }, 0.8);
      const { optional } = grammar.spelling;
      if (optional === undefined || !isDecision(out, node)) continue;
      const careful = text + optional + path.slice(text.length + 1);
      out.replace("qualify", node, { text: careful, binding: 100 }, 0.8);
    }
  }
  const property = role === "member" ? file.textOf(grammar.property(tree, node)) : text;
  if (role === "member" && file.scope(node).has(property))
    out.replace("qualify", node, { text: property, binding: 100 }, 0.7);
  if (!members.has(property)) return;
  const owners = [file.grammar.spelling.isIndented ? "self" : "this", ...names.map((one) => one.text)];
  for (const [rank, owner] of owners.slice(0, mostAdded).entries()) {
    if (owner === property) continue;
    const fit = paths.has(`${owner}.${property}`) ? 0.9 : 0.5 / (1 + rank / 10);
    out.replace("qualify", node, { text: `${owner}.${property}`, binding: 100 }, fit);
  }
}

/** `this.root.connection` for `this.connection`. */
function reachThrough(out: Proposals, node: number): void {
  const { file } = out;
  const object = file.grammar.object(file.tree, node);
  const own = object < 0 ? "" : file.textOf(object);
  if (!/^[\w$#.]+$/.test(own)) return;
  for (const path of ingredientsOf(file, node).paths.keys()) {
    if (!path.startsWith(`${own}.`) || path.slice(own.length + 1).includes(".")) continue;
    if (path !== file.textOf(node)) out.edit("qualify", object, path, 0.7);
  }
}

/** `this` for a name that is handed on, and the reverse; the opposite of what is handed on. */
export function proposeHandedOn(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  if (!grammar.globals) return;
  const role = file.role(node);
  if (role === "call") handOther(out, node);
  const isPlain = role === "name" || role === "member";
  if (!isPlain || isDecision(out, node) || isWritten(out, node)) return;
  const parent = tree.parent(node);
  const isKept = ["assign", "return"].includes(file.role(parent));
  const isGiven = isKept || /^(?:keyword_argument|pair|arguments|argument_list)$/.test(tree.type(parent));
  const kind = file.kind(node);
  if (!isGiven || (kind !== "boolean" && kind !== "unknown")) return;
  const { not } = grammar.spelling;
  const binding = not === "!" ? 90 : 40;
  out.replace("negate", node, { text: not + file.textOf(node), binding }, 0.3);
}

function handOther(out: Proposals, call: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const self = grammar.spelling.isIndented ? "self" : "this";
  for (const given of grammar.callArguments(tree, call)) {
    const text = file.textOf(given);
    if (text === self) {
      for (const { text: name, kind } of ingredientsOf(file, call).names) {
        if (kind !== "function") out.edit("name", given, name, 0.5 + 0.2 * nameSimilarity(name, text));
      }
    } else if (file.role(given) === "name") out.edit("name", given, self, 0.2);
  }
}
