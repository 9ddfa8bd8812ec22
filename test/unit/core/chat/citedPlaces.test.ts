import { expect, test } from "vitest";
import { checkCited } from "../../../../src/core/chat/citedPlaces.ts";

const shown = [{ name: "src/a.ts", path: "/w/src/a.ts", startLine: 9, endLine: 19 }];

test.each<[string, string, string]>([
  ["a line that was shown", "It opens at src/a.ts:12.", "It opens at [`src/a.ts:12`](src/a.ts#L12)."],
  ["several lines, in marks", "See [`src/a.ts:12-14`] now", "See [`src/a.ts:12`](src/a.ts#L12-L14) now"],
  ["the end of a path", "a.ts:10", "[`src/a.ts:10`](src/a.ts#L10)"],
  ["a line that was not shown", "At src/a.ts:99.", "At src/a.ts:99 (not verified)."],
  ["lines beyond what was shown", "src/a.ts:12-40", "src/a.ts:12-40 (not verified)"],
  ["another file", "lib/b.ts:12", "lib/b.ts:12 (not verified)"],
  ["no place", "at 12:30 in v1.2:3 of https://x", "at 12:30 in v1.2:3 of https://x"],
  ["code stays as it is", "```\nsrc/a.ts:99\n```", "```\nsrc/a.ts:99\n```"],
])("%s", (_, text, expected) => expect(checkCited(text, shown).markdown).toBe(expected));

test("places are told apart", () => {
  const { citations, unverified } = checkCited("src/a.ts:12 and src/a.ts:99", shown);
  expect(citations).toEqual([{ path: "/w/src/a.ts", line: 11, endLine: 11 }]);
  expect(unverified).toEqual(["src/a.ts:99"]);
});
