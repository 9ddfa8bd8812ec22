import fc from "fast-check";
import { expect, test } from "vitest";
import { RadixTree } from "../../../../src/core/completion/radixTree.ts";

const word = fc.string({ unit: fc.constantFrom(..."ab"), maxLength: 6 });

test("finds what a list of keys finds, after any additions and removals", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(word, fc.boolean()), { maxLength: 20 }), word, (steps, start) => {
      const tree = new RadixTree<number>();
      const listed: (readonly [string, number])[] = [];
      for (const [index, [key, adds]] of steps.entries()) {
        if (adds) {
          tree.add(key, index);
          listed.push([key, index]);
        } else {
          const at = listed.findIndex(([known]) => known === key);
          tree.remove(key, at < 0 ? index : listed[at]![1]);
          if (at >= 0) listed.splice(at, 1);
        }
      }
      const expected = listed.filter(([key]) => key.startsWith(start));
      expect([...tree.startingWith(start)].map(([rest, value]) => [start + rest, value]).sort()).toEqual(
        expected.map(([key, value]) => [key, value]).sort(),
      );
      expect(tree.isEmpty).toBe(listed.length === 0);
    }),
    { numRuns: 2_000 },
  ));
