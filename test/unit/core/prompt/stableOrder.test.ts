import { expect, test } from "vitest";
import type { ContextItem } from "../../../../src/core/prompt/contextItem.ts";
import { stableOrder } from "../../../../src/core/prompt/stableOrder.ts";

const items = (names: string): readonly ContextItem[] =>
  [...names].map((name) => ({ kind: "snippet", path: name, text: name }));

test.each([
  ["", "abc", "abc"],
  ["abc", "cab", "abc"],
  ["abc", "cd", "cd"],
  ["abc", "dca", "acd"],
  ["abc", "", ""],
])("%j, then %j: %j", (before, now, expected) =>
  expect(
    stableOrder(items(before), items(now))
      .map(({ text }) => text)
      .join(""),
  ).toBe(expected),
);
