import fc from "fast-check";
import { expect, test } from "vitest";
import type { PostingBuffer } from "../../../../../src/core/repo/searchIndex.ts";
import { askedAsides, isAsideLanguage } from "../../../../../src/core/retrieval/rank/asides.ts";
import { NameText } from "../../../../../src/core/retrieval/rank/nameText.ts";
import { joinRuns } from "../../../../../src/core/retrieval/rank/postingRuns.ts";
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

test("scores that are lessened late are judged as if they had been before", () => {
  const scored = fc.uniqueArray(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 5 }), fc.boolean()), {
    selector: ([unit]) => unit,
  });
  fc.assert(
    fc.property(scored, fc.nat(12), (units, limit) => {
      const board = new ScoreBoard();
      board.clear(51);
      for (const [unit, score] of units) board.add(unit, score);
      const halved = new Set(units.flatMap(([unit, , isHalved]) => (isHalved ? [unit] : [])));
      const best = board.best(
        limit,
        (a, b) => a < b,
        (unit) => {
          if (halved.has(unit)) board.add(unit, -0.5 * board.scores[unit]!);
        },
      );
      const finals = units.map(([unit, score]) => [unit, halved.has(unit) ? score / 2 : score] as const);
      const sorted = finals.sort(([a, x], [b, y]) => y - x || a - b).slice(0, limit);
      expect(best.map((unit) => [unit, board.scores[unit]])).toEqual(sorted);
    }),
  );
});

const postingsOf = (pairs: readonly (readonly [unit: number, count: number])[]): PostingBuffer => ({
  units: Uint32Array.from(pairs, ([unit]) => unit),
  counts: Uint32Array.from(pairs, ([, count]) => count),
  length: pairs.length,
});

test("postings are joined in place and elsewhere as they are summed by their owners", () => {
  const pairs = fc
    .uniqueArray(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })), { selector: ([unit]) => unit })
    .map((all) => all.sort(([a], [b]) => a - b));
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 9 }), (given, width) => {
      const ownerOf = Uint32Array.from({ length: 61 }, (_, unit) => Math.floor(unit / width));
      const sums = new Map<number, number>();
      for (const [unit, count] of given) sums.set(ownerOf[unit]!, (sums.get(ownerOf[unit]!) ?? 0) + count);
      const inPlace = postingsOf(given);
      const elsewhere = postingsOf([]);
      joinRuns(inPlace, ownerOf, elsewhere);
      joinRuns(inPlace, ownerOf, inPlace);
      for (const { units, counts, length } of [inPlace, elsewhere])
        expect(Array.from({ length }, (_, i) => [units[i], counts[i]])).toEqual([...sums]);
    }),
  );
});

test("names are found by their terms, also those that come later and those of one kind", () => {
  const names = new NameText();
  const found = (term: string) => {
    const all: [number, number][] = [];
    names.forEachWith(term, (name, count) => void all.push([name, count]));
    return all;
  };
  for (const name of ["retry_policy", "", "src/http/retries", "PolicyOfPolicies"]) names.add(name);
  expect(found("policy")).toEqual([
    [0, 1],
    [3, 2],
  ]);
  names.add("new_policy\n2");
  expect(found("policy").at(-1)).toEqual([4, 1]);
  expect(found("retrypol")).toEqual([]);
  expect(found("retrypolicy")).toEqual([[0, 1]]);
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
