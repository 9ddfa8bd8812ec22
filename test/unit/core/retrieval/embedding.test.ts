import fc from "fast-check";
import { expect, test } from "vitest";
import { packVectors, readVectors } from "../../../../src/core/retrieval/embedding/contentVectors.ts";
import { fuseRanks } from "../../../../src/core/retrieval/embedding/fuseRanks.ts";
import { cosine, norm, quantize } from "../../../../src/core/retrieval/embedding/vector.ts";
import type { SearchHit } from "../../../../src/core/retrieval/search.ts";

const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });

test("a byte a number keeps the angle within two hundredths", () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [p, q] = [quantize(a), quantize(b)];
      fc.pre(p !== undefined && q !== undefined && Math.max(...a, ...b) > 1e-6);
      const dot = a.reduce((sum, x, i) => sum + x * b[i]!, 0);
      const exact = dot / (Math.hypot(...a) * Math.hypot(...b));
      fc.pre(Number.isFinite(exact));
      expect(Math.abs(cosine(p, q, norm(p), norm(q)) - exact)).toBeLessThan(0.02);
    }),
  );
});

for (const bad of [[], [0, 0], [1, Number.NaN], [Number.POSITIVE_INFINITY]]) {
  test(`${JSON.stringify(bad)} is no vector`, () => expect(quantize(bad)).toBeUndefined());
}

test("what is packed is read again", () => {
  const piece = fc.record({
    startLine: fc.nat(1e6),
    endLine: fc.nat(1e6),
    vector: fc.int8Array({ minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(readVectors(packVectors(pieces))).toEqual(pieces);
    }),
  );
});

test("no bytes are misread or throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const read = readVectors(bytes);
      if (read) expect(packVectors(read)).toEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});

const at = (path: string, startLine?: number, endLine?: number, score = 1): SearchHit =>
  startLine === undefined || endLine === undefined ? { path, score } : { path, startLine, endLine, score };
const show = ({ path, startLine = 0 }: SearchHit): string => `${path}:${startLine}`;

function check(words: readonly SearchHit[], meanings: readonly SearchHit[], expected: readonly string[]) {
  expect(fuseRanks(words, meanings, 10, false).map(show)).toEqual(expected);
}

test("what both found comes first", () =>
  check([at("a"), at("b")], [at("c"), at("b")], ["b:0", "a:0", "c:0"]));
test("pieces are the same where they share lines", () =>
  check([at("a", 0, 9), at("a", 50, 60)], [at("b", 0, 5), at("a", 55, 70)], ["a:50", "a:0", "b:0"]));
test("one list alone keeps its order", () => check([at("b"), at("a")], [], ["b:0", "a:0"]));
test("ties go by path and line", () => check([at("b")], [at("a")], ["a:0", "b:0"]));

test("the parts of a fused score sum to it", () => {
  const words = [
    {
      ...at("a", 0, 1, 8),
      explanation: [
        { part: "body", score: 6 },
        { part: "path", score: 2 },
      ],
    },
  ];
  const [hit] = fuseRanks(words, [at("a", 0, 1)], 5, true);
  expect(hit?.explanation?.map(({ part }) => part)).toEqual(["body", "path", "embedding"]);
  expect(hit?.explanation?.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(hit?.score ?? 0, 12);
});
