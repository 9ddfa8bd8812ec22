import { join } from "node:path";
import type { GrammarFiles } from "./grammars.ts";

/** The parser's files where the build and the package have them. @param dist folder of the bundles */
export const shippedGrammars = (dist: string): GrammarFiles => ({
  runtime: join(dist, "web-tree-sitter.wasm"),
  grammar: (name) => join(dist, "grammars", `${name}.wasm`),
  query: (name) => join(dist, "../syntaxes/queries", `${name}.scm`),
});
