import { expect, test } from "vitest";
import { RejectMemory } from "../../../../src/core/completion/rejectMemory.ts";
import type { InlineQuery, ModelState } from "../../../../src/features/completion/completer.ts";
import { settle } from "../../../support/fakeClock.ts";
import { failed, fault, says } from "../../../support/scriptedLanguageModel.ts";
import {
  apiKey,
  builtin,
  completeAfter,
  completerFixture,
  type FixtureOptions,
  inlineQuery,
  origin,
} from "./completerFixture.ts";

const marked = "def add(a, b):\n    return █\n";
const ask = (changes: Partial<InlineQuery> = {}): InlineQuery => inlineQuery(marked, changes);

interface Expected {
  /** `engine:text`, best first. */
  readonly shown: readonly string[];
  readonly modelCalls: number;
  readonly state?: string;
}

const describeState = (state: ModelState): string =>
  state.kind === "fault"
    ? `fault ${state.fault.kind}`
    : state.kind === "paused"
      ? `paused ${state.reason}`
      : state.kind;

/** Asks once and compares what is shown, how often the model was asked, and the state afterwards. */
async function check(
  options: FixtureOptions,
  expected: Expected,
  query = ask(),
  passMs?: number,
): Promise<void> {
  const fixture = completerFixture(options);
  const shown = await completeAfter(fixture, query, passMs);
  expect({
    shown: shown.map(({ engine, text }) => `${engine}:${text}`),
    modelCalls: fixture.model.calls.length,
    ...(expected.state === undefined ? {} : { state: describeState(fixture.completer.modelState()) }),
  }).toEqual(expected);
  fixture.completer.dispose();
}

const likely = builtin("a + b", 0.7);
const sure = builtin("a + b", 0.9);
const answers = [says("a", " - b")];
const fromModel = "model:a - b";
const fromBuiltin = "builtin:a + b";

test("no endpoint: the built-in engine answers", () =>
  check(
    { engine: { suggestions: [likely] }, answers, settings: { "model.endpoint": "" } },
    { shown: [fromBuiltin], modelCalls: 0, state: "unset" },
  ));
test("what was typed past on the line raises the bar until something is taken", async () => {
  const { path, prefix } = ask();
  const rejects = new RejectMemory();
  const engine = { suggestions: [likely] };
  const options = { engine, answers, rejects, settings: { "model.endpoint": "" } };
  rejects.rejected(path, prefix.length);
  await check(options, { shown: [], modelCalls: 0 });
  await check(options, { shown: [fromBuiltin], modelCalls: 0 }, ask({ trigger: "explicit" }));
  rejects.accepted(path);
  await check(options, { shown: [fromBuiltin], modelCalls: 0 });
});
test("no model is named: the built-in engine answers", () =>
  check(
    { engine: { suggestions: [likely] }, answers, settings: { "model.name": "" } },
    { shown: [fromBuiltin], modelCalls: 0, state: "fault modelMissing" },
  ));
test("an untrusted workspace asks no model", () =>
  check(
    { engine: { suggestions: [likely] }, answers, trusted: false },
    { shown: [fromBuiltin], modelCalls: 0, state: "paused untrusted" },
  ));
test("an untrusted workspace asks no model even when asked to", () =>
  check(
    { engine: { suggestions: [likely] }, answers, trusted: false },
    { shown: [], modelCalls: 0 },
    ask({ trigger: "explicit", engine: "model" }),
  ));
test("a question for the model by name gets no stand-in", () =>
  check(
    { engine: { suggestions: [likely] }, answers: [failed("serverError")] },
    { shown: [], modelCalls: 1 },
    ask({ trigger: "explicit", engine: "model" }),
  ));
test("the setting says built-in only", () =>
  check(
    { engine: { suggestions: [likely] }, answers, settings: { "completion.engine": "builtin" } },
    { shown: [fromBuiltin], modelCalls: 0, state: "paused setting" },
  ));
test("the question says built-in only", () =>
  check(
    { engine: { suggestions: [likely] }, answers },
    { shown: [fromBuiltin], modelCalls: 0 },
    ask({ engine: "builtin" }),
  ));
test("a sure built-in answer is shown without asking the model", () =>
  check(
    { engine: { suggestions: [sure] }, answers },
    { shown: [fromBuiltin], modelCalls: 0, state: "ready" },
  ));
test("the model is asked when the built-in engine is not sure", () =>
  check(
    { engine: { suggestions: [likely] }, answers },
    { shown: [fromModel, fromBuiltin], modelCalls: 1, state: "ready" },
  ));
