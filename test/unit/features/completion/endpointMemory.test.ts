import { expect, test } from "vitest";
import { EndpointMemory } from "../../../../src/features/completion/endpointMemory.ts";
import type { ModelFault } from "../../../../src/ports/languageModel.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";
import { complete, fault, type ScriptedAnswer, says } from "../../../support/scriptedLanguageModel.ts";
import { completeAfter, completerFixture, inlineQuery } from "./completerFixture.ts";

const refusal = (message: string, status = 400): ScriptedAnswer => ({
  end: { kind: "failed", fault: { ...fault("rejected"), message, status } as ModelFault },
});
const query = inlineQuery("def add(a, b):\n    return █\n");

/** Asks once and compares what is shown and which fields each request had. */
async function check(
  answers: readonly ScriptedAnswer[],
  shown: readonly string[],
  bodies: readonly string[],
) {
  const fixture = completerFixture({ answers });
  const suggestions = await completeAfter(fixture, query);
  expect(suggestions.map(({ text }) => text)).toEqual(shown);
  const sent = fixture.model.calls.map(({ request }) => Object.keys(JSON.parse(request.body)).join(" "));
  expect(sent).toEqual(bodies);
  return fixture;
}

const whole = "model prompt suffix max_tokens temperature stream";

test("a suffix that is refused is left out at once", () =>
  check(
    [refusal("suffix is not currently supported"), says("a - b")],
    ["a - b"],
    [whole, "model prompt max_tokens temperature stream"],
  ));
test("the newer name of the limit is taken", () =>
  check(
    [refusal("'max_tokens' is not supported, use 'max_completion_tokens'"), says("a - b")],
    ["a - b"],
    [whole, "model prompt suffix max_completion_tokens temperature stream"],
  ));
test("one refusal after the other", () =>
  check(
    [refusal("suffix"), refusal("temperature"), says("a - b")],
    ["a - b"],
    [whole, "model prompt max_tokens temperature stream", "model prompt max_tokens stream"],
  ));
test("a refusal of nothing in particular is a fault", async () => {
  const fixture = await check([refusal("Bad request"), says("a - b")], [], [whole]);
  expect(fixture.completer.modelState().kind).toBe("fault");
});

test("what was learned holds for later requests and stands in the record, until it is forgotten", async () => {
  const fixture = completerFixture({ answers: [refusal("suffix"), says("a - b")] });
  const bodies = () => fixture.model.calls.map(({ request }) => "suffix" in JSON.parse(request.body));
  await completeAfter(fixture, query);
  await completeAfter(fixture, inlineQuery("x = █\n"));
  expect(bodies()).toEqual([true, false, false]);
  expect(fixture.completer.lastContext()?.learned).toEqual(["refuses suffix"]);
  fixture.completer.forgetEndpoints();
  await completeAfter(fixture, inlineQuery("y = █\n"));
  expect(bodies()).toEqual([true, false, false, true]);
});

test("what was learned outlasts a restart, until it is forgotten", () => {
  const state = memoryLocalState();
  const end = { kind: "failed", fault: { ...fault("rejected"), message: "suffix", status: 400 } } as const;
  expect(new EndpointMemory(state).learn("here", end, '{"suffix":""}')).toBe(true);
  expect(new EndpointMemory(state).of("here").refused).toEqual(["suffix"]);
  new EndpointMemory(state).reset();
  expect(new EndpointMemory(state).of("here").refused).toEqual([]);
});

test("another model is not held to it", async () => {
  const fixture = completerFixture({ answers: [refusal("suffix"), says("a - b")] });
  await completeAfter(fixture, query);
  fixture.set({ "model.name": "other" });
  await completeAfter(fixture, query);
  expect("suffix" in JSON.parse(fixture.model.calls.at(-1)!.request.body)).toBe(true);
});

test("who answers as a whole is given the time of the whole", async () => {
  const fixture = completerFixture({
    answers: [{ pieces: ["a - b"], end: { ...complete, isWhole: true } as typeof complete }],
  });
  await completeAfter(fixture, query);
  await completeAfter(fixture, inlineQuery("x = █\n"));
  expect(fixture.model.calls.map(({ deadlines }) => deadlines.firstByteMs)).toEqual([8_000, 28_000]);
});
