import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMentions } from "../../../../../src/core/chat/agent/mentions.ts";
import { endOfWholeParagraphs } from "../../../../../src/core/chat/agent/wholeParagraphs.ts";

/** @param marked with `█` where the whole paragraphs end */
const check = (marked: string): void => {
  const end = marked.indexOf("█");
  expect(endOfWholeParagraphs(marked.replace("█", ""))).toBe(end);
};

test.each<[name: string, marked: string]>([
  ["one paragraph is not known to be whole", "█It is in a.ts:3."],
  ["nor is it with a blank line after it", "█It is in a.ts:3.\n\n"],
  ["the next one has begun", "It is in a.ts:3.\n\n█T"],
  ["several", "One.\n\nTwo.\n\n█Three\nand more"],
  ["code stays with what is above it", "█It is in a.ts:3:\n\n```ts\nx\n```\n"],
  ["code may be about to begin", "One.\n\n█Two.\n\n``"],
  ["blank lines of code end nothing", "█```ts\nx\n\ny\n\nz"],
  ["after code", "```ts\nx\n\ny\n```\n\n█Then"],
  ["a longer fence goes on", "█````\n```\n\nx"],
  ["a name in backquotes begins a paragraph", "One.\n\n█`a"],
])("%s", (_name, marked) => check(marked));

const files = new Map([["a.ts", { path: "a.ts", lines: ["const a = 1;", "f(a, 2);", ""] }]]);
const checked = (text: string): string => checkMentions(text, (path) => files.get(path)).markdown;
const line = fc.constantFrom(
  "",
  "",
  "See a.ts:1 and `f(a, 2);` there",
  "# a.ts:2",
  "```",
  "~~~ts",
  "f(a, 2);",
  "const a = 1;",
  "b.ts:4 is not there",
  "- `a.ts:1-2`",
);

test("places judged part by part, however the text comes, are judged as in the whole", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 24 }), fc.array(fc.nat({ max: 20 })), (lines, steps) => {
      const text = lines.join("\n");
      let shown = "";
      let taken = 0;
      let length = 0;
      for (const step of [...steps, text.length]) {
        length = Math.min(text.length, length + step);
        const end = endOfWholeParagraphs(text.slice(0, length));
        expect(end).toBeGreaterThanOrEqual(taken);
        shown += checked(text.slice(taken, end));
        taken = end;
      }
      expect(shown + checked(text.slice(taken))).toBe(checked(text));
    }),
    { numRuns: 500 },
  );
});
