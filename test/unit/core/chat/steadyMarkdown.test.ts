import fc from "fast-check";
import { expect, test } from "vitest";
import { steadyMarkdown } from "../../../../src/core/chat/steadyMarkdown.ts";

test.each<[name: string, begun: string, shown: string]>([
  ["a sentence", "It is **here** and", "It is **here** and"],
  ["strong words that go on", "It is **very impor", "It is **very impor**"],
  ["a mark that has just begun", "It is **", "It is "],
  ["emphasis in strong words", "**a *b", "**a *b***"],
  ["code that goes on", "Call `store.ad", "Call `store.ad`"],
  ["code that has just begun", "Call `", "Call "],
  ["marks in code", "Call `a**b`, th", "Call `a**b`, th"],
  ["a link whose end is missing", "See [store.py:3](store.py#L", "See store.py:3"],
  ["a link whose target is missing", "See [store.py:3]", "See store.py:3"],
  ["a link whose text goes on", "See [stor", "See stor"],
  ["a link that is whole", "See [a](a#L1) and", "See [a](a#L1) and"],
  ["a sign that may be a heading's line", "Title\n-", "Title"],
  ["a number that may be a list's", "one\n\n2.", "one\n"],
  ["the first row of a table", "x\n\n| a | b", "x\n"],
  ["a table without its second row", "x\n\n| a |\n| --", "x\n"],
  ["a table that is one", "x\n\n| a |\n|---|\n| b", "x\n\n| a |\n|---|\n| b"],
  ["code that is open", "```py\nx = [1", "```py\nx = [1"],
  ["the first signs of code's end", "```py\nx = 1\n``", "```py\nx = 1"],
  ["other signs in code", "````py\n```\nx = `", "````py\n```\nx = `"],
  ["text after code", "```\nx\n```\nand **y", "```\nx\n```\nand **y**"],
  ["multiplication", "2 * 3 * x", "2 * 3 * x"],
])("%s is shown as it will stay", (_name, begun, shown) => expect(steadyMarkdown(begun)).toBe(shown));

test("any beginning of any text has a looks, and lines that are whole are as they are", () => {
  const piece = fc.constantFrom(
    "a",
    " ",
    "\n",
    "**",
    "*",
    "`",
    "```",
    "[",
    "](",
    ")",
    "|",
    "-",
    "#",
    "~~~",
    "1.",
    "_",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const shown = steadyMarkdown(text);
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      expect(whole.startsWith(shown) || shown.startsWith(whole.trimEnd())).toBe(true);
    }),
  );
});
