import fc from "fast-check";
import { expect, test } from "vitest";
import { CurrentTextReader } from "../../../../../src/core/completion/builtin/currentText.ts";
import { Vocabulary } from "../../../../../src/core/syntax/tokens/vocabulary.ts";

/** Reads each text in turn with one reader; each must be as a new reader has it. */
function check(texts: readonly (readonly [prefix: string, suffix: string])[]): void {
  const vocabulary = new Vocabulary();
  const reader = new CurrentTextReader(vocabulary);
  for (const [prefix, suffix] of texts) {
    const parts = (one: CurrentTextReader) => {
      const { file, ...rest } = one.read("a.py", "python", prefix, suffix);
      return { ...rest, content: file.content };
    };
    expect(parts(reader)).toEqual(parts(new CurrentTextReader(vocabulary)));
  }
}

test("typing on a line", () =>
  check(
    ["", "r", "re", "return", "return ", "return x"].map((line) => [`def f(x):\n    ${line}`, "\n\ny = 1\n"]),
  ));
test("the indentation of the line changes", () =>
  check([
    ["if a:\n    b", "\n    c\n"],
    ["if a:\nb", "\n    c\n"],
    ["if a:\n        b", "\n    c\n"],
  ]));
test("a blank first line counts", () =>
  check([
    ["\na", ""],
    ["\nab", "\n"],
    ["ab", "\n\n"],
    ["ab", ""],
  ]));

const text = fc
  .array(fc.constantFrom("a", "bc", " ", "    ", "\n", "(", ".", "1"), { maxLength: 20 })
  .map((parts) => parts.join(""));
test("any texts", () => fc.assert(fc.property(fc.array(fc.tuple(text, text), { maxLength: 6 }), check)));
