import { expect, test } from "vitest";
import { splitCandidates } from "../../../../../src/core/repair/model/splitCandidates.ts";

test("one answer without headings is one candidate", () => {
  expect(splitCandidates("text\n# Notes\nmore")).toEqual(["text\n# Notes\nmore"]);
});

test("each heading begins a candidate, prose before the first is left out", () => {
  expect(splitCandidates("why\n### Candidate 1\na\n### Candidate 2: other\nb")).toEqual(["a", "b"]);
});

test("edits before the first heading are part of the first", () => {
  expect(splitCandidates("a.py\n<<<<<<< SEARCH\nx\n## Candidate 1\nb")).toEqual([
    "a.py\n<<<<<<< SEARCH\nx\nb",
  ]);
});

test("a heading within a fence is code", () => {
  const answer = "```md\n# Candidate 1\n```\nrest";
  expect(splitCandidates(answer)).toEqual([answer]);
});
