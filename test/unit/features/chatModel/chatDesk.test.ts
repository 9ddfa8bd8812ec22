import { expect, test } from "vitest";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import { ChatDesk } from "../../../../src/features/chatModel/chatDesk.ts";
import { Egress } from "../../../../src/features/completion/egress.ts";
import { EndpointMemory } from "../../../../src/features/completion/endpointMemory.ts";
import { OpenAiModel } from "../../../../src/node/model/openAiModel.ts";
import type { ChatEnd, ChatRequest } from "../../../../src/ports/chatModel.ts";
import type { LanguageModel } from "../../../../src/ports/languageModel.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { chatImage } from "../../../support/images.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { memorySecrets } from "../../../support/memorySecrets.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";
import {
  fault,
  type ScriptedConversation,
  ScriptedLanguageModel,
} from "../../../support/scriptedLanguageModel.ts";
import type { ChatBehaviourName } from "../../../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../../../support/scriptedModel/scriptedModel.ts";

interface DeskOptions {
  readonly settings?: Partial<SettingValues>;
  readonly isTrusted?: boolean;
  readonly model?: Pick<LanguageModel, "converse">;
  readonly ignored?: readonly string[];
}

function deskWith({ settings = {}, isTrusted = true, model, ignored = [] }: DeskOptions = {}) {
  const clock = new FakeClock();
  const { log, lines } = memoryLog();
  const scripted = new ScriptedLanguageModel();
  const memory = memorySettings({
    "model.endpoint": "http://127.0.0.1:4000/v1",
    "model.name": "scripted",
    ...settings,
  });
  let trusted = isTrusted;
  const trust = { isTrusted: () => trusted, onGranted: () => ({ dispose() {} }) };
  const engine = scriptedEngine({ ignored });
  const desk = new ChatDesk({
    model: model ?? scripted,
    egress: new Egress({ engine, settings: memory.settings, log }),
    memory: new EndpointMemory(),
    settings: memory.settings,
    secrets: memorySecrets({}).secrets,
    trust,
    clock,
    log,
  });
  const distrust = () => {
    trusted = false;
  };
  return { desk, scripted, clock, set: memory.set, lines, distrust };
}

const tools = [{ name: "search", description: "Searches", parameters: { type: "object" } }];
const request = (changes: Partial<ChatRequest> = {}): ChatRequest => ({
  task: "chat",
  messages: [
    { role: "system", pieces: [{ text: "Answer." }] },
    { role: "user", pieces: [{ text: "Where?" }] },
  ],
  ...changes,
});

async function ask(desk: ChatDesk, asked = request(), signal = new AbortController().signal) {
  let text = "";
  let reasoning = "";
  const end = await desk.ask(
    asked,
    {
      onText: (piece) => {
        text += piece;
      },
      onReasoning: (piece) => {
        reasoning += piece;
      },
    },
    signal,
  );
  return { end, text, reasoning };
}

const failing = (kind: Parameters<typeof fault>[0], retryAfterMs?: number): ScriptedConversation => ({
  end: { kind: "failed", fault: fault(kind, retryAfterMs) },
});

test("thoughts are told apart from the answer, and tokens are estimated where nobody counts", async () => {
  const { desk, scripted } = deskWith();
  scripted.conversation = () => ({ reasoning: ["hm "], pieces: ["<thi", "nk>so</think>\n", "In a.ts."] });
  const { end, text, reasoning } = await ask(desk);
  expect({ text, reasoning }).toEqual({ text: "In a.ts.", reasoning: "hm so" });
  expect(end).toMatchObject({
    kind: "answered",
    text: "In a.ts.",
    finish: "stop",
    usage: { isEstimated: true },
  });
  expect(end.kind === "answered" && end.usage.promptTokens).toBeGreaterThan(2);
});

test.each<[name: string, options: DeskOptions, end: Partial<ChatEnd>]>([
  ["no endpoint", { settings: { "model.endpoint": "" } }, { kind: "unset" }],
  ["no trust", { isTrusted: false }, { kind: "untrusted" }],
  ["no address", { settings: { "model.endpoint": "ftp://x" } }, { kind: "failed" }],
  ["no model's name", { settings: { "model.name": "" } }, { kind: "failed" }],
])("with %s nothing is sent", async (_name, options, expected) => {
  const { desk, scripted } = deskWith(options);
  expect((await ask(desk)).end).toMatchObject(expected);
  expect(scripted.conversed).toEqual([]);
});

