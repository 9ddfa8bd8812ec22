import { expect, test } from "vitest";
import { grammarSources } from "../../../scripts/lib/grammarSources.ts";
import { languages } from "../../../src/core/syntax/language.ts";
import { Grammars } from "../../../src/node/treeSitter/grammars.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";

const used = [...new Set(languages.flatMap(({ grammar }) => grammar ?? []))].sort();

test("the grammars of the languages are those that are shipped", () =>
  expect(used).toEqual(Object.keys(grammarSources).sort()));

test.each(used)("%s loads", async (name) => {
  const language = await new Grammars(grammarFiles).load(name);
  expect(language.nodeTypeCount).toBeGreaterThan(10);
});
