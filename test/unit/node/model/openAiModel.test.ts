import { afterEach, beforeEach, expect, test } from "vitest";
import { headerNamesOf } from "../../../../src/core/prompt/headerNames.ts";
import { SafeEmbedding } from "../../../../src/core/prompt/safeEmbedding.ts";
import { OpenAiModel } from "../../../../src/node/model/openAiModel.ts";
import type { ModelEndpoint } from "../../../../src/ports/languageModel.ts";
import type { BehaviourName } from "../../../support/scriptedModel/behaviours.ts";
import { ScriptedModel } from "../../../support/scriptedModel/scriptedModel.ts";
import { sealedRequest } from "../../../support/sealedRequest.ts";

const deadlines = { firstByteMs: 50_000, idleMs: 50_000, totalMs: 55_000 };
const key = ["model", "test", "key"].join("-");
const anySignal = (): AbortSignal => new AbortController().signal;

let server: ScriptedModel;
beforeEach(async () => {
  server = await ScriptedModel.start({ answer: "one two three four" });
});
afterEach(() => server.stop());

const endpointOf = (changes: Partial<ModelEndpoint> = {}): ModelEndpoint => ({
  baseUrl: server.baseUrl,
  model: "scripted",
  headers: {},
  apiKey: undefined,
  ...changes,
});

interface Asked {
  readonly endpoint?: Partial<ModelEndpoint>;
  readonly onText?: (piece: string) => boolean;
  readonly signal?: AbortSignal;
}

function ask({ endpoint: changes = {}, onText = () => true, signal = anySignal() }: Asked = {}) {
  const endpoint = endpointOf(changes);
  const headerNames = headerNamesOf(endpoint.headers, endpoint.apiKey !== undefined);
  const request = sealedRequest({ baseUrl: endpoint.baseUrl, headerNames });
  return { request, end: new OpenAiModel().stream(endpoint, request, deadlines, onText, signal) };
}

test("the body goes out byte for byte, with the recorded headers and no others", async () => {
  const { request, end } = ask({ endpoint: { apiKey: key, headers: { "X-Team": "blue", Host: "evil" } } });
  expect(await end).toEqual({ kind: "complete", finishReason: "stop" });
  const [seen] = server.requests;
  expect(seen!.body).toBe(request.body);
  expect(seen!.url).toBe("/v1/completions");
  const transport = [
    "connection",
    "content-length",
    "host",
    "accept-encoding",
    "accept-language",
    "sec-fetch-mode",
  ];
  const names = Object.keys(seen!.headers).filter((name) => !transport.includes(name));
  expect(names.sort()).toEqual(request.context.headerNames);
  expect(seen!.headers).toMatchObject({
    authorization: `Bearer ${key}`,
    "x-team": "blue",
    "user-agent": "Touchstone",
    host: new URL(server.origin).host,
  });
});

