/** Where each grammar comes from: the only list. The build copies from it, tests and benchmarks read from it. */
import { createRequire } from "node:module";

export interface GrammarSource {
  /** The npm package. */
  readonly package: string;
  /** The grammar's file in it. */
  readonly wasm: string;
  /** The package's licence file. */
  readonly licence: string;
}

const from = (name: string, wasm: string, licence = "LICENSE"): GrammarSource => ({
  package: name,
  wasm: `${wasm}.wasm`,
  licence,
});
const official = (name: string): GrammarSource =>
  from(`tree-sitter-${name}`, `tree-sitter-${name.replace("-", "_")}`);
const community = (name: string, licence?: string): GrammarSource =>
  from(`@tree-sitter-grammars/tree-sitter-${name}`, `tree-sitter-${name}`, licence);

/** By the name that `grammar` of `core/syntax/language.ts` gives, which is also the name of the shipped file. */
export const grammarSources: Readonly<Record<string, GrammarSource>> = {
  bash: official("bash"),
  c: official("c"),
  cpp: official("cpp"),
  csharp: official("c-sharp"),
  css: official("css"),
  go: official("go"),
  html: official("html"),
  java: official("java"),
  javascript: official("javascript"),
  json: official("json"),
  kotlin: community("kotlin"),
  lua: community("lua", "LICENSE.md"),
  php: official("php"),
  python: official("python"),
  ruby: official("ruby"),
  rust: official("rust"),
  scala: official("scala"),
  // The package of the grammar's own authors has no compiled grammar.
  swift: from("@repomix/tree-sitter-wasms", "out/tree-sitter-swift"),
  toml: community("toml"),
  tsx: from("tree-sitter-typescript", "tree-sitter-tsx"),
  typescript: official("typescript"),
  yaml: community("yaml"),
};

const require = createRequire(import.meta.url);

/** The installed file of a grammar. @throws when there is none of that name, or its package is not installed */
export function grammarFile(name: string): string {
  const source = grammarSources[name];
  if (!source) throw new Error(`Cannot find the grammar "${name}": it has no row`);
  return require.resolve(`${source.package}/${source.wasm}`);
}

/** The parser's own WebAssembly. */
export const parserRuntimeFile = (): string => require.resolve("web-tree-sitter/web-tree-sitter.wasm");