test("trust that was lost while files were judged stops the request", async () => {
  const { desk, scripted, distrust } = deskWith();
  const asked = ask(desk);
  distrust();
  expect((await asked).end).toEqual({ kind: "untrusted" });
  expect(scripted.conversed).toEqual([]);
});

test("files are judged anew for each request, those of earlier messages included", async () => {
  const { desk, scripted, set } = deskWith({ ignored: ["/w/out.ts"] });
  const piece = (path: string) => ({ text: `TEXT OF ${path}`, sources: [{ path, isLibrary: false }] });
  const asked = request({
    messages: [
      { role: "user", pieces: [{ text: "q" }, piece("/w/a.ts"), piece("/w/out.ts"), piece("/w/.env")] },
      { role: "assistant", pieces: [{ text: "a" }] },
      { role: "user", pieces: [{ text: "more" }] },
    ],
  });
  await ask(desk, asked);
  set({ "privacy.exclude": ["**/a.ts"] });
  await ask(desk, asked);
  const [first, second] = scripted.conversed.map(({ request: { body } }) => body);
  expect(first).toContain("TEXT OF /w/a.ts");
  expect(first).not.toMatch(/TEXT OF \/w\/(?:out|\.env)/);
  expect(second).not.toContain("TEXT OF");
  expect(desk.lastContext()).toMatchObject({
    task: "chat",
    outcome: "complete",
    withheld: [
      { path: "/w/a.ts", reason: "excluded" },
      { path: "/w/out.ts", reason: "ignored" },
      { path: "/w/.env", reason: "secretFile" },
    ],
  });
});

test("a question about nothing but files that may not be sent is not asked", async () => {
  const { desk, scripted } = deskWith();
  const pieces = [{ text: "q" }, { text: "X", sources: [{ path: "/w/.env", isLibrary: false }] }];
  expect((await ask(desk, request({ messages: [{ role: "user", pieces }] }))).end).toEqual({
    kind: "withheld",
    reason: "secretFile",
  });
  expect(scripted.conversed).toEqual([]);
});

test("repair asks its own model; each has the name that a person gave it", async () => {
  const { desk, scripted } = deskWith({ settings: { "repair.model": "mender" } });
  await ask(desk, request({ task: "repair" }));
  expect(scripted.conversed[0]!.endpoint.model).toBe("mender");
  expect([desk.nameOf("chat"), desk.nameOf("repair")]).toEqual(["scripted", "mender"]);
  expect(desk.lastContext()?.task).toBe("repair");
});

test("a server that asked to wait is not asked before; one that failed is", async () => {
  const { desk, scripted, clock } = deskWith();
  scripted.conversation = (_request, at) =>
    at === 0 ? failing("rateLimited", 7_000) : failing("serverError");
  await ask(desk);
  expect((await ask(desk)).end).toMatchObject({
    kind: "failed",
    fault: { kind: "rateLimited", nextStep: expect.stringMatching(/ask again in 7 s/) },
  });
  expect(scripted.conversed).toHaveLength(1);
  await clock.advance(7_001);
  await ask(desk);
  await ask(desk);
  expect(scripted.conversed).toHaveLength(3);
});

test("a conversation that is too long is asked again shorter, and shorter from then on", async () => {
  const { desk, scripted } = deskWith({ settings: { "chat.contextTokens": 4000 } });
  scripted.conversation = (_request, at) => (at < 2 ? failing("contextTooLong") : { pieces: ["ok"] });
  const long = request({ messages: [{ role: "user", pieces: [{ text: "word ".repeat(5000) }] }] });
  expect((await ask(desk, long)).end).toMatchObject({ kind: "answered", text: "ok" });
  await ask(desk, long);
  const sizes = scripted.conversed.map(({ request: { body } }) => body.length);
  expect(sizes[1]).toBeLessThan(sizes[0]! * 0.6);
  expect(sizes[2]).toBeLessThan(sizes[1]! * 0.6);
  expect(sizes[3]).toBe(sizes[2]);
});

test("one that is too long however short it is ends with the fault", async () => {
  const { desk, scripted } = deskWith({ settings: { "chat.contextTokens": 4000 } });
  scripted.conversation = () => failing("contextTooLong");
  expect((await ask(desk)).end).toMatchObject({ kind: "failed", fault: { kind: "contextTooLong" } });
  expect(scripted.conversed).toHaveLength(3);
});

