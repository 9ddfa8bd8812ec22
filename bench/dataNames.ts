/** Names in the syntax trees of data files: keys of the first two levels, within the bounds of the outline. */
import type { Node } from "web-tree-sitter";
import {
  LONGEST_KEY,
  MOST_KEYS_OF_FILE,
  MOST_KEYS_OF_MAPPING,
} from "../src/core/syntax/outline/keyOutline.ts";

interface Key {
  readonly name: string;
  readonly inner: readonly Key[];
}

const named = (node: Node | null): Node[] => node?.namedChildren.filter((child) => child !== null) ?? [];
const unquoted = (text: string) => text.replace(/^["']|["']$/g, "");

/** What the bounds leave of a file's keys. */
function bounded(keys: readonly Key[]): string[] {
  const names: string[] = [];
  const add = ({ name }: Key) => {
    const isKept = name !== "" && name.length <= LONGEST_KEY && names.length < MOST_KEYS_OF_FILE;
    if (isKept) names.push(name);
    return isKept;
  };
  for (const key of keys.slice(0, MOST_KEYS_OF_MAPPING)) {
    if (add(key)) key.inner.slice(0, MOST_KEYS_OF_MAPPING).forEach(add);
  }
  return names;
}

function jsonKeys(object: Node | undefined, depth: number): Key[] {
  if (object?.type !== "object" || depth === 0) return [];
  return named(object).flatMap((pair) => {
    if (pair.type !== "pair") return [];
    const value = pair.childForFieldName("value") ?? undefined;
    const name = unquoted(pair.childForFieldName("key")!.text);
    return [{ name, inner: jsonKeys(value, depth - 1) }];
  });
}

function yamlKeys(holder: Node, depth: number): Key[] {
  if (depth === 0) return [];
  const mapping = named(holder).find(({ type }) => type === "block_mapping" || type === "flow_mapping");
  return named(mapping ?? null).flatMap((pair) => {
    if (!/^(?:block_mapping|flow)_pair$/.test(pair.type)) return [];
    const key = pair.childForFieldName("key");
    const value = pair.childForFieldName("value");
    // `? key`, and `<<` that merges another mapping, name nothing.
    if (!key || key.text === "<<" || pair.child(0)?.type === "?") return [];
    return [{ name: unquoted(key.text), inner: value ? yamlKeys(value, depth - 1) : [] }];
  });
}

function tomlKey(node: Node): string {
  const path = named(node)[0]!.text;
  return path.replace(/["']/g, "").replace(/\s*\.\s*/g, ".");
}

const json = (root: Node) =>
  bounded(
    jsonKeys(
      named(root).find(({ type }) => type === "object"),
      2,
    ),
  );

export const dataNames: Readonly<Record<string, (root: Node) => string[]>> = {
  json,
  jsonc: json,
  yaml: (root) =>
    bounded(
      named(root).flatMap((document) =>
        named(document).flatMap((node) => (node.type.endsWith("_node") ? yamlKeys(node, 2) : [])),
      ),
    ),
  toml: (root) =>
    bounded(
      named(root).flatMap((node) => {
        if (node.type === "comment") return [];
        const inner = named(node).filter(({ type }) => type === "pair" && node.type !== "pair");
        return [{ name: tomlKey(node), inner: inner.map((pair) => ({ name: tomlKey(pair), inner: [] })) }];
      }),
    ),
};