const word = { ...builtin("absolute", 0.9), isWord: true } as const;
test("a start is shown where the line is unlikely", () =>
  check(
    { engine: { suggestions: [builtin("a + b", 0.2), word] }, settings: { "model.endpoint": "" } },
    { shown: ["builtin:absolute"], modelCalls: 0 },
    ask({ maxSuggestions: 1 }),
  ));
test("a start has to be surer than a line", () =>
  check(
    {
      engine: { suggestions: [builtin("a + b", 0.2), { ...word, confidence: 0.7 }] },
      settings: { "model.endpoint": "" },
    },
    { shown: [], modelCalls: 0 },
  ));
test("a sure start does not keep the model from being asked for more", () =>
  check(
    { engine: { suggestions: [builtin("a + b", 0.2), word] }, answers },
    { shown: [fromModel, "builtin:absolute"], modelCalls: 1 },
  ));
test("the setting says model only: it is asked whatever the built-in engine thinks", () =>
  check(
    { engine: { suggestions: [sure] }, answers, settings: { "completion.engine": "model" } },
    { shown: [fromModel], modelCalls: 1 },
  ));
test("the same text is not offered twice", () =>
  check(
    { engine: { suggestions: [likely] }, answers: [says("a + b")] },
    { shown: ["model:a + b"], modelCalls: 1 },
  ));
test("no more suggestions than asked for", () =>
  check(
    { engine: { suggestions: [likely] }, answers },
    { shown: [fromModel], modelCalls: 1 },
    ask({ maxSuggestions: 1 }),
  ));
test("an unlikely built-in suggestion is not shown by itself", () =>
  check(
    { engine: { suggestions: [builtin("x", 0.1)] }, settings: { "model.endpoint": "" } },
    { shown: [], modelCalls: 0 },
  ));
test("an unlikely built-in suggestion is shown when asked for", () =>
  check(
    { engine: { suggestions: [builtin("x", 0.1)] }, settings: { "model.endpoint": "" } },
    { shown: ["builtin:x"], modelCalls: 0 },
    ask({ trigger: "explicit" }),
  ));
test("a built-in suggestion that does not parse is dropped", () =>
  check(
    { engine: { suggestions: [likely], verdict: () => "breaks" }, settings: { "model.endpoint": "" } },
    { shown: [], modelCalls: 0 },
  ));
test("a model's suggestion that does not parse gives way to the built-in one", () =>
  check(
    {
      engine: { suggestions: [likely], verdict: (text) => (text === "a - b" ? "breaks" : "parses") },
      answers,
    },
    { shown: [fromBuiltin], modelCalls: 1 },
  ));
test("a check that cannot be made drops nothing", () =>
  check(
    { engine: { suggestions: [likely], failing: ["verify"] }, answers },
    { shown: [fromModel, fromBuiltin], modelCalls: 1 },
  ));
test("a failing built-in engine leaves the model", () =>
  check(
    { engine: { failing: ["complete", "findSnippets"] }, answers },
    { shown: [fromModel], modelCalls: 1 },
  ));
test("a failing model leaves the built-in engine", () =>
  check(
    { engine: { suggestions: [likely] }, answers: [failed("serverError")] },
    { shown: [fromBuiltin], modelCalls: 1, state: "fault serverError" },
  ));
test("a broken-off answer is not shown", () =>
  check(
    {
      engine: { suggestions: [likely] },
      answers: [{ pieces: ["a -"], end: { kind: "incomplete", fault: fault("cut") } }],
    },
    { shown: [fromBuiltin], modelCalls: 1, state: "fault cut" },
  ));
test("an empty answer leaves the built-in engine", () =>
  check(
    { engine: { suggestions: [likely] }, answers: [says("  \n")] },
    { shown: [fromBuiltin], modelCalls: 1, state: "ready" },
  ));
test("a file in .env stays: the model is not asked", () =>
  check(
    { engine: { suggestions: [likely] }, answers },
    { shown: [fromBuiltin], modelCalls: 0 },
    ask({ path: "/app/.env.local" }),
  ));
test("an excluded file stays", () =>
  check(
    { engine: { suggestions: [likely] }, answers, settings: { "privacy.exclude": ["src/**"] } },
    { shown: [fromBuiltin], modelCalls: 0 },
  ));
test("an ignored file stays", () =>
  check(
    { engine: { suggestions: [likely], ignored: [ask().path] }, answers },
    { shown: [fromBuiltin], modelCalls: 0 },
  ));
