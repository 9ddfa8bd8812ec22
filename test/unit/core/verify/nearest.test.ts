import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearestName } from "../../../../src/core/verify/nearest.ts";

const word = fc.stringMatching(/^[a-c]{0,6}$/);

test("the distance is none exactly for equal words, and the same both ways", () =>
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b, 9) === 0).toBe(a === b);
      expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
    }),
  ));
test("one edit, or two letters that changed places, is a distance of one", () => {
  for (const [a, b] of [
    ["abc", "abxc"],
    ["abc", "ac"],
    ["abc", "axc"],
    ["abc", "acb"],
  ] as const)
    expect(editDistance(a, b, 3)).toBe(1);
  expect(editDistance("getUser", "getuser", 3)).toBe(0.5);
});
test("counting stops beyond the limit", () => expect(editDistance("aaaa", "bbbb", 2)).toBe(3));

const cases: [string, string[], string | undefined][] = [
  ["conut", ["count", "other"], "count"],
  ["item", ["item1", "items"], undefined],
  ["ab", ["abc"], undefined],
  ["total", ["zebra"], undefined],
  ["load_itme", ["load_item", "load_time"], undefined],
  ["load_itme", ["load_item", "load_items"], "load_item"],
];
test.each(cases)("nearest to %s of %j", (name, candidates, expected) =>
  expect(nearestName(name, candidates)).toBe(expected),
);
