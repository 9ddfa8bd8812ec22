import { expect, test } from "vitest";
import { fitParts, type SymbolPlaces } from "../../../../../src/core/retrieval/rank/symbolFit.ts";
import { rankWeights } from "../../../../../src/core/retrieval/rank/weights.ts";

const nowhere: SymbolPlaces = {
  body: 0,
  name: 0,
  stopWords: 0,
  around: 0,
  path: 0,
  file: 0,
  length: 100,
  nameLength: 2,
  depth: 1,
  hasCode: true,
  isAskedKind: false,
};
const rarities = [2, 3, 5];
const scoreOf = (places: Partial<SymbolPlaces>): number =>
  fitParts({ ...nowhere, ...places }, rarities, rankWeights.symbol).reduce((sum, value) => sum + value, 0);

test.each<[why: string, better: Partial<SymbolPlaces>, worse: Partial<SymbolPlaces>]>([
  ["a term more in the body", { body: 0b111 }, { body: 0b011 }],
  ["the rarer term", { body: 0b100 }, { body: 0b010 }],
  ["a term around it as well as in it", { body: 0b001, around: 0b010 }, { body: 0b001 }],
  ["the first term in the name", { body: 0b1, name: 0b1 }, { body: 0b1 }],
  ["stop words in the name", { stopWords: 0b1 }, {}],
  ["the same stop word in a shorter name", { stopWords: 0b1 }, { stopWords: 0b1, nameLength: 4 }],
  ["a path that says it", { path: 0b1 }, {}],
  ["a file that says it", { file: 0b1 }, {}],
  ["less text", { length: 10 }, { length: 1000 }],
  ["fewer symbols around it", { depth: 0 }, { depth: 2 }],
  ["the kind that is asked for", { isAskedKind: true }, {}],
  ["code", {}, { hasCode: false }],
])("prefers %s", (_why, better, worse) => expect(scoreOf(better)).toBeGreaterThan(scoreOf(worse)));

test("takes nothing away, however long, deep or bare a symbol is", () => {
  for (const value of fitParts(
    { ...nowhere, length: 1e9, depth: 99, hasCode: false },
    rarities,
    rankWeights.symbol,
  ))
    expect(value).toBeGreaterThanOrEqual(0);
});
