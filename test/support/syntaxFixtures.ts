/** One source text for each language with a grammar, with all that its query looks for. */
import { readFileSync } from "node:fs";
import { languages } from "../../src/core/syntax/language.ts";

const folder = new URL("../unit/node/treeSitter/fixtures/", import.meta.url);

/** Languages that share grammar and source with another one are left out. */
export const syntaxFixtures: readonly { languageId: string; grammar: string; text: string }[] =
  languages.flatMap(({ id, grammar }) =>
    grammar === undefined || id === "javascriptreact"
      ? []
      : [{ languageId: id, grammar, text: readFileSync(new URL(`${id}.txt`, folder), "utf8") }],
  );
