import { expect, test } from "vitest";
import { headerNamesOf } from "../../../../src/core/prompt/headerNames.ts";
import { OpenAiModel } from "../../../../src/node/model/openAiModel.ts";
import type { ConverseEnd } from "../../../../src/ports/languageModel.ts";
import { type BehaviourName, behaviourNames } from "../../../support/scriptedModel/behaviours.ts";
import { type ChatBehaviourName, chatBehaviours } from "../../../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../../../support/scriptedModel/scriptedModel.ts";
import { sealedChat } from "../../../support/sealedChat.ts";

const answer = "It is in a.ts.\nSee there: 𝟙";
const half = answer.slice(0, Math.ceil(answer.length / 2));
const key = ["chat", "wire", "key", "0123456789"].join("-");
const patient = { firstByteMs: 50_000, idleMs: 50_000, totalMs: 55_000 };
const hasty = { firstByteMs: 250, idleMs: 150, totalMs: 15_000 };
const noData = { firstByteMs: 5_000, idleMs: 150, totalMs: 15_000 };
const brief = { firstByteMs: 50_000, idleMs: 50_000, totalMs: 4_000 };

interface Expected {
  /** `complete stop`, `failed stalled`, `incomplete cut`, ... */
  readonly end: string;
  readonly text?: string;
  readonly reasoning?: string;
  /** `name arguments` of each call. */
  readonly calls?: readonly string[];
  readonly usage?: Extract<ConverseEnd, { kind: "complete" }>["usage"];
  readonly deadlines?: typeof patient;
}

/** Asks a server that behaves so, and compares how the conversation's request ends; no sentence holds the key. */
async function check(behaviour: BehaviourName | ChatBehaviourName, expected: Expected): Promise<void> {
  const server = await ScriptedModel.start({ behaviour, answer, delayMs: 20 });
  try {
    const endpoint = { baseUrl: server.baseUrl, model: "scripted", headers: {}, apiKey: key };
    let text = "";
    let reasoning = "";
    const end = await new OpenAiModel().converse(
      endpoint,
      sealedChat({ baseUrl: server.baseUrl, headerNames: headerNamesOf({}, true) }),
      expected.deadlines ?? patient,
      {
        onText: (piece) => {
          text += piece;
        },
        onReasoning: (piece) => {
          reasoning += piece;
        },
      },
      new AbortController().signal,
    );
    const detail = end.kind === "complete" ? end.finishReason : "fault" in end ? end.fault.kind : "";
    expect(`${end.kind} ${detail}`).toBe(expected.end);
    if (expected.text !== undefined) expect(text).toBe(expected.text);
    if (expected.reasoning !== undefined) expect(reasoning).toBe(expected.reasoning);
    if (end.kind === "complete") {
      expect(end.toolCalls.map(({ name, argumentsText }) => `${name} ${argumentsText}`)).toEqual(
        expected.calls ?? [],
      );
      if ("usage" in expected) expect(end.usage).toEqual(expected.usage);
    }
    if (!("fault" in end)) return;
    expect(JSON.stringify(end.fault)).not.toContain(key);
    expect(end.fault.nextStep).not.toMatch(/touchstone\.completion|built-in engine/);
  } finally {
    await server.stop();
  }
}

const whole = (end = "complete stop"): Expected => ({ end, text: answer });
const failed = (kind: string): Expected => ({ end: `failed ${kind}`, text: "" });
const broken = (kind: string): Expected => ({ end: `incomplete ${kind}`, text: half });

const rows: Readonly<Record<BehaviourName, Expected>> = {
  answer: whole(),
  empty: { end: "complete stop", text: "" },
  length: whole("complete length"),
  contentFilter: broken("rejected"),
  slow: whole(),
  stallBeforeHeaders: { ...failed("firstByteTimeout"), deadlines: hasty },
  stallAfterHeaders: { ...failed("stalled"), deadlines: noData },
  stallMidStream: { ...broken("stalled"), deadlines: { ...patient, idleMs: 3_000 } },
  comments: { ...failed("stalled"), deadlines: noData },
  commentsMidStream: { ...broken("stalled"), deadlines: { ...patient, idleMs: 3_000 } },
  drip: { end: "incomplete totalTimeout", deadlines: brief },
  stallInError: { ...failed("firstByteTimeout"), deadlines: hasty },
  finBeforeHeaders: failed("disconnected"),
  resetBeforeHeaders: failed("disconnected"),
  finMidStream: broken("cut"),
  resetMidStream: broken("cut"),
  eofWithoutFinish: broken("cut"),
  eofInEvent: broken("cut"),
  eofWithoutData: failed("cut"),
  lastEventUnended: whole(),
  doneOnly: whole("complete unstated"),
  doneWithSpace: whole("complete unstated"),
  noDone: whole(),
  lingerAfterDone: whole(),
  lingerAfterFinish: whole(),
  garbageAfterFinish: whole(),
  malformed: broken("protocol"),
  singleNewlines: failed("protocol"),
  eventWithoutData: whole(),
  errorInStream: broken("serverError"),
  errorEvent: broken("serverError"),
  crlf: whole(),
  carriageReturns: whole(),
  bom: whole(),
  noSpace: whole(),
  splitBytes: whole(),
  invalidUtf8: { end: "complete stop" },
  oddChunks: { ...whole(), reasoning: "hm" },
  endlessLine: failed("tooLarge"),
  endlessEvent: failed("tooLarge"),
  endlessText: { end: "incomplete tooLarge" },
  endlessComments: failed("tooLarge"),
  hugeEvent: failed("tooLarge"),
  html: failed("webPage"),
  htmlAsEvents: failed("webPage"),
  wholeJson: whole(),
  jsonError: failed("serverError"),
  jsonErrorText: failed("modelMissing"),
  jsonWithoutChoices: failed("protocol"),
  jsonCut: failed("protocol"),
  jsonLines: failed("protocol"),
  plainText: failed("protocol"),
  notHttp: failed("protocol"),
  redirectHere: failed("redirected"),
  redirectAway: failed("redirected"),
  redirectSeeOther: failed("redirected"),
  keyRejected: failed("keyRejected"),
  forbidden: failed("forbidden"),
  modelMissing: failed("modelMissing"),
  notFoundPage: failed("notFound"),
  contextTooLong: failed("contextTooLong"),
  badRequest: failed("rejected"),
  payloadTooLarge: failed("contextTooLong"),
  unprocessable: failed("rejected"),
  timeout408: failed("serverError"),
  conflict: failed("serverError"),
  rateLimited: failed("rateLimited"),
  rateLimitedLong: failed("rateLimited"),
  quota: failed("quota"),
  paymentRequired: failed("quota"),
  serverError: failed("serverError"),
  badGateway: failed("serverError"),
  busy: failed("serverError"),
  overloaded: failed("serverError"),
};

