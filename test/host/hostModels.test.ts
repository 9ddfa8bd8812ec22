/** Models of another extension, asked as chat, fix and edit ask them. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import { ChatDesk } from "../../src/features/chatModel/chatDesk.ts";
import { Egress } from "../../src/features/completion/egress.ts";
import { EndpointMemory } from "../../src/features/completion/endpointMemory.ts";
import type { ChatMessage, ChatRequest } from "../../src/ports/chatModel.ts";
import type { LanguageModel } from "../../src/ports/languageModel.ts";
import { engineItems, takeEngine } from "../../src/vscode/chat/engineChoice.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { canGiveImages } from "../../src/vscode/hostModels/hostMessages.ts";
import { editorModels } from "../../src/vscode/hostModels/hostModels.ts";
import { vscodeTrust } from "../../src/vscode/trust.ts";
import { chatImage } from "../support/images.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

interface LastRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: number; readonly parts: readonly unknown[] }[];
  readonly tools: readonly string[];
  readonly cancelled?: true;
}

const log = memoryLog();
const models = editorModels({ clock: systemClock, log });
const lastRequest = (): Thenable<LastRequest | undefined> =>
  vscode.commands.executeCommand("touchstoneTests.lastRequest");

function deskFor(model: string) {
  const settings = {
    get: <N extends SettingName>(name: N) =>
      (name === "chat.hostModel" ? `scripted/${model}` : defaultSettingValues[name]) as SettingValue<N>,
    onChange: () => ({ dispose() {} }),
  };
  const engine = { isIgnored: async (path: string) => path.endsWith("ignored.ts") };
  const endpoint: Pick<LanguageModel, "converse"> = {
    converse: () => Promise.reject(new Error("An endpoint was asked")),
  };
  return new ChatDesk({
    model: endpoint,
    host: models,
    egress: new Egress({ engine, settings, log }),
    memory: new EndpointMemory(),
    settings,
    secrets: { apiKey: async () => undefined, setApiKey: async () => undefined },
    trust: vscodeTrust,
    clock: systemClock,
    log,
  });
}

const user = (text: string): ChatMessage => ({ role: "user", pieces: [{ text }] });

async function ask(model: string, changes: Partial<ChatRequest> = {}, signal = new AbortController().signal) {
  const desk = deskFor(model);
  let said = "";
  const onText = (piece: string) => {
    said += piece;
  };
  const end = await desk.ask({ task: "chat", messages: [user("Hello")], ...changes }, { onText }, signal);
  return { end, said, desk };
}

describe("models of VS Code", () => {
  before(async () => {
    await vscode.extensions.getExtension("touchstone-tests.model-provider")?.activate();
  });

  it("lists those of others, not our own", async () => {
    const listed = await models.list();
    assert.ok(listed.some(({ id, name }) => id === "scripted/echo" && name === "Scripted echo"));
    assert.deepEqual(
      listed.filter(({ vendor }) => vendor === "touchstone"),
      [],
    );
    const own = await models.find("touchstone/index");
    assert.equal("fault" in own && own.fault.kind, "modelMissing");
  });

  it("streams what one says, of what was sealed and nothing else", async () => {
    const messages: readonly ChatMessage[] = [
      { role: "system", pieces: [{ text: "Answer." }] },
      {
        role: "user",
        pieces: [
          { text: "Where? " },
          { text: "IGNORED", sources: [{ path: "/w/ignored.ts", isLibrary: false }] },
          { text: "PLAIN", sources: [{ path: "/w/plain.ts", isLibrary: false }] },
        ],
      },
    ];
    const { end, said, desk } = await ask("echo", { messages });
    assert.equal(end.kind, "answered");
    assert.match(said, /^You said: Where\? .*PLAIN$/s);
    const sent = await lastRequest();
    assert.deepEqual(
      sent?.messages.map(({ role }) => role),
      [vscode.LanguageModelChatMessageRole.User, vscode.LanguageModelChatMessageRole.User],
    );
    assert.ok(!JSON.stringify(sent).includes("IGNORED"));
    const context = desk.lastContext();
    assert.match(
      context?.url ?? "",
      /Scripted echo, a model that VS Code offers, through its provider "scripted"/,
    );
    assert.deepEqual(context?.withheld, [{ path: "/w/ignored.ts", reason: "ignored" }]);
    assert.equal(context?.outcome, "complete");
  });

  it("passes tools, calls and results", async () => {
    const tools = [
      { name: "search", description: "Searches", parameters: { type: "object", properties: {} } },
    ];
    const { end } = await ask("tools", { tools });
    assert.equal(end.kind, "answered");
    const calls = end.kind === "answered" ? end.toolCalls : [];
    assert.deepEqual(calls, [
      { id: "c1", name: "search", argumentsText: '{"query":"x"}' },
      { id: "c2", name: "search", argumentsText: '{"query":"y"}' },
    ]);
    const results = calls.map(
      ({ id }): ChatMessage => ({ role: "tool", callId: id, pieces: [{ text: id }] }),
    );
    const round: ChatMessage = { role: "assistant", pieces: [{ text: "I look." }], toolCalls: calls };
    const second = await ask("tools", { tools, messages: [user("q"), round, ...results] });
    assert.equal(second.said, "Results: 2");
    const sent = await lastRequest();
    assert.deepEqual(sent?.tools, ["search"]);
    assert.deepEqual(sent?.messages.at(-1)?.parts, [
      { result: "c1", text: "c1" },
      { result: "c2", text: "c2" },
    ]);
  });

  it("gives a model images as data, and learns of one that takes none", async () => {
    const image = chatImage();
    const messages: readonly ChatMessage[] = [
      { role: "user", pieces: [{ text: "shot.png", image }, { text: "What is it?" }] },
    ];
    const { said } = await ask("looks", { messages });
    assert.equal(said, `I see image/png of ${image.sizeBytes} bytes`);
    const { end, desk } = await ask("looksAway", { messages });
    assert.equal(end.kind === "failed" && end.fault.kind, "noImages");
    assert.equal(desk.takesImages("chat"), false);
  });

  it("knows an editor that gives models no images", () => {
    assert.equal(canGiveImages(), true);
    assert.equal(canGiveImages({ LanguageModelTextPart: class {} }), false);
  });

  const faults: readonly (readonly [model: string, kind: string, message: RegExp])[] = [
    ["noPermission", "forbidden", /does not let Touchstone use Scripted noPermission.*not signed in/],
    ["blocked", "forbidden", /VS Code blocks.*Your organization forbids it/],
    ["quota", "quota", /quota for Scripted quota.*used up.*no premium requests left/],
    ["breaks", "rejected", /The provider broke/],
    ["gone", "modelMissing", /no longer offers gone \(scripted\)/],
  ];
  for (const [model, kind, message] of faults) {
    it(`says why "${model}" does not answer, and what to do`, async () => {
      const { end } = await ask(model);
      assert.equal(end.kind, "failed", JSON.stringify(end));
      if (end.kind !== "failed") return;
      assert.match(end.fault.message, message);
      assert.equal(end.fault.kind, kind);
      assert.notEqual(end.fault.nextStep, "");
    });
  }

  it("is stopped by the person, and the provider hears of it", async () => {
    const stop = new AbortController();
    const asked = ask("hangs", {}, stop.signal);
    await until("the provider is asked", async () => (await lastRequest())?.model === "hangs");
    stop.abort();
    assert.equal((await asked).end.kind, "stopped");
    await until("the provider hears of it", async () => (await lastRequest())?.cancelled === true);
  });

  it("stands in the list of who answers, and is used when it is chosen", async () => {
    const written: [string, unknown][] = [];
    const settings = {
      get: <N extends SettingName>(name: N) =>
        (name === "chat.engine" ? "builtin" : defaultSettingValues[name]) as SettingValue<N>,
      onChange: () => ({ dispose() {} }),
    };
    const items = engineItems(
      { models: { isSetUp: () => false, nameOf: () => undefined }, settings },
      await models.list(),
    );
    const item = items.find(({ hostModel }) => hostModel === "scripted/echo");
    assert.equal(item?.label, "$(hubot) Scripted echo");
    assert.equal(item?.description, "scripted");
    await takeEngine(item!, settings, { write: async (name, value) => void written.push([name, value]) });
    assert.deepEqual(written, [
      ["chat.hostModel", "scripted/echo"],
      ["chat.engine", "auto"],
    ]);
  });
});
