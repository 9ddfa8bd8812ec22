/** The parser's files where npm puts them. */
import { grammarFile, parserRuntimeFile } from "../../scripts/lib/grammarSources.ts";
import type { GrammarFiles } from "../../src/node/treeSitter/grammars.ts";

export const grammarFiles: GrammarFiles = { runtime: parserRuntimeFile(), grammar: grammarFile };