const one = 'search {"query":"x"}';
const counted = { promptTokens: 11, answerTokens: 7 };
const plain: Expected = { end: "complete stop", text: "plain" };
const chatRows: Readonly<Record<ChatBehaviourName, Expected>> = {
  chatTurn: {
    end: "complete tools",
    text: "I look.",
    reasoning: "Where is it?",
    calls: [one, one],
    usage: counted,
  },
  chatUsageWithFinish: { end: "complete stop", text: "hi", usage: counted },
  chatLingering: { end: "complete stop", text: "hi", usage: undefined },
  chatBrokenAfterFinish: { end: "complete stop", text: "hi", usage: undefined },
  chatContentParts: { end: "complete stop", text: "hi" },
  // Tags are told from the answer behind the wire.
  chatThinkTags: { end: "complete stop", text: "<think>Where?</think>\n\nhi" },
  chatReasoningField: { end: "complete stop", text: "hi", reasoning: "Where?" },
  toolsWithoutIndex: { end: "complete tools", calls: [one, "read {}"] },
  toolsAllZero: { end: "complete tools", calls: [one, "read {}"] },
  toolsWithoutIds: { end: "complete tools", calls: [one, "read {}"] },
  toolsWithoutAnything: { end: "complete tools", calls: [one, "read {}"] },
  toolsAsObjects: { end: "complete tools", calls: [one] },
  toolsSaidTwice: { end: "complete tools", calls: [one] },
  toolsSaidFromTheStart: { end: "complete tools", calls: [one] },
  toolsNamedInPieces: { end: "complete tools", calls: [one] },
  toolsBrokenArguments: { end: "complete tools", calls: ['search {"query": "x'] },
  toolsOldStyle: { end: "complete tools", calls: [one] },
  toolsEndedAsStop: { end: "complete tools", calls: [one] },
  toolsOdd: { end: "complete stop", text: "hi" },
  toolsCut: { end: "failed cut" },
  toolsEndless: { end: "failed tooLarge" },
  toolsWhole: { end: "complete tools", calls: [one], usage: counted },
  refusesToolsAsOllama: failed("rejected"),
  refusesToolsAsLlamaCpp: failed("serverError"),
  refusesToolsAsVllm: failed("rejected"),
  refusesToolsAsRouter: failed("notFound"),
  refusesImages: plain,
  refusesUsage: failed("rejected"),
  refusesTemperature: failed("rejected"),
  refusesMaxTokens: failed("rejected"),
  refusesSystem: failed("rejected"),
  refusesLength: plain,
};

test.each(behaviourNames)("conversation: %s", (name) => check(name, rows[name]));
test.each(Object.keys(chatBehaviours) as ChatBehaviourName[])("conversation: %s", (name) =>
  check(name, chatRows[name]),
);

test("stopping closes the connection", async () => {
  const server = await ScriptedModel.start({ behaviour: "drip", delayMs: 5 });
  const closed = new Promise<void>((resolve) => server.onClose(resolve));
  const controller = new AbortController();
  const { baseUrl } = server;
  const asked = new OpenAiModel().converse(
    { baseUrl, model: "scripted", headers: {}, apiKey: undefined },
    sealedChat({ baseUrl }),
    patient,
    { onText: () => controller.abort(), onReasoning: () => undefined },
    controller.signal,
  );
  expect(await asked).toEqual({ kind: "aborted" });
  await closed;
  await server.stop();
});

test("what was not sealed is not sent", async () => {
  const server = await ScriptedModel.start();
  const { baseUrl } = server;
  const sealed = sealedChat({ baseUrl });
  const forged = { url: sealed.url, body: sealed.body, context: sealed.context };
  const end = await new OpenAiModel().converse(
    { baseUrl, model: "scripted", headers: {}, apiKey: undefined },
    forged as never,
    patient,
    { onText: () => undefined, onReasoning: () => undefined },
    new AbortController().signal,
  );
  expect(end).toMatchObject({ kind: "failed", fault: { kind: "protocol" } });
  expect(server.requests).toEqual([]);
  await server.stop();
});