test("a file nobody can judge stays", () =>
  check(
    { engine: { suggestions: [likely], failing: ["isIgnored"] }, answers },
    { shown: [fromBuiltin], modelCalls: 0 },
  ));
test("amid a word nobody is asked", () =>
  check(
    { engine: { suggestions: [likely] }, answers },
    { shown: [], modelCalls: 0 },
    inlineQuery("retu█rn"),
  ));
test("amid a word an explicit question is answered", () =>
  check(
    { engine: { suggestions: [likely] }, answers: [says("x")] },
    { shown: ["model:x", fromBuiltin], modelCalls: 1 },
    inlineQuery("a█bc", { trigger: "explicit" }),
  ));
test("before the pause in typing the model is not asked", async () => {
  const fixture = completerFixture({ answers });
  const answer = fixture.completer.complete(ask(), new AbortController().signal);
  await fixture.clock.advance(119);
  expect(fixture.model.calls).toHaveLength(0);
  await fixture.clock.advance(1);
  expect(fixture.model.calls).toHaveLength(1);
  expect((await answer).suggestions).toHaveLength(1);
});
test("an explicit question does not wait", () =>
  check({ answers }, { shown: [fromModel], modelCalls: 1 }, ask({ trigger: "explicit" }), 0));

test("typing on during the pause asks nobody", async () => {
  const fixture = completerFixture({ answers });
  const typing = new AbortController();
  const answer = fixture.completer.complete(ask(), typing.signal);
  await fixture.clock.advance(50);
  typing.abort();
  await fixture.clock.advance(500);
  expect((await answer).suggestions).toEqual([]);
  expect(fixture.model.calls).toHaveLength(0);
  expect(fixture.clock.pending).toBe(0);
});

test("trust taken away during the pause asks nobody", async () => {
  const fixture = completerFixture({ answers });
  const answer = fixture.completer.complete(ask(), new AbortController().signal);
  await fixture.clock.advance(50);
  fixture.setTrusted(false);
  await fixture.clock.advance(500);
  expect((await answer).suggestions).toEqual([]);
  expect(fixture.model.calls).toHaveLength(0);
});

test("typing on stops the request, which is no fault", async () => {
  const fixture = completerFixture({ answers: [{ pieces: ["a"], end: "never" }] });
  const typing = new AbortController();
  const answer = fixture.completer.complete(ask(), typing.signal);
  await fixture.clock.advance(200);
  expect(fixture.completer.modelState().kind).toBe("asking");
  typing.abort();
  await fixture.clock.advance(10);
  expect((await answer).suggestions).toEqual([]);
  expect(fixture.model.calls[0]!.signal.aborted).toBe(true);
  expect(fixture.completer.modelState().kind).toBe("ready");
  expect(fixture.completer.lastContext()?.outcome).toMatch(/typing went on/);
});

test("a stall shows the built-in suggestion, then the fault", async () => {
  let stalled: (end: { kind: "failed"; fault: ReturnType<typeof fault> }) => void = () => undefined;
  const end = new Promise<{ kind: "failed"; fault: ReturnType<typeof fault> }>((resolve) => {
    stalled = resolve;
  });
  const fixture = completerFixture({ engine: { suggestions: [likely] }, answers: [{ end }] });
  const shown = await completeAfter(fixture, ask(), 2_000);
  expect(shown).toMatchObject([likely]);
  expect(fixture.model.calls[0]!.signal.aborted).toBe(false);
  stalled({ kind: "failed", fault: fault("stalled") });
  await settle();
  expect(describeState(fixture.completer.modelState())).toBe("fault stalled");
});

test("an answer that comes after the stand-in is there for the next question", async () => {
  let finish: (end: { kind: "complete"; finishReason: "stop" }) => void = () => undefined;
  const end = new Promise<{ kind: "complete"; finishReason: "stop" }>((resolve) => {
    finish = resolve;
  });
  const fixture = completerFixture({
    engine: { suggestions: [likely] },
    answers: [{ pieces: ["a - b"], end }],
  });
  expect(await completeAfter(fixture, ask(), 2_000)).toMatchObject([likely]);
  finish({ kind: "complete", finishReason: "stop" });
  await settle();
  const [next] = await completeAfter(fixture, inlineQuery("def add(a, b):\n    return a█\n"));
  expect(next).toMatchObject({ text: " - b", engine: "model" });
  expect(fixture.model.calls).toHaveLength(1);
});

test("the next question stops a request whose answer was stood in for", async () => {
  const fixture = completerFixture({ engine: { suggestions: [likely] }, answers: [{ end: "never" }] });
  await completeAfter(fixture, ask(), 2_000);
  void fixture.completer.complete(inlineQuery("x = █"), new AbortController().signal);
  expect(fixture.model.calls[0]!.signal.aborted).toBe(true);
});

