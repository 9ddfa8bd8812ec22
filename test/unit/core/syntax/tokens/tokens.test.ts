import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineScanner, scanTokenLine, splitLines } from "../../../../../src/core/syntax/tokens/lineScanner.ts";
import { endsLine, IndentStack, newlineId } from "../../../../../src/core/syntax/tokens/newline.ts";
import { renderTokens } from "../../../../../src/core/syntax/tokens/render.ts";
import { MAX_TOKEN_LENGTH, scanLine } from "../../../../../src/core/syntax/tokens/scan.ts";
import { assembleFile, shapeOf } from "../../../../../src/core/syntax/tokens/tokenFile.ts";
import { FIRST_TEXT_ID, Vocabulary } from "../../../../../src/core/syntax/tokens/vocabulary.ts";

function check(line: string, expected: string): void {
  const vocabulary = new Vocabulary();
  const texts = scanLine(line, vocabulary).map(
    (token) => (token & 1 ? "·" : "") + vocabulary.text(token >> 1),
  );
  expect(texts.join("|")).toBe(expected);
}

/** Text of a line as far as tokens keep it. */
function collapse(line: string): string {
  return line.replace(/[\0- ]+/g, " ").replace(/ $/, "");
}

const line = fc.oneof(
  fc.string({ unit: "grapheme" }).map((text) => text.replace(/\n/g, "")),
  fc
    .array(fc.constantFrom("self", ".", "x1", "===", "=>", " ", "\t", "(", '"', "1.5", "é", "$", "&&&"))
    .map((a) => a.join("")),
);

describe("cuts a line", () => {
  test.each([
    ["x = foo.bar(1.5, 'a')", "x|·=|·foo|.|bar|(|1.5|,|·'|a|'|)"],
    ["a===b&&!c", "a|===|b|&&|!|c"],
    ["  naïve $x_1", "·naïve|·$x_1"],
    ["1..2", "1|.|.|2"],
    ["", ""],
  ])("%s", check);

  test("a word longer than a token goes on in the next one", () => {
    const vocabulary = new Vocabulary();
    const word = "a".repeat(MAX_TOKEN_LENGTH + 5);
    expect(scanLine(word, vocabulary)).toHaveLength(2);
    expect(renderTokens(scanLine(word, vocabulary), vocabulary)).toBe(word);
  });
});

test("rendering a scanned line gives it back, runs of white space collapsed", () => {
  const vocabulary = new Vocabulary();
  fc.assert(
    fc.property(line, (text) => {
      expect(renderTokens(scanLine(text, vocabulary), vocabulary)).toBe(collapse(text));
    }),
  );
});

test("a vocabulary gives each text one id and the text back", () => {
  const vocabulary = new Vocabulary();
  const ids = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const text = `name${i % 7000}`;
    const id = vocabulary.intern(text, 0, text.length);
    expect(ids.get(text) ?? id).toBe(id);
    ids.set(text, id);
  }
  expect(vocabulary.size).toBe(7000 + FIRST_TEXT_ID);
  for (const [text, id] of ids) expect(vocabulary.text(id)).toBe(text);
  expect(vocabulary.find("name6999")).toBe(ids.get("name6999"));
  expect(vocabulary.find("name7000")).toBeUndefined();
});

test("line breaks carry the change of indentation", () => {
  const stack = new IndentStack();
  expect([0, 4, 8, 8, 0, 2].map((width) => stack.next(width))).toEqual([0, 1, 1, 0, -2, 1]);
  expect(new Set([1, 0, -1, -5].map(newlineId)).size).toBe(4);
  expect([1, 0, -100].every((delta) => endsLine(newlineId(delta)))).toBe(true);
  expect(endsLine(FIRST_TEXT_ID)).toBe(false);
});

test("shapes leave out names and numbers, not keywords and punctuation", () => {
  const vocabulary = new Vocabulary();
  const shape = (text: string) => shapeOf(scanLine(text, vocabulary), vocabulary);
  expect(shape("return foo(1)")).toBe(shape("return bar(22)"));
  expect(shape("return foo(1)")).not.toBe(shape("await foo(1)"));
  expect(shape("return foo(1)")).not.toBe(shape("return foo[1]"));
});

test("scanning lines anew after an edit equals scanning all of them", () => {
  const texts = fc
    .array(fc.constantFrom("a = 1", "", "  b()", "return", "\t}"), { maxLength: 8 })
    .map((a) => a.join("\n"));
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (versions) => {
      const vocabulary = new Vocabulary();
      const scanner = new LineScanner(vocabulary);
      for (const version of versions) {
        const lines = splitLines(version);
        const fresh = lines.map((one) => scanTokenLine(one, vocabulary));
        expect(scanner.scan(lines)).toEqual(fresh);
        const file = assembleFile(fresh, vocabulary);
        expect(file.lineStarts[file.shapes.length]).toBe(file.tokens.length);
        expect(file.lineNumbers.length).toBe(lines.filter((one) => one.trim() !== "").length);
      }
    }),
  );
});
