/** Reads documentation, and what a symbol's own would be about, from a syntax tree. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { textHash } from "../text/textHash.ts";
import { type CommentPlace, commentAbove } from "./commentAbove.ts";
import type { DocLanguage, DocSubject, FileDocs, WrittenDoc } from "./docSubject.ts";
import { docstringText } from "./docText.ts";
import { calledIn, parametersIn, raisedIn, returnedIn, returnTypeOf } from "./signature.ts";

const languages: Readonly<Record<string, DocLanguage>> = {
  python: "python",
  javascript: "ecma",
  javascriptreact: "ecma",
  typescript: "ecma",
  typescriptreact: "ecma",
  java: "java",
  go: "go",
  rust: "rust",
};

/** Whether documentation can be written for symbols of a language. */
export const hasDocs = (languageId: string): boolean => languageId in languages;

const functions = new Set([
  "function_definition",
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
  "method_signature",
  "function_signature",
  "abstract_method_signature",
  "method_declaration",
  "constructor_declaration",
  "function_item",
  "function_signature_item",
]);
const classes = new Set([
  "class_definition",
  "class_declaration",
  "abstract_class_declaration",
  "interface_declaration",
  "type_alias_declaration",
  "enum_declaration",
  "record_declaration",
  "type_declaration",
  "struct_item",
  "enum_item",
  "trait_item",
]);
const functionValues = new Set(["arrow_function", "function_expression", "generator_function"]);
const wrappers = new Set([
  "decorated_definition",
  "export_statement",
  "lexical_declaration",
  "variable_declaration",
]);
const attributes = new Set(["decorator", "attribute_item"]);

export interface DocsQuestion {
  readonly tree: FlatTree;
  readonly languageId: string;
  /** 0-based, inclusive: the innermost symbol around them, else the first that begins in them. */
  readonly lines?: { readonly start: number; readonly end: number } | undefined;
}

interface Definition {
  readonly node: number;
  /** What holds parameters and body. */
  readonly code: number;
  /** With decorators, `export` and the like. */
  readonly start: number;
  readonly end: number;
}

/** @returns undefined for a language whose documentation is not read */
export function readDocs({ tree, languageId, lines }: DocsQuestion): FileDocs | undefined {
  const language = languages[languageId];
  if (!language) return undefined;
  const found = definitionsIn(tree);
  const chosen = lines && chooseDefinition(tree, found, lines);
  const docs = found.flatMap((one): WrittenDoc[] => {
    const place = one === chosen ? undefined : placeOf(tree, one, language);
    if (!place?.doc) return [];
    const { start, end, text } = place.doc;
    return [
      { raw: tree.text.slice(start, end), text, parameters: parametersIn(tree, one.code, language).length },
    ];
  });
  return {
    language,
    subject: chosen && subjectOf(tree, chosen, language),
    docs,
    codeKey: codeKeyOf(tree, language),
  };
}

function definitionsIn(tree: FlatTree): Definition[] {
  const found: Definition[] = [];
  for (let node = 1; node < tree.count; node++) {
    const code = codeOf(tree, node);
    if (code < 0) continue;
    let outer = node;
    while (wrappers.has(tree.type(tree.parent(outer)))) outer = tree.parent(outer);
    found.push({ node, code, start: startOf(tree, outer), end: tree.end(outer) });
  }
  return found;
}

/** -1 for what is no definition. */
function codeOf(tree: FlatTree, node: number): number {
  const type = tree.type(node);
  if (functions.has(type) || classes.has(type)) return node;
  if (type !== "variable_declarator" && type !== "public_field_definition") return -1;
  const value = tree.child(node, "value");
  return functionValues.has(tree.type(value)) ? value : -1;
}

/** Decorators and attributes stand beside a definition in some grammars. */
function startOf(tree: FlatTree, outer: number): number {
  let start = tree.start(outer);
  const siblings = tree.children(tree.parent(outer));
  for (let at = siblings.indexOf(outer) - 1; at >= 0 && attributes.has(tree.type(siblings[at]!)); at--)
    start = tree.start(siblings[at]!);
  return start;
}

