import { expect, test } from "vitest";
import { listed, upperFirst } from "../../../../src/core/text/phrases.ts";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j is told as %j", (words, told) => {
  expect(listed(words)).toBe(told);
});

test("the first letter alone is made large", () => {
  expect(upperFirst("the TypeScript compiler")).toBe("The TypeScript compiler");
  expect(upperFirst("")).toBe("");
});
