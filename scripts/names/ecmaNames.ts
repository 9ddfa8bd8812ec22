/** What JavaScript, browsers and Node offer, from the declarations that come with TypeScript and of `@types/node`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import { FlatTreeReader } from "../../src/node/treeSitter/flatTreeReader.ts";
import { Grammars } from "../../src/node/treeSitter/grammars.ts";
import { ParsedText } from "../../src/node/treeSitter/parsedText.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import type { OfferedNames } from "./offeredNames.ts";

const memberTypes = new Set([
  "property_signature",
  "method_signature",
  "public_field_definition",
  "abstract_method_signature",
]);
const topTypes = new Set(["function_signature", "function_declaration", "variable_declarator"]);
/** Modules that no declarations here name. */
const longestMs = 60_000;
const others = ["bun", "deno", "electron", "sys", "vscode"];
/** Types that a module or namespace has, and that stand behind its name. */
const innerTypes = new Set([
  "interface_declaration",
  "class_declaration",
  "abstract_class_declaration",
  "type_alias_declaration",
  "enum_declaration",
]);

function isInModule(tree: FlatTree, node: number): boolean {
  for (let at = tree.parent(node); at > 0; at = tree.parent(at))
    if (/module$/.test(tree.type(at))) return true;
  return false;
}

function read(tree: FlatTree, names: Set<string>): void {
  for (let node = 0; node < tree.count; node++) {
    const type = tree.type(node);
    const isInner = innerTypes.has(type) && isInModule(tree, node);
    if (!memberTypes.has(type) && !topTypes.has(type) && !isInner) continue;
    const name = tree.textOf(tree.child(node, "name")).replace(/^["']|["']$/g, "");
    // Values with names of types, such as `Math`, are built in and stand behind no dot.
    const isType = type === "variable_declarator" && /^[A-Z]\w*[a-z]/.test(name);
    if (/^[A-Za-z_$][\w$]{2,}$/.test(name) && !isType) names.add(name);
  }
}

function declarationsIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".d.ts") && !file.includes("scripthost"))
    .sort()
    .map((file) => join(directory, file));
}

/** @param typescript folder of TypeScript's `lib.*.d.ts`; @param node folder of `@types/node` */
export async function ecmaNames(typescript: string, node: string): Promise<OfferedNames> {
  const grammars = new Grammars(grammarFiles);
  const language = await grammars.load("typescript");
  const flat = new FlatTreeReader(language, await grammars.memory());
  const names = new Set<string>();
  const modules = new Set(others);
  for (const path of [...declarationsIn(typescript), ...declarationsIn(node)]) {
    const text = readFileSync(path, "utf8");
    const parsed = new ParsedText("typescript", language, longestMs);
    const tree = parsed.treeOf(text);
    if (!tree) throw new Error(`Cannot read "${path}": parsing takes too long`);
    read(flat.read(tree, text), names);
    parsed.delete();
    for (const [, module] of text.matchAll(/^\s*declare module ["']([^"']+)["']/gm))
      if (module && !module.startsWith("*")) modules.add(module);
  }
  for (const module of modules)
    if (modules.has(module.replace(/^node:/, "")) && /^node:/.test(module)) modules.delete(module);
  return { names, modules };
}