test("a slow model is waited for when the built-in engine has nothing", async () => {
  const fixture = completerFixture({ answers: [{ end: "never" }] });
  const typing = new AbortController();
  let answered = false;
  const answer = fixture.completer.complete(ask(), typing.signal).finally(() => {
    answered = true;
  });
  await fixture.clock.advance(5_000);
  expect(answered).toBe(false);
  typing.abort();
  expect((await answer).suggestions).toEqual([]);
});

test("a question dropped while its prompt was made is neither sent nor recorded", async () => {
  const typing = new AbortController();
  const engine = {
    get ignored() {
      typing.abort();
      return [];
    },
  };
  const fixture = completerFixture({ answers, engine });
  expect(await completeAfter(fixture, ask(), 500, typing.signal)).toEqual([]);
  expect(fixture.model.calls).toHaveLength(0);
  expect(fixture.completer.lastContext()).toBeUndefined();
});

test("typing along a suggestion asks nobody again", async () => {
  const fixture = completerFixture({ answers });
  await completeAfter(fixture, ask());
  const [rest] = await completeAfter(fixture, inlineQuery("def add(a, b):\n    return a -█\n"));
  expect(rest).toMatchObject({ text: " b", engine: "model" });
  expect(fixture.model.calls).toHaveLength(1);
});

test.each([
  ["endpoint", { "model.endpoint": "http://127.0.0.1:4001/v1" }],
  ["model", { "model.name": "other" }],
  ["format", { "completion.format": "qwen" }],
] as const)("another %s does not reuse suggestions", async (_what, change) => {
  const fixture = completerFixture({ answers });
  await completeAfter(fixture, ask());
  fixture.set(change);
  await completeAfter(fixture, ask());
  expect(fixture.model.calls).toHaveLength(2);
});

test("trust taken away stops cached suggestions too", async () => {
  const fixture = completerFixture({ answers });
  await completeAfter(fixture, ask());
  fixture.setTrusted(false);
  expect(await completeAfter(fixture, ask())).toEqual([]);
});

test("a prompt that is too long is sent once more with half the context", async () => {
  const fixture = completerFixture({ answers: [failed("contextTooLong"), says("a - b")] });
  const long = inlineQuery(`${"value = compute(1)\n".repeat(2_000)}x = █\n`);
  const [shown] = await completeAfter(fixture, long);
  expect(shown?.text).toBe("a - b");
  const [first, second] = fixture.model.calls.map(({ request }) => request.body.length);
  expect(second).toBeLessThan(first! * 0.6);
});

test("a prompt that stays too long is a fault", () =>
  check(
    { answers: [failed("contextTooLong")] },
    { shown: [], modelCalls: 2, state: "fault contextTooLong" },
  ));

test.each<
  [kind: Parameters<typeof failed>[0], retryAfterMs: number | undefined, asksAgainAfterMs: number | undefined]
>([
  ["serverError", undefined, 1_000],
  ["refused", undefined, 1_000],
  ["rateLimited", 7_000, 7_000],
  ["rateLimited", undefined, 1_000],
  ["keyRejected", undefined, undefined],
  ["modelMissing", undefined, undefined],
  ["quota", undefined, undefined],
])("after %s (retry after %s) automatic questions wait %s ms", async (kind, retryAfterMs, waitMs) => {
  const fixture = completerFixture({ answers: [failed(kind, retryAfterMs), says("a - b")] });
  await completeAfter(fixture, ask(), 120);
  await completeAfter(fixture, ask(), (waitMs ?? 1_000_000_000) - 1);
  expect(fixture.model.calls).toHaveLength(1);
  await fixture.clock.advance(1);
  const shown = await completeAfter(fixture, ask());
  expect(shown.map(({ text }) => text)).toEqual(waitMs === undefined ? [] : ["a - b"]);
});

test("failures in a row wait longer", async () => {
  const fixture = completerFixture({ answers: [failed("refused")] });
  for (const waitMs of [1_000, 2_000, 4_000]) {
    await completeAfter(fixture, ask());
    const state = fixture.completer.modelState();
    expect(state.kind === "fault" && state.retryAtMs! - fixture.clock.now()).toBe(waitMs - 380);
    await fixture.clock.advance(waitMs);
  }
  expect(fixture.model.calls).toHaveLength(3);
});