function chooseDefinition(
  { text }: FlatTree,
  found: readonly Definition[],
  lines: { readonly start: number; readonly end: number },
): Definition | undefined {
  const first = (one: Definition) => lineOf(text, one.start);
  const around = found.filter(
    (one) => first(one) <= lines.start && lines.end <= lineOf(text, Math.max(one.start, one.end - 1)),
  );
  return around.at(-1) ?? found.find((one) => lines.start <= first(one) && first(one) <= lines.end);
}

function subjectOf(tree: FlatTree, one: Definition, language: DocLanguage): DocSubject | undefined {
  const place = placeOf(tree, one, language);
  if (!place) return undefined;
  const { code, node } = one;
  const isFunction = !classes.has(tree.type(node));
  const body = returnedIn(tree, code);
  return {
    name: nameOf(tree, node),
    kind: isFunction ? "function" : "class",
    startLine: lineOf(tree.text, one.start),
    endLine: lineOf(tree.text, Math.max(one.start, one.end - 1)),
    parameters: isFunction ? parametersIn(tree, code, language) : [],
    returnType: isFunction ? returnTypeOf(tree, code, language) : "",
    returned: isFunction ? body.returned : [],
    isGenerator: isFunction && body.isGenerator,
    raises: isFunction ? raisedIn(tree, code) : [],
    calls: isFunction ? calledIn(tree, code, nameOf(tree, node)) : [],
    ...place,
  };
}

const nameOf = (tree: FlatTree, node: number): string => {
  const own = tree.child(node, "name");
  return tree.textOf(own >= 0 ? own : tree.child(tree.childOfType(node, "type_spec"), "name"));
};

/** Undefined where it shares its first line with other code. */
function placeOf(tree: FlatTree, one: Definition, language: DocLanguage): CommentPlace | undefined {
  return language === "python" ? docstringPlace(tree, one) : commentAbove(tree.text, one.start, language);
}

/** Below the line that ends the head of a definition. */
function docstringPlace(tree: FlatTree, { code }: Definition): CommentPlace | undefined {
  const { text } = tree;
  const body = tree.child(code, "body");
  const first = tree.firstChild(body);
  const colon = tree.childOfType(code, ":");
  if (first < 0 || colon < 0) return undefined;
  const offset = text.indexOf("\n", tree.start(colon)) + 1;
  const lineStart = text.lastIndexOf("\n", tree.start(first) - 1) + 1;
  const indent = text.slice(lineStart, tree.start(first));
  if (offset === 0 || offset > lineStart || indent.trim() !== "") return undefined;
  const string = docstringOf(tree, first);
  if (string < 0) return { offset, indent };
  const lineEnd = text.indexOf("\n", tree.end(string));
  const rest = text.slice(tree.end(string), lineEnd < 0 ? text.length : lineEnd);
  if (rest.trim() !== "") return undefined;
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  return { offset, indent, doc: { start: lineStart, end, text: docstringText(tree.textOf(string)) } };
}

/** The string that a block begins with; -1 when it begins with something else. */
function docstringOf(tree: FlatTree, statement: number): number {
  if (tree.type(statement) !== "expression_statement") return -1;
  const [only, ...others] = tree.children(statement);
  return only !== undefined && others.length === 0 && /string$/.test(tree.type(only)) ? only : -1;
}

const bodies = new Set(["function_definition", "class_definition"]);

/** The text without comments, documentation and blank lines, with the shape of its tree. */
function codeKeyOf(tree: FlatTree, language: DocLanguage): string {
  const { text } = tree;
  const shape: string[] = [];
  let code = "";
  let done = 0;
  for (let node = 0; node < tree.count; node++) {
    const type = tree.type(node);
    const isDoc = /comment/.test(type) || (language === "python" && isDocstring(tree, node));
    if (!isDoc) {
      shape.push(type);
      continue;
    }
    code += text.slice(done, tree.start(node));
    done = tree.end(node);
    node = tree.after(node) - 1;
  }
  const lines = (code + text.slice(done)).split("\n").map((line) => line.trimEnd());
  return textHash([...lines.filter((line) => line !== ""), ...shape].join("\n"));
}

function isDocstring(tree: FlatTree, node: number): boolean {
  if (docstringOf(tree, node) < 0) return false;
  const block = tree.parent(node);
  if (tree.firstChild(block) !== node) return false;
  return tree.type(block) === "module" || bodies.has(tree.type(tree.parent(block)));
}

/** 0-based. */
function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
