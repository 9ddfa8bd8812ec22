import fc from "fast-check";
import { expect, test } from "vitest";
import { ThinkAloud } from "../../../../src/core/prompt/thinkAloud.ts";

/** Takes the answer in the pieces that the cuts make. */
function tell(answer: string, cuts: readonly number[]) {
  const aloud = new ThinkAloud();
  let text = "";
  let reasoning = "";
  const places = cuts.map((at) => at % (answer.length + 1)).sort((a, b) => a - b);
  const pieces = [0, ...places].map((from, at) => answer.slice(from, places[at] ?? answer.length));
  for (const told of [...pieces.map((piece) => aloud.take(piece)), aloud.end()]) {
    text += told.text;
    reasoning += told.reasoning;
  }
  return { text, reasoning, answer: aloud.answer };
}

test.each<[answer: string, text: string, reasoning: string, whole: string]>([
  ["plain", "plain", "", "plain"],
  ["<think>a < b</think>\n\nhi", "hi", "a < b", "hi"],
  [
    " \n<THINKING>\na</thinking>hi <think>not this</think>",
    "hi <think>not this</think>",
    "\na",
    "hi <think>not this</think>",
  ],
  ["<think>never ends", "", "never ends", ""],
  ["a < b", "a < b", "", "a < b"],
  ["<thing>", "<thing>", "", "<thing>"],
  ["<th", "<th", "", "<th"],
  ["the template opened it</think>\nhi", "the template opened it</think>\nhi", "", "hi"],
])("of %j what is said and what is thought, in whatever pieces", (answer, text, reasoning, whole) =>
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 5 }), (cuts) => {
      expect(tell(answer, cuts)).toMatchObject({ text, reasoning, answer: whole });
    }),
    { numRuns: 50 },
  ),
);

test("no answer breaks it, and nothing is lost of one without tags", () =>
  fc.assert(
    fc.property(fc.string(), fc.array(fc.nat(), { maxLength: 5 }), (answer, cuts) => {
      fc.pre(!answer.includes("<"));
      expect(tell(answer, cuts)).toEqual({ text: answer, reasoning: "", answer });
    }),
  ));
