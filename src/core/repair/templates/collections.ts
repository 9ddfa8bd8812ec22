/** Pieces of lists and strings: indexes, slices, elements, one list behind another. */
import type { Proposals } from "../proposals.ts";
import { fillList } from "./fill.ts";
import { isWritten } from "./names.ts";
import { ingredientsOf } from "./nearby.ts";

export function proposeIndexes(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (role === "index") {
    const object = grammar.object(tree, node);
    const [index, ...further] = grammar.indexes(tree, node);
    if (index === undefined) return;
    if (!isWritten(out, node)) out.replace("slice", node, file.expression(object), 0.4);
    if (further.length > 0) return;
    if (file.role(index) === "slice") proposeBounds(out, index);
    else if (grammar.spelling.isIndented && !isWritten(out, node)) {
      const text = file.textOf(index);
      if (isNumeric(out, index)) {
        out.edit("slice", index, `${text}:`, 0.3);
        out.edit("slice", index, `:${text}`, 0.3);
        out.edit("slice", index, `-${file.binding(index) < 90 ? `(${text})` : text}`, 0.4);
      }
    }
    if (file.role(index) === "number") out.edit("slice", index, "-1", 0.5);
    return;
  }
  proposeElements(out, node);
}

function isNumeric(out: Proposals, node: number): boolean {
  const kind = out.file.kind(node);
  return kind === "number" || kind === "unknown";
}

/** `a:b:c` with a bound less, one more, or moved by one. */
function proposeBounds(out: Proposals, slice: number): void {
  const { file } = out;
  const { tree } = file;
  const bounds: { readonly text: string; readonly start: number }[] = [];
  const texts = ["", "", ""];
  let at = 0;
  for (const child of tree.children(slice)) {
    if (tree.type(child) === ":") at++;
    else if (at < 3) {
      texts[at] = file.textOf(child);
      bounds.push({ text: file.textOf(child), start: tree.start(child) });
    }
  }
  const colons = at;
  const render = (parts: readonly string[]) =>
    parts[2] ? `${parts[0]}:${parts[1]}:${parts[2]}` : `${parts[0]}:${parts[1]}`;
  const propose = (parts: readonly string[], fit: number) => out.edit("slice", slice, render(parts), fit);
  const [low = "", high = "", step = ""] = texts;
  if (low) propose(["", high, step], 0.5);
  else {
    propose(["1", high, step], 0.6);
    for (const { text, fit } of positions(out, slice)) propose([text, high, step], fit * 0.7);
  }
  if (high) propose([low, "", step], 0.5);
  else {
    propose([low, "-1", step], 0.6);
    for (const { text, fit } of positions(out, slice)) propose([low, text, step], fit * 0.7);
  }
  if (low && !high) propose(["", low, step], 0.5);
  if (high && !low) propose([high, "", step], 0.5);
  if (low && high) propose([high, low, step], 0.3);
  if (!step && colons < 2) {
    propose([low, high, "-1"], 0.6);
    propose([low, high, "2"], 0.3);
  } else if (step) {
    propose([low, high, ""], 0.5);
    propose([low, high, step.startsWith("-") ? step.slice(1) : `-${step}`], 0.5);
  }
}

/** Names and lengths that may be a bound. */
function positions(out: Proposals, node: number): { readonly text: string; readonly fit: number }[] {
  const { names, values } = ingredientsOf(out.file, node);
  return [
    ...names
      .filter(({ kind }) => kind === "number" || kind === "unknown")
      .map(({ text, kind }) => ({ text, fit: kind === "number" ? 0.8 : 0.2 })),
    ...names.filter(({ kind }) => kind === "number").map(({ text }) => ({ text: `${text} + 1`, fit: 0.5 })),
    ...values.filter(({ kind }) => kind === "number").map(({ text }) => ({ text, fit: 0.4 })),
  ];
}

