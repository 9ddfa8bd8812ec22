/** The parser's files where npm puts them, and the queries where they are written. */
import { fileURLToPath } from "node:url";
import { grammarFile, parserRuntimeFile } from "../../scripts/lib/grammarSources.ts";
import type { GrammarFiles } from "../../src/node/treeSitter/grammars.ts";

export const grammarFiles: GrammarFiles = {
  runtime: parserRuntimeFile(),
  grammar: grammarFile,
  query: (name) => fileURLToPath(new URL(`../../syntaxes/queries/${name}.scm`, import.meta.url)),
};