test("an explicit question may try an endpoint that failed", async () => {
  const fixture = completerFixture({ answers: [failed("keyRejected"), says("a - b")] });
  await completeAfter(fixture, ask());
  expect(await completeAfter(fixture, ask({ trigger: "explicit" }))).toHaveLength(1);
  expect(fixture.completer.modelState().kind).toBe("ready");
});

test("an explicit question does not break in where the server asked to wait", async () => {
  const fixture = completerFixture({ answers: [failed("rateLimited", 7_000), says("a - b")] });
  await completeAfter(fixture, ask());
  await completeAfter(fixture, ask({ trigger: "explicit" }));
  expect(fixture.model.calls).toHaveLength(1);
  await fixture.clock.advance(7_000);
  expect(await completeAfter(fixture, ask({ trigger: "explicit" }))).toHaveLength(1);
});

test.each([
  ["a reset", (fixture: ReturnType<typeof completerFixture>) => fixture.completer.resetFault()],
  ["another model", (fixture: ReturnType<typeof completerFixture>) => fixture.set({ "model.name": "other" })],
])("%s opens the gate", async (_what, act) => {
  const fixture = completerFixture({ answers: [failed("keyRejected"), says("a - b")] });
  await completeAfter(fixture, ask());
  act(fixture);
  expect(fixture.completer.modelState().kind).toBe("ready");
  expect(await completeAfter(fixture, ask())).toHaveLength(1);
});

test("states are told once each, in order", async () => {
  const fixture = completerFixture({ answers: [failed("keyRejected")], trusted: false });
  const told: string[] = [];
  fixture.completer.onModelState((state) => told.push(describeState(state)));
  fixture.setTrusted(true);
  await completeAfter(fixture, ask());
  fixture.set({ "completion.debounceMs": 5 });
  fixture.set({ "model.endpoint": "" });
  expect(told).toEqual(["ready", "asking", "fault keyRejected", "unset"]);
});

test("an address that is none is a fault without a request", () =>
  check(
    { answers, settings: { "model.endpoint": "ftp://x" } },
    { shown: [], modelCalls: 0, state: "fault badUrl" },
  ));

test("the key is read for the configured origin at each request, and shows nowhere", async () => {
  const fixture = completerFixture({ answers: [says("a - b"), failed("serverError")] });
  await completeAfter(fixture, ask());
  await completeAfter(fixture, inlineQuery("y = █\n"));
  expect(fixture.keysAsked).toEqual([origin, origin]);
  expect(fixture.model.calls[0]!.endpoint.apiKey).toBe(apiKey);
  const shown = JSON.stringify([
    fixture.completer.lastContext(),
    fixture.completer.modelState(),
    fixture.lines,
    fixture.model.calls.map(({ request }) => [request.body, request.context]),
  ]);
  expect(shown).not.toContain(apiKey);
  expect(fixture.model.calls[0]!.request.context.headerNames).toContain("authorization");
});

test("a key of another origin is not sent", async () => {
  const fixture = completerFixture({ answers, settings: { "model.endpoint": "http://127.0.0.1:4009/v1" } });
  await completeAfter(fixture, ask());
  expect(fixture.model.calls[0]!.endpoint.apiKey).toBeUndefined();
  expect(fixture.model.calls[0]!.request.context.headerNames).not.toContain("authorization");
});

test("what was sent is recorded as sent, with its outcome", async () => {
  const fixture = completerFixture({ answers });
  const told: (string | undefined)[] = [];
  fixture.completer.onLastContext(({ outcome }) => told.push(outcome));
  expect(fixture.completer.lastContext()).toBeUndefined();
  await completeAfter(fixture, ask());
  const context = fixture.completer.lastContext()!;
  expect(context.body).toBe(fixture.model.calls[0]!.request.body);
  expect(context.url).toBe(`${origin}/v1/completions`);
  expect(told).toEqual([undefined, "complete"]);
});

test("a syntax tree's word on the block counts more than indentation's", async () => {
  const said = "a - b\n    + c\n\n\ndef next():\n    pass\n";
  const blockFit = () => ({ length: 5, leavesOpen: false });
  const fixture = completerFixture({ answers: [says(said)], engine: { blockFit } });
  expect((await completeAfter(fixture, ask()))[0]?.text).toBe("a - b");
});

test("where a tree does not answer, indentation tells the block", async () => {
  const fixture = completerFixture({
    answers: [says("a - b\n\n\ndef next():\n    pass\n")],
    engine: { failing: ["blockFit"] },
  });
  expect((await completeAfter(fixture, ask()))[0]?.text).toBe("a - b");
});