test("calls without ids, or with one that was used, get ids of their own", async () => {
  const { desk, scripted } = deskWith();
  const calls = ["", "", "used", "own"].map((id) => ({ id, name: "search", argumentsText: "{}" }));
  scripted.conversation = () => ({
    end: { kind: "complete", finishReason: "tools", toolCalls: calls, usage: undefined },
  });
  const { end } = await ask(
    desk,
    request({
      messages: [
        { role: "user", pieces: [{ text: "q" }] },
        { role: "assistant", pieces: [], toolCalls: [{ id: "used", name: "search", argumentsText: "{}" }] },
        { role: "tool", callId: "used", pieces: [{ text: "r" }] },
      ],
      tools,
    }),
  );
  const ids = end.kind === "answered" ? end.toolCalls.map(({ id }) => id) : [];
  expect(new Set([...ids, "used", ""]).size).toBe(6);
  expect(ids[3]).toBe("own");
});

/** Asks a scripted endpoint over HTTP. */
async function askBehaviour(behaviour: ChatBehaviourName, asked: ChatRequest) {
  const server = await ScriptedModel.start({ behaviour });
  const { desk } = deskWith({ settings: { "model.endpoint": server.baseUrl }, model: new OpenAiModel() });
  const first = await ask(desk, asked);
  const again = await ask(desk, asked);
  await server.stop();
  return { desk, first, again, requests: server.requests.length };
}

test.each<ChatBehaviourName>(["refusesUsage", "refusesTemperature", "refusesMaxTokens", "refusesSystem"])(
  "what an endpoint %s is left out once that is known",
  async (behaviour) => {
    const { first, again, requests } = await askBehaviour(behaviour, request());
    expect(first.end).toMatchObject({ kind: "answered", text: "plain" });
    expect(again.end).toMatchObject({ kind: "answered", text: "plain" });
    expect(requests).toBe(3);
  },
);

test.each<ChatBehaviourName>([
  "refusesToolsAsOllama",
  "refusesToolsAsLlamaCpp",
  "refusesToolsAsVllm",
  "refusesToolsAsRouter",
])("an endpoint that %s is asked without tools from then on", async (behaviour) => {
  const { desk, first, again, requests } = await askBehaviour(behaviour, request({ tools }));
  expect(first.end.kind).toBe("failed");
  expect(desk.takesTools("chat")).toBe(false);
  expect(again.end).toMatchObject({ kind: "answered", text: "plain" });
  expect(requests).toBe(2);
});

test("native calls come whole, with the server's count", async () => {
  const { first, desk } = await askBehaviour("chatTurn", request({ tools }));
  expect(first).toMatchObject({ text: "I look.", reasoning: "Where is it?" });
  expect(first.end).toMatchObject({
    finish: "tools",
    toolCalls: [
      { name: "search", argumentsText: '{"query":"x"}' },
      { name: "search", argumentsText: '{"query":"x"}' },
    ],
    usage: { promptTokens: 11, answerTokens: 7, isEstimated: false },
  });
  expect(desk.takesTools("chat")).toBe(true);
});

const withImage = request({
  messages: [{ role: "user", pieces: [{ text: "shot.png", image: chatImage() }, { text: "Why?" }] }],
});

test("a model that refuses images is sent none from then on, and both times it is said what to do", async () => {
  const { desk, first, again, requests } = await askBehaviour("refusesImages", withImage);
  expect(first.end).toMatchObject({ kind: "failed", fault: { kind: "noImages" } });
  expect(first.end.kind === "failed" && first.end.fault.message).toMatch(
    /^scripted takes no images .*certain models/,
  );
  expect(again.end).toMatchObject({ kind: "failed", fault: { kind: "noImages" } });
  expect(again.end.kind === "failed" && again.end.fault.message).toMatch(/refused images before/);
  expect(requests).toBe(1);
  expect(desk.takesImages("chat")).toBe(false);
  expect(desk.lastContext()?.outcome).toMatch(/takes no images/);
});

test("the setting sends images to a model that refused them, or none at all", async () => {
  const server = await ScriptedModel.start({ behaviour: "refusesImages" });
  const { desk, set } = deskWith({
    settings: { "model.endpoint": server.baseUrl },
    model: new OpenAiModel(),
  });
  await ask(desk, withImage);
  set({ "chat.images": "on" });
  expect(desk.takesImages("chat")).toBe(true);
  await ask(desk, withImage);
  expect(server.requests.length).toBe(2);
  server.behaviour = "answer";
  expect((await ask(desk, withImage)).end.kind).toBe("answered");
  set({ "chat.images": "off" });
  expect((await ask(desk, withImage)).end).toMatchObject({
    fault: { message: "No image is sent: touchstone.chat.images is off" },
  });
  expect((await ask(desk)).end.kind).toBe("answered");
  await server.stop();
  expect(server.requests.length).toBe(4);
});
