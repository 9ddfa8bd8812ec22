import { expect, test } from "vitest";
import { expandBraces } from "../../../../src/core/text/expandBraces.ts";

for (const [glob, expected] of [
  ["a", ["a"]],
  ["*.{b,c}", ["*.b", "*.c"]],
  ["{a,b}/{c,d}", ["a/c", "a/d", "b/c", "b/d"]],
  ["{a,{b,c}}", ["a", "b", "a", "c"]],
  ["{a", ["{a"]],
  ["{}", [""]],
] as const) {
  test(`expands ${glob}`, () => expect(expandBraces(glob)).toEqual(expected));
}

test("stops where the globs become too many", () => {
  const globs = expandBraces("{a,b}".repeat(40));
  expect(globs.length).toBeLessThanOrEqual(256);
  expect(globs[0]).toMatch(/^a+$/);
});
