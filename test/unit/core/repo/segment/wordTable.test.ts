import fc from "fast-check";
import { expect, test } from "vitest";
import { StringTable } from "../../../../../src/core/repo/segment/stringTable.ts";
import { WordTable } from "../../../../../src/core/repo/segment/wordTable.ts";
import { wordsOf } from "../../../../../src/core/text/terms/wordsOf.ts";
import { wordTerms } from "../../../../../src/core/text/terms/wordTerms.ts";

const units = (table: StringTable, id: number): string => String.fromCharCode(...table.units(id));

test("strings keep their numbers and numbers their strings", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { size: "large" }), (strings) => {
      const table = new StringTable();
      const ids = strings.map((text) => table.intern(text));
      expect(ids.map((id) => units(table, id))).toEqual(strings);
      expect(strings.map((text) => table.intern(text))).toEqual(ids);
      expect(table.size).toBe(new Set(strings).size);
    }),
  );
  const table = new StringTable();
  for (let i = 0; i < 20_000; i++) table.intern(`name${i}`);
  expect(units(table, 12_345)).toBe("name12345");
});

test("strings sort by letters whatever their case, then by case", () => {
  const table = new StringTable();
  const ids = Uint32Array.from(
    ["b", "ab", "AB", "a", "Ab", "ba", "", "abcdef", "abcdE", "\uffff", "aé", "_a"],
    (text) => table.intern(text),
  );
  expect(Array.from(table.sorted(ids), (id) => units(table, id))).toEqual([
    "",
    "_a",
    "a",
    "AB",
    "Ab",
    "ab",
    "abcdE",
    "abcdef",
    "aé",
    "b",
    "ba",
    "\uffff",
  ]);
});

const word = fc
  .array(fc.constantFrom("a", "get", "User", "HTTP", "ing", "s", "_", "$", "42", "é", "İ", "x9"), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

test("a table gives a text the terms of its words", () => {
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const table = new WordTable();
      const text = words.join(" ");
      const terms = table.termsOf(text).map((id) => units(table.terms, id));
      expect(terms).toEqual(wordsOf(text).flatMap(wordTerms));
    }),
  );
});
