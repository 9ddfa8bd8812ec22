import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { Ranker } from "../../../../../src/core/retrieval/rank/ranker.ts";
import {
  type FittedSymbol,
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
const onlyBy = (weights: Readonly<Record<string, number>>) =>
  trainedSymbolOrder({
    vectors,
    weights: Object.fromEntries(SYMBOL_FEATURES.map((name) => [name, weights[name] ?? 0])),
  });

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
  }));

test("says what is around a symbol, inside it and called like it", () => {
  const around = { ...symbol, name: "Settings", score: 8 };
  const [outer, inner, other] = featuresOf(around, { ...symbol, parent: 0 }, symbol);
  expect(outer).toMatchObject({ hasParent: 0, bestInner: 0.5, capital: 1, sameName: 0 });
  expect(inner).toMatchObject({ hasParent: 1, parentScore: 1, bestInner: 0 });
  expect(other!["sameName"]).toBeCloseTo(Math.log(2), 9);
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
  expect(() => trainedSymbolOrder({ vectors, weights: { score: 1 } })).toThrow(
    "learned with other features",
  ));
