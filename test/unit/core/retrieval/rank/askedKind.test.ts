import { expect, test } from "vitest";
import { type AskedKind, askedKind, isAsked } from "../../../../../src/core/retrieval/rank/askedKind.ts";

test.each<[text: string, kind: AskedKind | undefined]>([
  ["Returns the parsed path", "action"],
  ["  copies a tree of files", "action"],
  ["parse the configuration", "action"],
  ["Matches are kept", undefined],
  ["A queue of requests", "thing"],
  ["Represents one request", "thing"],
  ["an option of the parser", "thing"],
  ["where is the path parsed?", undefined],
  ["", undefined],
])("reads from %j what is asked for", (text, kind) => expect(askedKind(text)).toBe(kind));

test("tells functions from types", () => {
  expect(isAsked("method", "action")).toBe(true);
  expect(isAsked("class", "action")).toBe(false);
  expect(isAsked("struct", "thing")).toBe(true);
  expect(isAsked("function", "thing")).toBe(false);
  expect(isAsked("function", undefined)).toBe(false);
});
