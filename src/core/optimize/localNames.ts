/** Uses of a name within a function, and places for statements beside those that are there. */
import type { Replacement } from "../repair/candidate.ts";
import type { FlatTree } from "../syntax/tree/flatTree.ts";

const names = new Set([
  "identifier",
  "shorthand_property_identifier",
  "shorthand_property_identifier_pattern",
]);

/** Nodes that are the name, within a node. */
export function usesOf(tree: FlatTree, within: number, name: string): number[] {
  const found: number[] = [];
  for (let node = within; node < tree.after(within); node++)
    if (names.has(tree.type(node)) && tree.textOf(node) === name) found.push(node);
  return found;
}

/** A name that the file does not use yet. */
export function freshName({ text }: FlatTree, base: string): string {
  for (let turn = 1; ; turn++) {
    const name = turn === 1 ? base : `${base}${turn}`;
    if (!new RegExp(String.raw`\b${name}\b`).test(text)) return name;
  }
}

/** A line after a statement that has its lines for itself; undefined for one that shares them. */
export function lineAfter(
  { text }: FlatTree,
  start: number,
  end: number,
  line: string,
): Replacement | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const stop = text.indexOf("\n", end);
  const rest = text.slice(end, stop < 0 ? text.length : stop);
  if (/\S/.test(indent) || !/^\s*(?:#.*|\/\/.*)?$/.test(rest)) return undefined;
  const at = end + rest.trimEnd().length;
  return { start: at, end: at, text: `${text.includes("\r\n") ? "\r\n" : "\n"}${indent}${line}` };
}

export const replaced = (tree: FlatTree, node: number, text: string): Replacement => ({
  start: tree.start(node),
  end: tree.end(node),
  text,
});

export const ascending = (edits: readonly Replacement[]): Replacement[] =>
  edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
