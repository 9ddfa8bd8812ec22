import fc from "fast-check";
import { expect, test } from "vitest";
import { parseModelResolutions } from "../../../../src/core/changes/modelResolutions.ts";

const check = (text: string, lines: Readonly<Record<number, readonly string[]>>, prose = ""): void => {
  const found = parseModelResolutions(text);
  expect(Object.fromEntries(found.lines)).toEqual(lines);
  expect(found.prose).toBe(prose);
};

test("by their numbers, with what is said before", () =>
  check(
    "Both add one.\n\n### Conflict 1: a.py:3\n```python\n  x\n\n```\nConflict 2\n\n~~~\ny\n~~~\n",
    { 1: ["  x", ""], 2: ["y"] },
    "Both add one.",
  ));
test("the heading in bold, line ends of Windows, and an empty result", () =>
  check("**Conflict #3**\r\n```\r\n```\r\n", { 3: [] }));
test("a fence within a longer one is text", () =>
  check("## Conflict 1\n````\n```\nx\n```\n````\n", { 1: ["```", "x", "```"] }));
test("of two for one conflict the later counts; a fence without a heading is none's, nor one that is cut", () =>
  check("```\nno\n```\nConflict 1\n```\na\n```\nConflict 1\n```\nb\n```\nConflict 2\n```\nc", { 1: ["b"] }));
test("never throws", () => {
  fc.assert(fc.property(fc.string(), (text) => void parseModelResolutions(`Conflict 1\n\`\`\`\n${text}`)));
});
