import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import type { FimFormatName } from "../../../../src/core/prompt/fimFormats.ts";
import { headerNamesOf } from "../../../../src/core/prompt/headerNames.ts";
import { OpenAiModel } from "../../../../src/node/model/openAiModel.ts";
import type { ModelEndpoint } from "../../../../src/ports/languageModel.ts";
import type { BehaviourName } from "../../../support/scriptedModel/behaviours.ts";
import { ScriptedModel } from "../../../support/scriptedModel/scriptedModel.ts";
import { sealedRequest } from "../../../support/sealedRequest.ts";

const answer = "sum = a + b  # Größe 𝟙\nreturn sum";
const half = answer.slice(0, Math.ceil(answer.length / 2));
const key = ["wire", "test", "key", "0123456789"].join("-");

const patient = { firstByteMs: 50_000, idleMs: 50_000, totalMs: 55_000 };
/** For rows in which nothing but a deadline ends the request. */
const hasty = { firstByteMs: 250, idleMs: 150, totalMs: 15_000 };
/** Long enough for headers on a busy machine, so that what is late is the data. */
const noData = { firstByteMs: 5_000, idleMs: 150, totalMs: 15_000 };
const brief = { firstByteMs: 50_000, idleMs: 50_000, totalMs: 4_000 };

interface Expected {
  /** `complete stop`, `failed stalled`, `incomplete cut`, ... */
  readonly end: string;
  readonly text?: string;
  /** Part of the sentences that a person reads. */
  readonly says?: RegExp;
  readonly retryAfterMs?: number;
  readonly deadlines?: typeof patient;
}

async function ask(endpoint: ModelEndpoint, format: FimFormatName, deadlines: typeof patient) {
  let text = "";
  const { baseUrl, model } = endpoint;
  const headerNames = headerNamesOf({}, true, endpoint.keyHeader);
  const end = await new OpenAiModel().stream(
    endpoint,
    sealedRequest({ baseUrl, model, format, headerNames }),
    deadlines,
    (piece) => {
      text += piece;
      return true;
    },
    new AbortController().signal,
  );
  return { text, end };
}

/** Asks a server that behaves so, and compares how the request ends; the key must be in no sentence. */
async function check(behaviour: BehaviourName, format: FimFormatName, expected: Expected): Promise<void> {
  const server = await ScriptedModel.start({ behaviour, answer, delayMs: 20 });
  try {
    const endpoint = { baseUrl: server.baseUrl, model: "scripted", headers: {}, apiKey: key };
    const { text, end } = await ask(endpoint, format, expected.deadlines ?? patient);
    const fault = "fault" in end ? end.fault : undefined;
    const detail = end.kind === "complete" ? end.finishReason : (fault?.kind ?? "");
    expect(`${end.kind} ${detail}`).toBe(expected.end);
    if (expected.text !== undefined) expect(text).toBe(expected.text);
    expect(server.requests).toHaveLength(1);
    if (fault === undefined) return;
    expect(`${fault.message}. ${fault.nextStep}`).toMatch(expected.says ?? /127\.0\.0\.1/);
    expect(JSON.stringify(fault)).not.toContain(key);
    expect(fault.message).not.toMatch(/<\w|\n| {2}/);
    expect(fault.message.length).toBeLessThan(330);
    expect(fault.retryAfterMs).toBe(expected.retryAfterMs);
  } finally {
    await server.stop();
  }
}

const whole = (end = "complete stop"): Expected => ({ end, text: answer });
const failed = (kind: string, says?: RegExp): Expected => ({
  end: `failed ${kind}`,
  text: "",
  ...(says ? { says } : {}),
});
const broken = (kind: string, says?: RegExp): Expected => ({
  end: `incomplete ${kind}`,
  text: half,
  ...(says ? { says } : {}),
});