test("without a key no authorization goes out, whatever the environment holds", async () => {
  const before = process.env["OPENAI_API_KEY"];
  process.env["OPENAI_API_KEY"] = key;
  try {
    await ask().end;
  } finally {
    if (before === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = before;
  }
  expect(server.requests[0]!.headers["authorization"]).toBeUndefined();
  expect(JSON.stringify(server.requests)).not.toContain(key);
});

test("fetch is read when called, so that an editor's own is used", async () => {
  const original = globalThis.fetch;
  let calls = 0;
  globalThis.fetch = (...args) => {
    calls++;
    return original(...args);
  };
  try {
    await ask().end;
  } finally {
    globalThis.fetch = original;
  }
  expect(calls).toBe(1);
});

test("enough text ends the request", async () => {
  const pieces: string[] = [];
  const onText = (piece: string): boolean => pieces.push(piece) < 1;
  expect(await ask({ onText }).end).toEqual({ kind: "complete", finishReason: "stop" });
  expect(pieces).toHaveLength(1);
});

test("an abort ends the request at once and delivers nothing more", async () => {
  server.behaviour = "endlessText";
  const typing = new AbortController();
  let piecesAfter = 0;
  const onText = (): boolean => {
    if (typing.signal.aborted) piecesAfter++;
    typing.abort();
    return true;
  };
  expect(await ask({ onText, signal: typing.signal }).end).toEqual({ kind: "aborted" });
  expect(piecesAfter).toBe(0);
});

test("an abort before the request sends nothing", async () => {
  const typing = new AbortController();
  typing.abort();
  expect(await ask({ signal: typing.signal }).end).toEqual({ kind: "aborted" });
  expect(server.requests).toHaveLength(0);
});

test("a request that was not sealed is not sent", async () => {
  const forged = { ...sealedRequest({ baseUrl: server.baseUrl }) } as never;
  const end = await new OpenAiModel().stream(endpointOf(), forged, deadlines, () => true, anySignal());
  expect(end.kind).toBe("failed");
  expect(server.requests).toHaveLength(0);
});

test("a key that no header can carry is a fault that does not tell it", async () => {
  const end = await ask({ endpoint: { apiKey: `${key}\nx` } }).end;
  expect(end).toMatchObject({ kind: "failed", fault: { kind: "keyRejected" } });
  expect(JSON.stringify(end)).not.toContain(key);
  expect(server.requests).toHaveLength(0);
});

test("a header value that cannot be sent is a fault that names the setting", async () => {
  const end = await ask({ endpoint: { headers: { "x-team": "bl\nue" } } }).end;
  expect(end).toMatchObject({ kind: "failed", fault: { nextStep: "Correct touchstone.model.headers" } });
});

test.each<BehaviourName>(["redirectAway", "redirectHere", "redirectSeeOther"])(
  "neither prompt nor key follows %s",
  async (behaviour) => {
    const other = await ScriptedModel.start();
    try {
      server.behaviour = behaviour;
      server.options = { ...server.options, redirectTo: `${other.baseUrl}/completions` };
      const end = await ask({ endpoint: { apiKey: key } }).end;
      expect(end).toMatchObject({ kind: "failed", fault: { kind: "redirected" } });
      expect(server.requests).toHaveLength(1);
      expect(other.requests).toHaveLength(0);
    } finally {
      await other.stop();
    }
  },
);

/** What the list of models amounts to when the endpoint behaves so. */
async function checkModels(behaviour: BehaviourName | undefined, expected: object): Promise<void> {
  server.modelsBehaviour = behaviour;
  const listed = await new OpenAiModel().listModels(endpointOf({ apiKey: key }), deadlines, anySignal());
  expect(listed).toMatchObject(expected);
  expect(JSON.stringify(listed)).not.toContain(key);
}

test("models are listed", () => checkModels(undefined, { models: ["scripted", "scripted-other"] }));
test.each<[BehaviourName, string]>([
  ["keyRejected", "keyRejected"],
  ["notFoundPage", "notFound"],
  ["html", "webPage"],
  ["jsonError", "serverError"],
  ["jsonWithoutChoices", "protocol"],
  ["jsonCut", "protocol"],
  ["redirectAway", "redirected"],
  ["resetBeforeHeaders", "disconnected"],
  ["endlessComments", "tooLarge"],
])("a list of models that goes wrong: %s", (behaviour, kind) => checkModels(behaviour, { fault: { kind } }));

test("the scripted model changes at run time and lets in only its key", async () => {
  const control = (body: object) =>
    fetch(`${server.origin}/control`, { method: "POST", body: JSON.stringify(body) });
  expect((await control({ behaviour: "quota", answer: "x", delayMs: 1 })).status).toBe(200);
  expect((await ask().end).kind).toBe("failed");
  const refused = await control({ behaviour: "nonsense" });
  expect(refused.status).toBe(400);
  const state = (await (await fetch(`${server.origin}/control`)).json()) as {
    behaviour: string;
    requests: unknown[];
  };
  expect(state).toMatchObject({ behaviour: "quota" });
  expect(state.requests).toHaveLength(1);
});

function embed(texts: readonly string[]) {
  const endpoint = endpointOf();
  const headerNames = headerNamesOf({}, false);
  const drafts = texts.map((text) => ({ path: undefined, startLine: 0, endLine: 0, text }));
  const draft = { atMs: 0, baseUrl: endpoint.baseUrl, model: "scripted", headerNames, verdicts: new Map() };
  const request = SafeEmbedding.seal({ ...draft, texts: drafts });
  return new OpenAiModel().embed(endpoint, request!, deadlines, anySignal());
}

test("vectors come in the order of the texts, whatever the order of the answer", async () => {
  server.embedding = (text) => [text.length, 1];
  expect(await embed(["a", "bbb", "cc"])).toEqual({
    vectors: [
      [1, 1],
      [3, 1],
      [2, 1],
    ],
  });
  expect(server.requests[0]).toMatchObject({ method: "POST", url: "/v1/embeddings" });
});

test.each<[what: string, kind: string, answer: (text: string) => unknown]>([
  ["of two lengths", "protocol", (text) => Array.from({ length: text.length }, () => 1)],
  ["that are empty", "protocol", () => []],
  ["that are no numbers", "protocol", () => ["x"]],
  ["that are missing", "protocol", () => null],
])("vectors %s are a fault", async (_what, kind, answer) => {
  server.embedding = answer as (text: string) => readonly number[];
  expect(await embed(["a", "bb"])).toMatchObject({ fault: { kind } });
});

test.each<[BehaviourName, string]>([
  ["notFoundPage", "notFound"],
  ["keyRejected", "keyRejected"],
  ["serverError", "serverError"],
])("an endpoint that answers %s to embeddings", async (behaviour, kind) => {
  server.behaviour = behaviour;
  expect(await embed(["a"])).toMatchObject({ fault: { kind } });
});
