import { expect, test } from "vitest";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import type { InlineQuery } from "../../../../src/features/completion/completer.ts";
import { settle } from "../../../support/fakeClock.ts";
import { complete, type ScriptedAnswer, says } from "../../../support/scriptedLanguageModel.ts";
import {
  builtin,
  type CompleterFixture,
  completeAfter,
  completerFixture,
  inlineQuery,
} from "./completerFixture.ts";

/** Comes piece by piece, when told to. */
function slowAnswer() {
  let resolve: (end: typeof complete) => void = () => undefined;
  const promise = new Promise<typeof complete>((settled) => (resolve = settled));
  const pieces: string[] = [];
  let tell: (() => void) | undefined;
  const script: ScriptedAnswer & { readonly later: AsyncIterable<string> } = {
    end: promise,
    later: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const piece = pieces.shift();
          if (piece !== undefined) yield piece;
          else await new Promise<void>((wake) => (tell = wake));
        }
      },
    },
  };
  return {
    script,
    async says(piece: string) {
      pieces.push(piece);
      tell?.();
      await settle();
    },
    async ends() {
      resolve(complete);
      await settle();
    },
  };
}

/** Types: the document changes, the question before is dropped, and the editor asks anew. */
class Typist {
  readonly #fixture: CompleterFixture;
  #last: AbortController | undefined;
  #marked: string;

  constructor(fixture: CompleterFixture, marked: string) {
    this.#fixture = fixture;
    this.#marked = marked;
  }

  ask(changes: Partial<InlineQuery> = {}) {
    this.#last = new AbortController();
    return this.#fixture.completer.complete(inlineQuery(this.#marked, changes), this.#last.signal);
  }

  type(text: string) {
    const query = inlineQuery(this.#marked);
    this.#last?.abort();
    this.#fixture.completer.documentEdited({
      path: query.path,
      start: query.prefix.length,
      removed: 0,
      text,
    });
    this.#marked = this.#marked.replace("█", `${text}█`);
  }

  leave() {
    this.#last?.abort();
  }
}

const start = "def add(a, b):\n    return █\n";

function fixtureWith(answers: readonly ScriptedAnswer[], settings: Partial<SettingValues> = {}) {
  const fixture = completerFixture({ answers, settings: { "completion.debounceMs": 0, ...settings } });
  return { fixture, typist: new Typist(fixture, start), calls: fixture.model.calls };
}

test("typing what streams in keeps the request, and its rest is shown", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  await answer.says("a - ");
  typist.type("a");
  const next = typist.ask();
  await answer.says("b");
  await answer.ends();
  expect(await next).toMatchObject({
    suggestions: [{ text: " - b" }],
    calledModel: false,
    callSaved: "inFlight",
  });
  expect(calls).toHaveLength(1);
});

test("typing before anything came keeps the request while what comes agrees", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([answer.script, says("never asked")]);
  void typist.ask();
  await settle();
  typist.type("a");
  const next = typist.ask();
  await answer.says("a - b");
  await answer.ends();
  expect((await next).suggestions).toMatchObject([{ text: " - b" }]);
  expect(calls).toHaveLength(1);
});

test("typing otherwise ends the request at once, before the editor asks again", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  await answer.says("a - ");
  typist.type("b");
  expect(calls[0]!.signal.aborted).toBe(true);
});

