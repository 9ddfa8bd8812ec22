import fc from "fast-check";
import { expect, test } from "vitest";
import { askedAsides, isAsideLanguage } from "../../../../../src/core/retrieval/rank/asides.ts";
import { ScoreBoard } from "../../../../../src/core/retrieval/rank/scoreBoard.ts";
import { asksForTests, isTestPath } from "../../../../../src/core/retrieval/rank/testPath.ts";
import { formsOf } from "../../../../../src/core/retrieval/rank/wordForms.ts";

test("the best of a board are those that sorting would put first", () => {
  const scored = fc.uniqueArray(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 5 })), {
    selector: ([unit]) => unit,
  });
  fc.assert(
    fc.property(scored, fc.nat(12), (pairs, limit) => {
      const board = new ScoreBoard();
      for (let run = 0; run < 2; run++) {
        board.clear(51);
        for (const [unit, score] of pairs) board.add(unit, score);
      }
      const sorted = [...pairs].sort(([a, x], [b, y]) => y - x || a - b).map(([unit]) => unit);
      expect(board.best(limit, (a, b) => a < b)).toEqual(sorted.slice(0, limit));
    }),
  );
});

test.each([
  ["tests/a.py", true],
  ["pkg/store_test.go", true],
  ["src/__tests__/a.ts", true],
  ["src/a.spec.ts", true],
  ["src/test/java/org/x/StoreTest.java", true],
  ["conftest.py", true],
  ["src/attest.py", false],
  ["src/contest/a.py", false],
  ["src/latest.ts", false],
  ["src/inspector/a.ts", false],
])("tells tests by path: %s", (path, expected) => expect(isTestPath(path)).toBe(expected));

test.each([
  ["fix the flaky test of the store", true],
  ["add a fixture", true],
  ["contest rules", false],
  ["latest version", false],
])("tells whether tests are asked for: %s", (query, expected) => expect(asksForTests(query)).toBe(expected));

test.each([
  ["configuration", ["config", "cfg", "configur"]],
  ["directory", ["dir"]],
  ["serializer", ["serializ"]],
  ["execution", ["execut", "executor"]],
])("knows other forms of %s", (term, forms) =>
  expect([...formsOf(term)]).toEqual(expect.arrayContaining(forms)),
);

test("a term is no form of itself", () => {
  for (const term of ["config", "parser", "validation"]) expect(formsOf(term)).not.toContain(term);
});

test.each([
  ["crash when a cart is empty", ["markdown", "json"]],
  ["describe the cart in the docs", ["json"]],
  ["wrong key in the yaml settings", ["markdown"]],
])("takes documents and data for asides unless asked for: %s", (query, asides) => {
  const asked = askedAsides(query);
  expect(["markdown", "json", "python"].filter((language) => isAsideLanguage(language, asked))).toEqual(
    asides,
  );
});