/** `x` as `x[1:]`, `[x]`, `x[i]`; `[]` with an element; one list behind another. */
function proposeElements(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar } = file;
  const { isIndented } = grammar.spelling;
  const role = file.role(node);
  const kind = file.kind(node);
  if (isWritten(out, node) || grammar.callee(file.tree, file.tree.parent(node)) === node) return;
  const text = file.textOf(node);
  const isSequence = kind === "list" || kind === "string";
  if (["name", "member", "call", "index"].includes(role) && (isSequence || kind === "unknown")) {
    const certainty = isSequence ? 1 : 0.4;
    if (isIndented) {
      for (const [bounds, fit] of [
        ["1:", 0.8],
        [":-1", 0.7],
        ["::-1", 0.7],
        [":", 0.3],
      ] as const) {
        out.replace("slice", node, { text: `${text}[${bounds}]`, binding: 100 }, fit * certainty);
      }
      for (const { text: position, fit } of positions(out, node)) {
        out.replace("slice", node, { text: `${text}[${position}:]`, binding: 100 }, fit * certainty * 0.6);
        out.replace("slice", node, { text: `${text}[:${position}]`, binding: 100 }, fit * certainty * 0.6);
      }
      out.replace("slice", node, { text: `${text}[-1]`, binding: 100 }, 0.3 * certainty);
    }
    out.replace("slice", node, { text: `${text}[0]`, binding: 100 }, 0.3 * certainty);
    for (const { text: position, fit } of positions(out, node)) {
      out.replace("slice", node, { text: `${text}[${position}]`, binding: 100 }, fit * 0.4 * certainty);
    }
  }
  if (role === "collection") proposeCollection(out, node);
  if (kind === "list" || (kind === "unknown" && role === "call") || kind === "string") {
    concatenate(out, node, kind === "string");
  }
  if (kind !== "list" && role !== "string" && isIndented) {
    out.replace("collection", node, { text: `[${text}]`, binding: 100 }, 0.12);
  }
}

function proposeCollection(out: Proposals, node: number): void {
  const { file } = out;
  const text = file.textOf(node);
  if (text === "[]") {
    out.edit("collection", node, "[[]]", 0.8);
    for (const name of ingredientsOf(file, node).names) {
      if (name.kind !== "function") out.edit("collection", node, `[${name.text}]`, 0.7);
    }
    for (const value of ["0", "1", '""']) out.edit("collection", node, `[${value}]`, 0.25);
    fillList(out, node);
    return;
  }
  if (!text.startsWith("[")) return;
  const inner = text.slice(1, -1).trim();
  out.edit("collection", node, "[]", 0.3);
  if (!inner.includes(",")) out.replace("collection", node, { text: inner, binding: 0 }, 0.4);
  if (inner.startsWith("[") && inner.endsWith("]")) out.edit("collection", node, inner, 0.4);
}

/** `e + v` and `v + e` for other lists or strings of the function, elements in brackets. */
function concatenate(out: Proposals, node: number, isText: boolean): void {
  const { file } = out;
  const { grammar } = file;
  if (!grammar.spelling.isIndented && !isText) return;
  const text = file.textOf(node);
  const binding = grammar.binding("+");
  const own = file.binding(node) < binding ? `(${text})` : text;
  const { names } = ingredientsOf(file, node);
  const others = names
    .filter(({ kind }) => kind !== "function" && kind !== "boolean")
    .flatMap((name) => {
      const same = name.kind === (isText ? "string" : "list");
      const plain = { text: name.text, fit: same ? 0.8 : name.kind === "unknown" ? 0.3 : 0.05 };
      return isText || same ? [plain] : [plain, { text: `[${name.text}]`, fit: 0.5 }];
    });
  for (const other of others) {
    if (other.text === text) continue;
    out.replace("collection", node, { text: `${own} + ${other.text}`, binding }, other.fit);
    out.replace("collection", node, { text: `${other.text} + ${own}`, binding }, other.fit * 0.9);
  }
}