const rows: readonly (readonly [BehaviourName, Expected])[] = [
  ["answer", whole()],
  ["empty", { end: "complete stop", text: "" }],
  ["length", whole("complete length")],
  ["contentFilter", broken("rejected", /content filter/)],
  ["slow", whole()],

  ["stallBeforeHeaders", { ...failed("firstByteTimeout", /did not answer in time/), deadlines: hasty }],
  ["stallAfterHeaders", { ...failed("stalled", /stalled/), deadlines: noData }],
  ["stallMidStream", { ...broken("stalled"), deadlines: { ...patient, idleMs: 3_000 } }],
  ["comments", { ...failed("stalled"), deadlines: noData }],
  ["commentsMidStream", { ...broken("stalled"), deadlines: { ...patient, idleMs: 3_000 } }],
  ["drip", { end: "incomplete totalTimeout", deadlines: brief }],
  ["stallInError", { ...failed("firstByteTimeout"), deadlines: hasty }],

  ["finBeforeHeaders", failed("disconnected", /closed the connection/)],
  ["resetBeforeHeaders", failed("disconnected", /closed the connection/)],
  ["finMidStream", broken("cut", /broke off/)],
  ["resetMidStream", broken("cut", /broke off/)],
  ["eofWithoutFinish", broken("cut")],
  ["eofInEvent", broken("cut")],
  ["eofWithoutData", failed("cut")],
  ["lastEventUnended", whole()],
  ["doneOnly", whole("complete unstated")],
  ["doneWithSpace", whole("complete unstated")],
  ["noDone", whole()],
  ["lingerAfterDone", whole()],
  ["lingerAfterFinish", whole()],
  ["garbageAfterFinish", whole()],

  ["malformed", broken("protocol", /not JSON/)],
  ["singleNewlines", failed("protocol", /not JSON|no completion stream/)],
  ["eventWithoutData", whole()],
  ["errorInStream", broken("serverError", /overheated/)],
  ["errorEvent", broken("serverError", /overheated/)],
  ["crlf", whole()],
  ["carriageReturns", whole()],
  ["bom", whole()],
  ["noSpace", whole()],
  ["splitBytes", whole()],
  ["invalidUtf8", { end: "complete stop" }],
  ["oddChunks", whole()],

  ["endlessLine", failed("tooLarge", /more than a completion/)],
  ["endlessEvent", failed("tooLarge")],
  ["endlessText", { end: "incomplete tooLarge" }],
  ["endlessComments", failed("tooLarge")],
  ["hugeEvent", failed("tooLarge")],

  ["html", failed("webPage", /web page/)],
  ["htmlAsEvents", failed("webPage", /web page/)],
  ["wholeJson", whole()],
  ["jsonError", failed("serverError", /overheated/)],
  ["jsonErrorText", failed("modelMissing", /not found/)],
  ["jsonWithoutChoices", failed("protocol", /no choices/)],
  ["jsonCut", failed("protocol", /not whole/)],
  ["jsonLines", failed("protocol", /lack data:/)],
  ["plainText", failed("protocol", /no data: lines/)],
  ["notHttp", failed("protocol")],

  ["redirectHere", failed("redirected", /to http:\/\/127\.0\.0\.1:\d+/)],
  ["redirectAway", failed("redirected", /to http:\/\/127\.0\.0\.1:9\b/)],
  ["redirectSeeOther", failed("redirected")],
  ["keyRejected", failed("keyRejected", /rejected the API key.*Set API Key/)],
  ["forbidden", failed("forbidden", /may not use this model/)],
  ["modelMissing", failed("modelMissing", /has no model "scripted"/)],
  ["notFoundPage", failed("notFound", /Please sign in.*\/v1/)],
  ["contextTooLong", failed("contextTooLong", /Maximum context length is 512/)],
  ["badRequest", failed("rejected", /Unknown parameter: suffix/)],
  ["payloadTooLarge", failed("contextTooLong")],
  ["unprocessable", failed("rejected", /extra fields not permitted/)],
  ["timeout408", failed("serverError")],
  ["conflict", failed("serverError")],
  ["rateLimited", { ...failed("rateLimited", /Slow down/), retryAfterMs: 7_000 }],
  ["rateLimitedLong", { ...failed("rateLimited"), retryAfterMs: 3_600_000 }],
  ["quota", failed("quota", /used up/)],
  ["paymentRequired", failed("quota")],
  ["serverError", failed("serverError", /overheated/)],
  ["badGateway", failed("serverError", /Please sign in/)],
  ["busy", { ...failed("serverError", /Loading model/), retryAfterMs: 2_000 }],
  ["overloaded", failed("serverError")],
];

test.each(rows)("completion: %s", (behaviour, expected) => check(behaviour, "suffix", expected));
test.each(rows)("chat: %s", (behaviour, expected) => check(behaviour, "chat", expected));

test.each<[format: FimFormatName, base: string, url: RegExp, header: "authorization" | "api-key"]>([
  ["infill", "/v1", /^\/infill$/, "authorization"],
  ["mistral", "/v1", /^\/v1\/fim\/completions$/, "authorization"],
  ["qwen", "/v1", /^\/v1\/completions$/, "authorization"],
  [
    "suffix",
    "/openai/deployments/scripted?api-version=2024-10-21",
    /^\/openai\/deployments\/scripted\/completions\?api-version=2024-10-21$/,
    "api-key",
  ],
])("the format %s at %s", async (format, base, url, keyHeader) => {
  for (const behaviour of ["answer", "length", "wholeJson"] as const) {
    const server = await ScriptedModel.start({ behaviour, answer, apiKey: key });
    const baseUrl = server.origin + base;
    const endpoint = { baseUrl, model: "scripted", headers: {}, apiKey: key, keyHeader };
    const { text, end } = await ask(endpoint, format, patient);
    await server.stop();
    const finishReason = behaviour === "length" ? "length" : "stop";
    expect(end).toMatchObject({
      kind: "complete",
      finishReason,
      ...(behaviour === "wholeJson" ? { isWhole: true } : {}),
    });
    expect(text).toBe(answer);
    expect(server.requests.map((request) => request.url)).toEqual([expect.stringMatching(url)]);
    expect(Object.keys(server.requests[0]!.headers)).toContain(keyHeader);
  }
});

test("every behaviour has a row", async () => {
  const { behaviourNames } = await import("../../../support/scriptedModel/behaviours.ts");
  expect(rows.map(([name]) => name).sort()).toEqual([...behaviourNames].sort());
});

/** Asks an address where no scripted model is, and expects this fault. */
async function checkAddress(baseUrl: string, kind: string): Promise<void> {
  const { end } = await ask({ baseUrl, model: "m", headers: {}, apiKey: key }, "suffix", patient);
  expect("fault" in end && end.fault.kind).toBe(kind);
}

test("nothing listens", async () => {
  const server = await ScriptedModel.start();
  const { baseUrl } = server;
  await server.stop();
  await checkAddress(baseUrl, "refused");
});
test("the port is one that no request may use", () => checkAddress("http://127.0.0.1:1/v1", "badUrl"));
test("the name does not resolve", () => checkAddress("http://nowhere.invalid/v1", "unknownHost"));
test("TLS is spoken to a plain server", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await checkAddress(`https://127.0.0.1:${port}/v1`, "tls").finally(() => server.close());
});
