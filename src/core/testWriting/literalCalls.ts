/** Calls whose arguments are written out: what a function is really given. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { SubjectCall } from "./testSubject.ts";

/** What a language calls the parts of a call and its literals. */
interface CallWords {
  readonly call: string;
  /** Of a literal without parts. */
  readonly plain: ReadonlySet<string>;
  /** Literals when all named children are. */
  readonly collections: ReadonlySet<string>;
  /** Parts of collections: a key with a value. */
  readonly pairs: ReadonlySet<string>;
  readonly sign: string;
  /** An argument by name, with fields `name` and `value`. */
  readonly named: string | undefined;
}

const words = {
  python: {
    call: "call",
    plain: new Set(["integer", "float", "true", "false", "none", "string"]),
    collections: new Set(["list", "tuple", "set", "dictionary", "parenthesized_expression"]),
    pairs: new Set(["pair"]),
    sign: "unary_operator",
    named: "keyword_argument",
  },
  ecma: {
    call: "call_expression",
    plain: new Set(["number", "string", "true", "false", "null", "undefined", "regex"]),
    collections: new Set(["array", "object", "parenthesized_expression"]),
    pairs: new Set(["pair"]),
    sign: "unary_expression",
    named: undefined,
  },
} satisfies Record<string, CallWords>;

export type CallLanguage = keyof typeof words;

const longestArgument = 200;
const punctuation = /^[()[\]{},:;]$/;

/** @param name last part of what is called @returns in the order of the text, each once */
export function literalCalls(tree: FlatTree, language: CallLanguage, name: string): SubjectCall[] {
  const own = words[language];
  const found = new Map<string, SubjectCall>();
  for (let node = 0; node < tree.count; node++) {
    if (tree.type(node) !== own.call) continue;
    const callee = tree.textOf(tree.child(node, "function"));
    if (callee !== name && !callee.endsWith(`.${name}`)) continue;
    const call = argumentsOf(tree, tree.child(node, "arguments"), own);
    if (call) found.set(JSON.stringify(call), call);
  }
  return [...found.values()];
}

function argumentsOf(tree: FlatTree, list: number, own: CallWords): SubjectCall | undefined {
  const call: { name?: string; text: string }[] = [];
  for (const node of tree.children(list)) {
    if (punctuation.test(tree.type(node)) || tree.type(node) === "comment") continue;
    const isNamed = tree.type(node) === own.named;
    const value = isNamed ? tree.child(node, "value") : node;
    const text = tree.textOf(value);
    if (!isLiteral(tree, value, own) || text.length > longestArgument || text.includes("\n"))
      return undefined;
    call.push(isNamed ? { name: tree.textOf(tree.child(node, "name")), text } : { text });
  }
  return call;
}

function isLiteral(tree: FlatTree, node: number, own: CallWords): boolean {
  const type = tree.type(node);
  if (own.plain.has(type)) return !isInterpolated(tree, node);
  if (type === own.sign) return /^[-+][\d.]/.test(tree.textOf(node));
  if (!own.collections.has(type)) return false;
  return tree.children(node).every((child) => {
    if (punctuation.test(tree.type(child))) return true;
    if (!own.pairs.has(tree.type(child))) return isLiteral(tree, child, own);
    const key = tree.child(child, "key");
    const isName = tree.type(key) === "property_identifier";
    return (isName || isLiteral(tree, key, own)) && isLiteral(tree, tree.child(child, "value"), own);
  });
}

/** Sources of the literals within a node, each once. */
export function literalsWithin(tree: FlatTree, node: number, language: CallLanguage): string[] {
  const own = words[language];
  const found = new Set<string>();
  for (let at = node; at < tree.after(node); at++) {
    // What an error says is given to nobody.
    if (/^(?:raise|throw)_statement$/.test(tree.type(at))) {
      at = tree.after(at) - 1;
      continue;
    }
    const text = tree.textOf(at);
    if (own.plain.has(tree.type(at)) && !isInterpolated(tree, at) && text.length <= 40) found.add(text);
  }
  return [...found].filter((text) => !text.includes("\n"));
}

function isInterpolated(tree: FlatTree, node: number): boolean {
  for (let at = node + 1; at < tree.after(node); at++) if (tree.type(at) === "interpolation") return true;
  return false;
}
