/** What a person is asked of a test that was written for them. */
import { expect, test } from "vitest";
import { confirmedBy } from "../../../../src/features/repair/repairs.ts";
import type { Answer, ChoiceQuestion } from "../../../../src/ports/questions.ts";

const reproduction = {
  path: "tests/test_described_problem.py",
  text: "import shop\n\ndef test_described_problem():\n    assert shop.total([1]) == 1\n",
  expectation: "It expects 1.\nMore.",
};

async function asked(failure: string, answer: "value" | "cancelled") {
  const seen: ChoiceQuestion<unknown>[] = [];
  const questions = {
    async askChoice<T>(question: ChoiceQuestion<T>): Promise<Answer<T>> {
      seen.push(question);
      return answer === "value"
        ? { kind: "value", value: question.choices[0]!.value }
        : { kind: "cancelled" };
    },
  };
  const isMeant = await confirmedBy(questions)({ ...reproduction, failure });
  return { isMeant, details: seen[0]!.choices.map(({ description, detail }) => [description, detail]) };
}

test("the assertion, the expectation, and how it fails now in a line", async () => {
  const { isMeant, details } = await asked("AssertionError: 0 != 1\n\n- 0\n+ 1\n", "value");
  expect(isMeant).toBe(true);
  expect(details).toEqual([
    ["assert shop.total([1]) == 1", "It expects 1."],
    [undefined, "Now: AssertionError: 0 != 1"],
  ]);
});

test("a line that only announces the difference brings the next along", async () => {
  const { details } = await asked("Expected values to be strictly equal:\n\n0 !== 1\n", "value");
  expect(details[1]).toEqual([undefined, "Now: Expected values to be strictly equal: 0 !== 1"]);
});

test("who closes the question has not said yes", async () => {
  expect((await asked("", "cancelled")).isMeant).toBe(false);
});
