import fc from "fast-check";
import { expect, test } from "vitest";
import { contextKinds } from "../../../../src/core/prompt/contextItem.ts";
import { type PromptPieces, packPrompt, promptTokens } from "../../../../src/core/prompt/packPrompt.ts";
import {
  estimateTokens,
  keepFirstTokens,
  keepLastTokens,
  maxCharactersPerToken,
} from "../../../../src/core/prompt/tokens.ts";

test.each([
  ["", 0],
  ["word", 1],
  ["getUserName", 3],
  ["12345", 2],
  ["\n        ", 2],
  ["a.b()", 5],
  ["日本", 2],
  ["const total = 1;", 7],
])("%j costs %i", (text, tokens) => expect(estimateTokens(text)).toBe(tokens));

test.each([
  ["a whole text", "ab cd", 10, "ab cd"],
  ["from a line start", "first = 1\nsecond = 2", 5, "second = 2"],
  ["within one long line", "alpha beta gamma", 3, " beta gamma"],
  ["nothing", "abc", 0, ""],
])("keeps the end: %s", (_name, text, maxTokens, expected) =>
  expect(keepLastTokens(text, maxTokens)).toBe(expected),
);

test.each([
  ["a whole text", "ab cd", 10, "ab cd"],
  ["up to a line end", "first_value = 1\nt = 2", 7, "first_value = 1\n"],
  ["within one long line", "alpha beta gamma", 3, "alpha beta "],
  ["nothing", "abc", 0, ""],
])("keeps the start: %s", (_name, text, maxTokens, expected) =>
  expect(keepFirstTokens(text, maxTokens)).toBe(expected),
);

const text = fc.string({ unit: fc.constantFrom(...'aZ09 \n\t({."', "😀", "é", "漢"), maxLength: 400 });
const budget = fc.integer({ min: 0, max: 200 });
const halves = (value: string): boolean => /\p{Surrogate}/u.test(value);
const pieces = fc.record({ prefix: text, suffix: text, snippets: fc.array(text, { maxLength: 4 }) }).map(
  ({ snippets, ...around }): PromptPieces => ({
    ...around,
    context: snippets.map((body, at) => ({ kind: contextKinds[at % 5]!, path: "a.ts", text: body })),
  }),
);

test("an estimate never falls when text is added, and bounds the length", () =>
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(estimateTokens(a + b)).toBeGreaterThanOrEqual(Math.max(estimateTokens(a), estimateTokens(b)));
      expect(estimateTokens(a) * maxCharactersPerToken).toBeGreaterThanOrEqual(a.trim().length);
    }),
  ));
test("a cut end is an end, within budget, with whole characters", () =>
  fc.assert(
    fc.property(text, budget, (value, maxTokens) => {
      const kept = keepLastTokens(value, maxTokens);
      expect(value.endsWith(kept)).toBe(true);
      expect(estimateTokens(kept)).toBeLessThanOrEqual(maxTokens);
      expect(halves(kept)).toBe(false);
    }),
    { numRuns: 1_000 },
  ));
test("a cut start is a start, within budget, with whole characters", () =>
  fc.assert(
    fc.property(text, budget, (value, maxTokens) => {
      const kept = keepFirstTokens(value, maxTokens);
      expect(value.startsWith(kept)).toBe(true);
      expect(estimateTokens(kept)).toBeLessThanOrEqual(maxTokens);
      expect(halves(kept)).toBe(false);
    }),
    { numRuns: 1_000 },
  ));
test("a packed prompt is within budget, around the same cursor, of whole pieces", () =>
  fc.assert(
    fc.property(pieces, budget, (all, maxTokens) => {
      const packed = packPrompt(all, maxTokens);
      expect(promptTokens(packed)).toBeLessThanOrEqual(maxTokens);
      expect(all.prefix.endsWith(packed.prefix)).toBe(true);
      expect(all.suffix.startsWith(packed.suffix)).toBe(true);
      for (const item of packed.context) expect(all.context).toContain(item);
      expect(halves(packed.prefix + packed.suffix)).toBe(false);
    }),
    { numRuns: 1_000 },
  ));
test("what fits is not cut", () =>
  fc.assert(
    fc.property(pieces, (all) => {
      const { prefix, suffix } = packPrompt(all, promptTokens(all) * 4 + 1);
      expect({ prefix, suffix }).toEqual({ prefix: all.prefix, suffix: all.suffix });
    }),
  ));
