import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { Ranker } from "../../../../../src/core/retrieval/rank/ranker.ts";
import {
  type FittedSymbol,
  quotedShare,
  SYMBOL_FEATURES,
  SymbolFeatures,
} from "../../../../../src/core/retrieval/rank/symbolFeatures.ts";
import { scoresOf, trainedSymbolOrder } from "../../../../../src/core/retrieval/rank/symbolOrder.ts";
import { rankWeights } from "../../../../../src/core/retrieval/rank/weights.ts";
import type { WordVectors } from "../../../../../src/core/retrieval/rank/wordVectors.ts";

/** `freeze` in a name is what `disable` asks for; other words have no vectors. */
const vectors: WordVectors = {
  size: 2,
  placeOf: new Map([
    ["disabl", 0],
    ["freez", 1],
  ]),
  asked: new Float32Array([1.5, 0, 0, 0]),
  named: new Float32Array([1.5, 0, 1.5, 0]),
};
type Weights = Readonly<Record<string, number>>;
const inFull = (weights: Weights) =>
  Object.fromEntries(SYMBOL_FEATURES.map((name) => [name, weights[name] ?? 0]));
const onlyBy = (weights: Weights, quotedWeights = weights) =>
  trainedSymbolOrder({ vectors, weights: inFull(weights), quotedWeights: inFull(quotedWeights) });

const index = new RepoIndex();
index.setFile(
  "/w/settings.py",
  "python",
  [
    "class Settings:",
    "    def freeze(self):",
    "        self.settings_frozen = True",
    "    def change(self, settings):",
    "        changes(settings)",
  ].join("\n"),
);
const asked = {
  query: "Disable changes to the settings",
  target: "symbol",
  limit: 10,
  explain: true,
} as const;
const answer = (order?: ReturnType<typeof onlyBy>) => new Ranker(index, rankWeights, order).search(asked);

test("a name that means what is asked comes before one that says it", () => {
  expect(answer()[0]!.name).not.toBe("freeze");
  expect(answer(onlyBy({ nearName: 1 }))[0]!.name).toBe("freeze");
});

test("the same symbols are found, each with parts that sum to its score, above 0", () => {
  const hits = answer(onlyBy({ nearName: 1, depth: -20 }));
  expect(hits.map(({ name }) => name).sort()).toEqual(
    answer()
      .map(({ name }) => name)
      .sort(),
  );
  for (const { score, explanation } of hits) {
    expect(score).toBeGreaterThan(0);
    expect(explanation!.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 9);
  }
});

test("weights that tell nothing leave the order to path and line", () =>
  expect(answer(onlyBy({})).map(({ startLine }) => startLine)).toEqual([0, 1, 3]));

const symbol: FittedSymbol = {
  name: "freezeAll",
  container: "Settings",
  path: "/w/settings.d.ts",
  lines: 3,
  depth: 1,
  parent: -1,
  score: 4,
  parts: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  termsInBody: 1,
  termsInName: 0,
  kind: "method",
  own: 3,
  ownIdeal: 0.3,
  quote: 4,
  quoteIdeal: 0.2,
  ownShare: 0.5,
  ownBodyShare: 0.5,
};
const question = { words: ["disabl", "all"], terms: new Set(["disabl", "all"]) };

function featuresOf(...symbols: readonly FittedSymbol[]): Record<string, number>[] {
  const rows = new SymbolFeatures(vectors).rowsOf(symbols, question);
  return rows.map((row) => {
    expect(row).toHaveLength(SYMBOL_FEATURES.length);
    return Object.fromEntries(SYMBOL_FEATURES.map((name, i) => [name, row[i]!]));
  });
}

test("says of a symbol what it is like and what it has to do with the question", () =>
  expect(featuresOf(symbol)[0]).toMatchObject({
    score: 1,
    body: 0.5,
    nameLength: 2,
    nameShare: 0.5,
    bodyShare: 0.5,
    declaration: 1,
    hasParent: 0,
    // 1.5 * 1.5 for the one word of the question that has a vector.
    nearName: 2.25,
    near: 2.25,
    softName: 1,
    softAsked: 1.5,
    own: 1,
    ownIdeal: 0.3,
    ownShare4: 0.0625,
    isMethod: 1,
    isType: 0,
  }));

test("says what is around a symbol, inside it and called like it", () => {
  const around = { ...symbol, name: "Settings", score: 8 };
  const [outer, inner, other] = featuresOf(around, { ...symbol, parent: 0 }, symbol);
  expect(outer).toMatchObject({ hasParent: 0, bestInner: 0.5, capital: 1, sameName: 0 });
  expect(inner).toMatchObject({ hasParent: 1, parentScore: 1, bestInner: 0 });
  expect(other!["sameName"]).toBeCloseTo(Math.log(2), 9);
});

test("ranks symbols by score and by what their own lines say", () => {
  const [first, second] = featuresOf(symbol, { ...symbol, score: 8, quote: 1 });
  expect(first).toMatchObject({ scoreRank: Math.log(2), ownRank: 0, quote: 1 });
  expect(second).toMatchObject({ scoreRank: 0, ownRank: Math.log(2), quote: 0.25 });
});

test("a question is quoted as far as some symbol says all of it in its own lines", () => {
  const share = (ownIdeal: number, ownBodyShare: number) =>
    quotedShare([symbol, { ...symbol, ownIdeal, ownBodyShare }]);
  expect(share(0.6, 1)).toBe(1);
  expect(share(0.6, 0.7)).toBe(0);
  expect(share(0.1, 1)).toBeCloseTo(1 / 3, 9);
  expect(quotedShare([])).toBe(0);
});

test("weights for quoted questions count where a comment says what is asked", () => {
  const quoting = new RepoIndex();
  const text = [
    "def freeze(self):",
    '    """Disable changes to the settings."""',
    "def change(settings):",
    "    settings.changes()",
    "    settings.changes.disable()",
    "    settings.changes.disable(settings)",
  ];
  quoting.setFile("/w/settings.py", "python", text.join("\n"));
  const first = (order: ReturnType<typeof onlyBy>) =>
    new Ranker(quoting, rankWeights, order).search(asked)[0]!.name;
  expect(first(onlyBy({ names: 1, lines: 1 }, { lines: -5 }))).toBe("freeze");
  expect(first(onlyBy({ lines: -5 }, { lines: 1 }))).toBe("change");
});

test("scores keep the order of values, and the best is about as high as before", () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      (values, best) => {
        const scores = scoresOf(values, best);
        values.forEach((value, i) => {
          expect(scores[i]).toBeGreaterThan(0);
          values.forEach((other, j) => {
            if (value > other) expect(scores[i]).toBeGreaterThanOrEqual(scores[j]!);
          });
        });
        expect(Math.max(...scores) / best).toBeCloseTo(1, 4);
      },
    ),
  ));

test("weights of other features are refused", () =>
  expect(() => trainedSymbolOrder({ vectors, weights: { score: 1 }, quotedWeights: { score: 1 } })).toThrow(
    "learned with other features",
  ));
