/** The parser's files where npm puts them. */
import { createRequire } from "node:module";
import type { GrammarFiles } from "../../src/node/treeSitter/grammars.ts";

const require = createRequire(import.meta.url);

export const grammarFiles: GrammarFiles = {
  runtime: require.resolve("web-tree-sitter/web-tree-sitter.wasm"),
  grammar: (name) => {
    const family = name === "tsx" ? "typescript" : name;
    return require.resolve(`tree-sitter-${family}/tree-sitter-${name}.wasm`);
  },
};
