import fc from "fast-check";
import { expect, test } from "vitest";
import { TurnHeights } from "../../../../src/core/chat/turnHeights.ts";

const px = fc.integer({ min: 0, max: 5000 });
const sum = (heights: readonly number[]): number => heights.reduce((all, one) => all + one, 0);

test("tells where turns begin and which stands at a place, as a walk over all does", () => {
  fc.assert(
    fc.property(
      fc.array(px, { minLength: 1, maxLength: 70 }),
      fc.array(fc.tuple(fc.nat(), px), { maxLength: 20 }),
      fc.nat(),
      (first, changes, place) => {
        const heights = [...first];
        const told = new TurnHeights(first);
        for (const [at, height] of changes) {
          heights[at % heights.length] = height;
          told.set(at % heights.length, height);
        }
        for (let index = 0; index <= heights.length; index++)
          expect(told.topOf(index)).toBe(sum(heights.slice(0, index)));
        expect(told.totalPx).toBe(sum(heights));
        const topPx = place % (sum(heights) + 1);
        const at = told.indexAt(topPx);
        const walked = heights.findIndex((_, index) => sum(heights.slice(0, index + 1)) > topPx);
        expect(at).toBe(walked < 0 ? heights.length - 1 : walked);
      },
    ),
  );
});

test("a place outside is that of the first or the last", () => {
  const heights = new TurnHeights([10, 20, 30]);
  expect([heights.indexAt(-5), heights.indexAt(9.5), heights.indexAt(10), heights.indexAt(1e9)]).toEqual([
    0, 0, 1, 2,
  ]);
});
