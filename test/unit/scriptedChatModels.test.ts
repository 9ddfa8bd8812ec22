import { expect, test } from "vitest";
import type { ChatEnd, ChatRequest } from "../../src/ports/chatModel.ts";
import { calls, inOrder, ScriptedChatModels, says } from "../support/scriptedChatModels.ts";

const request = (text: string): ChatRequest => ({
  task: "chat",
  messages: [{ role: "user", pieces: [{ text }] }],
});

async function ask(models: ScriptedChatModels, signal = new AbortController().signal) {
  const heard: string[] = [];
  const end = await models.ask(request("q"), { onText: (piece) => heard.push(piece) }, signal);
  return { heard, end };
}

test.each<[name: string, models: ScriptedChatModels, end: Partial<ChatEnd>, heard: readonly string[]]>([
  [
    "a text in pieces",
    new ScriptedChatModels(inOrder(says("a", "b"))),
    { kind: "answered", text: "ab" },
    ["a", "b"],
  ],
  [
    "a tool call",
    new ScriptedChatModels(inOrder(calls(["search", { query: "x" }]))),
    {
      kind: "answered",
      finish: "tools",
      toolCalls: [{ id: "call_0_search", name: "search", argumentsText: '{"query":"x"}' }],
    },
    [],
  ],
  [
    "a fault amid the text",
    new ScriptedChatModels(inOrder({ pieces: ["a"], end: "stalled" })),
    { kind: "failed", text: "a" },
    ["a"],
  ],
  [
    "an answer cut at its bound",
    new ScriptedChatModels(inOrder({ pieces: ["a"], end: "length" })),
    { kind: "answered", finish: "length" },
    ["a"],
  ],
])("the scripted chat models give %s", async (_name, models, end, heard) => {
  const asked = await ask(models);
  expect(asked.end).toMatchObject(end);
  expect(asked.heard).toEqual(heard);
  expect(models.requests).toEqual([request("q")]);
});

test("the scripted chat models stop when they are told to, with what was said", async () => {
  const controller = new AbortController();
  const asked = ask(new ScriptedChatModels(inOrder({ pieces: ["a"], end: "never" })), controller.signal);
  await Promise.resolve();
  setImmediate(() => controller.abort());
  expect((await asked).end).toEqual({ kind: "stopped", text: "a" });
});
