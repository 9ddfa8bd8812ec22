import { expect, test } from "vitest";
import { parseModelFindings } from "../../../../src/core/changes/modelFindings.ts";

const lines = new Map([["src/a.ts", new Set([3, 4])]]);

test("findings at added lines, whatever marks stand around them", () => {
  const text = [
    "FINDING src/a.ts:4 error: the file is never closed.",
    "- **FINDING** `src/a.ts:5` (warning): may be empty",
    "- FINDING `src/a.ts:5` (note): and slow",
    "Nothing else.",
  ].join("\n");
  const { findings, unanchored } = parseModelFindings(text, lines);
  expect(findings.map(({ line, severity, message }) => `${line} ${severity} ${message}`)).toEqual([
    "3 error the file is never closed",
    "4 note and slow",
  ]);
  expect(unanchored).toBe(0);
});

test("what names no added line is counted and left out", () => {
  const text = "FINDING src/a.ts:99 error: a\nFINDING src/b.ts:4 note: b\nFINDING src/a.ts:4 error: c";
  const { findings, unanchored } = parseModelFindings(text, lines);
  expect(findings.map(({ message }) => message)).toEqual(["c"]);
  expect(unanchored).toBe(2);
});
