import { expect, test } from "vitest";
import { tellingLine } from "../../../src/core/retrieval/tellingLine.ts";

const text = [
  "",
  "def load_items(store):",
  "    # loads the items of a store from disk",
  "    return []",
  "",
];
const check = (query: string, from: number, to: number, expected: number | undefined) =>
  expect(tellingLine(text, query, from, to)?.line).toBe(expected);

test("the line with most words of the query", () => check("load from disk", 0, 4, 2));
test("the first of equals", () => check("items", 0, 4, 1));
test("the first that is not blank when none fits", () => check("zebra", 0, 4, 1));
test("within the passage only", () => check("load from disk", 3, 9, 3));
test("nothing where all is blank", () => check("x", 4, 9, undefined));
test("is trimmed and cut", () =>
  expect(tellingLine([`  ${"x ".repeat(500)}`], "x", 0, 0)?.text).toHaveLength(160));