test("what comes otherwise than was typed meanwhile is asked for anew", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([answer.script, says(" + 1")]);
  void typist.ask();
  await settle();
  typist.type("b");
  const next = typist.ask();
  await answer.says("a - ");
  expect((await next).suggestions).toMatchObject([{ text: " + 1" }]);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test("leaving ends the request", async () => {
  const answer = slowAnswer();
  const { fixture, typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  typist.leave();
  await fixture.clock.advance(8);
  expect(calls[0]!.signal.aborted).toBe(true);
  expect(fixture.clock.pending).toBe(0);
});

test("a change elsewhere in the document ends the request", async () => {
  const answer = slowAnswer();
  const { fixture, typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  fixture.completer.documentEdited({ path: inlineQuery(start).path, start: 0, removed: 1, text: "" });
  expect(calls[0]!.signal.aborted).toBe(true);
});

test("a change of another document does not", async () => {
  const answer = slowAnswer();
  const { fixture, typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  fixture.completer.documentEdited({ path: "/app/other.py", start: 0, removed: 1, text: "" });
  expect(calls[0]!.signal.aborted).toBe(false);
});

test("a request that typing agrees with ends when nobody asks again", async () => {
  const answer = slowAnswer();
  const { fixture, typist, calls } = fixtureWith([answer.script]);
  void typist.ask();
  await settle();
  typist.type("a");
  await fixture.clock.advance(399);
  expect(calls[0]!.signal.aborted).toBe(false);
  await fixture.clock.advance(1);
  expect(calls[0]!.signal.aborted).toBe(true);
});

const ahead: Partial<SettingValues> = { "completion.prefetch": "loopback" };

test("what follows a shown suggestion is asked for while it is shown, and is there when it is accepted", async () => {
  const { fixture, typist, calls } = fixtureWith([says("a - b"), says(" * c")], ahead);
  expect((await typist.ask()).suggestions).toMatchObject([{ text: "a - b" }]);
  await settle();
  expect(calls).toHaveLength(2);
  expect(JSON.parse(calls[1]!.request.body)).toMatchObject({
    prompt: expect.stringMatching(/return a - b$/),
  });
  expect(fixture.completer.lastContext()?.task).toBe("inline");
  expect(fixture.completer.lastLookAhead()?.task).toBe("prefetch");
  typist.type("a - b");
  expect(await typist.ask()).toMatchObject({ suggestions: [{ text: " * c" }], callSaved: "cached" });
});

test("what is still coming when the suggestion is accepted is waited for", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([says("a - b"), answer.script, says("")], ahead);
  await typist.ask();
  await settle();
  typist.type("a - b");
  const next = typist.ask();
  await answer.says(" * c");
  await answer.ends();
  expect(await next).toMatchObject({ suggestions: [{ text: " * c" }], callSaved: "inFlight" });
  expect(calls.filter(({ request }) => request.context.task === "inline")).toHaveLength(1);
});

test("typing otherwise than the suggestion ends looking ahead", async () => {
  const answer = slowAnswer();
  const { typist, calls } = fixtureWith([says("a - b"), answer.script], ahead);
  await typist.ask();
  await settle();
  typist.type("a");
  expect(calls[1]!.signal.aborted).toBe(false);
  typist.type("b");
  expect(calls[1]!.signal.aborted).toBe(true);
});

test.each<[what: string, settings: Partial<SettingValues>, calls: number]>([
  ["a model on this machine", ahead, 2],
  [
    "any model, as set",
    { ...ahead, "completion.prefetch": "always", "model.endpoint": "https://api.example.org/v1" },
    2,
  ],
  ["a model elsewhere", { ...ahead, "model.endpoint": "https://api.example.org/v1" }, 1],
  ["never, as set", { "completion.prefetch": "never" }, 1],
])("looks ahead: %s", async (_what, settings, expected) => {
  const { typist, calls } = fixtureWith([says("a - b"), says("")], settings);
  await typist.ask();
  await settle();
  expect(calls).toHaveLength(expected);
});

test("nothing is looked for after a finished statement, or behind what the built-in engine is sure of", async () => {
  const done = completerFixture({
    answers: [says("a - b;")],
    settings: { ...ahead, "completion.debounceMs": 0 },
  });
  await completeAfter(done, inlineQuery(start));
  const sure = completerFixture({ engine: { suggestions: [builtin("a + b", 0.9)] }, settings: ahead });
  await completeAfter(sure, inlineQuery(start));
  expect([done.model.calls.length, sure.model.calls.length]).toEqual([1, 0]);
});

test("not more than twenty looks ahead in a minute", async () => {
  const { fixture, calls } = fixtureWith([says("x")], ahead);
  for (let line = 0; line < 30; line++) {
    await completeAfter(fixture, inlineQuery(`${"#\n".repeat(line)}y = █\n`), 0);
    await settle();
  }
  expect(calls.filter(({ request }) => request.context.task === "prefetch")).toHaveLength(20);
});
