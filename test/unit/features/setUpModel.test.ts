import { describe, expect, test } from "vitest";
import type { SettingName } from "../../../src/core/config/settings.ts";
import { type ModelOffer, setUpModel } from "../../../src/features/modelSetup/setUpModel.ts";
import type { LocalServer } from "../../../src/ports/localServers.ts";
import type { Answer, ChoiceQuestion, Questions, TextQuestion } from "../../../src/ports/questions.ts";

const back = Symbol("back");
const esc = Symbol("Escape");
type Reply = string | typeof back | typeof esc;
const local = "http://127.0.0.1:11434/v1";
const remote = "https://api.example.org/v1";

interface Scene {
  readonly replies: readonly Reply[];
  readonly stored?: Record<string, string>;
  readonly offer?: ModelOffer;
  readonly servers?: readonly LocalServer[];
  readonly current?: { endpoint: string; model: string; format: "suffix" | "qwen" | "chat" };
}

const answer = (reply: Reply): Answer<string> =>
  reply === back
    ? { kind: "back" }
    : reply === esc
      ? { kind: "cancelled" }
      : { kind: "value", value: reply as string };

/** Plays the replies and returns what was asked, listed with which key, written and stored. */
async function play({
  replies,
  stored = {},
  offer = { models: ["m1", "m2"] },
  servers = [],
  current,
}: Scene) {
  const waiting = [...replies];
  const asked: string[] = [];
  const next = (question: TextQuestion | ChoiceQuestion<unknown>, text: string) => {
    asked.push(`${question.step}/${question.totalSteps} ${text}`);
    const reply = waiting.shift();
    if (reply === undefined) throw new Error(`Unexpected question: ${text}`);
    return Promise.resolve(answer(reply));
  };
  const questions: Questions = {
    askText: (question) => next(question, question.secret ? `secret "${question.value}"` : question.prompt),
    askChoice: (question) => {
      const always = question.choices.filter(({ isAlwaysShown }) => isAlwaysShown).map(({ label }) => label);
      const asked = next(question, [question.placeholder, ...always].join(", always "));
      // A choice is made by its label where its value is no text.
      return asked.then((reply) => {
        const labelled =
          reply.kind === "value" && question.choices.find(({ label }) => label === reply.value);
        return labelled ? { kind: "value", value: labelled.value } : reply;
      }) as Promise<Answer<never>>;
    },
  };
  const written: [SettingName, unknown][] = [];
  const keys = { ...stored };
  const listed: string[] = [];
  const setup = await setUpModel(
    {
      questions,
      secrets: {
        apiKey: async (origin) => keys[origin],
        setApiKey: async (origin, key) => void (keys[origin] = key ?? ""),
      },
      userSettings: { write: async (name, value) => void written.push([name, value]) },
      originOf: (url) => new URL(url).origin,
      offeredModels: async (endpoint, key) => {
        listed.push(`${endpoint} ${key}`);
        return offer;
      },
      findServers: async () => servers,
    },
    current ?? { endpoint: "", model: "", format: "suffix" },
  );
  expect(waiting).toEqual([]);
  return { setup, asked, written, keys, listed };
}

test("asks, then writes everything, the address last", async () => {
  const { setup, written, keys, listed } = await play({ replies: [`${local}/`, "k1", "m2", "qwen"] });
  expect(setup).toEqual({ endpoint: local, apiKey: "k1", model: "m2", format: "qwen" });
  expect(written).toEqual([
    ["completion.format", "qwen"],
    ["model.name", "m2"],
    ["model.endpoint", local],
  ]);
  expect(keys).toEqual({ "http://127.0.0.1:11434": "k1" });
  expect(listed).toEqual([`${local} k1`]);
});

const ollama: LocalServer = { name: "Ollama", baseUrl: local, format: "suffix" };
const llama: LocalServer = { name: "llama.cpp", baseUrl: "http://127.0.0.1:8080/v1", format: "infill" };

test("a server that answers on this machine is offered, with the format that fits it", async () => {
  const { setup } = await play({ servers: [ollama, llama], replies: ["llama.cpp", "", "m1", "infill"] });
  expect(setup).toEqual({ endpoint: llama.baseUrl, apiKey: "", model: "m1", format: "infill" });
});

test("another address may be typed beside the servers", async () => {
  const { setup, asked } = await play({
    servers: [ollama],
    replies: ["$(edit) Another address…", remote, "", "m1", "qwen"],
  });
  expect(setup?.endpoint).toBe(remote);
  expect(asked[0]).toBe("1/4 These servers answer on this machine, always $(edit) Another address…");
});

describe("Escape changes nothing", () => {
  const replies: readonly Reply[] = [local, "k1", "m1", "suffix"];
  for (let step = 0; step < replies.length; step++)
    test(`at step ${step + 1}`, async () => {
      const { setup, written, keys } = await play({ replies: [...replies.slice(0, step), esc] });
      expect(setup).toBeUndefined();
      expect(written).toEqual([]);
      expect(keys).toEqual({});
    });
});

test("back returns to the question before, with its answer kept", async () => {
  const { setup, asked } = await play({ replies: [local, "k1", back, "k2", "m1", back, "m2", "chat"] });
  expect(setup).toMatchObject({ apiKey: "k2", model: "m2", format: "chat" });
  expect(asked.map((text) => text[0]).join("")).toBe("12323434");
  expect(asked[3]).toContain('secret "k1"');
});

test("a key typed for one address does not go along to another", async () => {
  const { asked, keys, listed } = await play({
    replies: [local, "k1", back, back, remote, "", "m1", "chat"],
  });
  expect(asked.filter((text) => text.includes("secret"))).toEqual([
    '2/4 secret ""',
    '2/4 secret "k1"',
    '2/4 secret ""',
  ]);
  expect(keys).toEqual({});
  expect(listed).toEqual([`${local} k1`, `${remote} undefined`]);
});

test("an empty key keeps the stored one", async () => {
  const stored = { "https://api.example.org": "old" };
  const { keys, listed } = await play({ replies: [remote, "", "m1", "chat"], stored });
  expect(keys).toEqual(stored);
  expect(listed).toEqual([`${remote} old`]);
});

test("a model may be typed when the list lacks it", async () => {
  const { setup, asked } = await play({ replies: [local, "", "", "mine", "suffix"] });
  expect(setup?.model).toBe("mine");
  expect(asked[2]).toContain("always $(edit) Another model…");
});

test("a model is typed when the endpoint does not answer, and the reason is said", async () => {
  const offer = { problem: "Nothing answers at 127.0.0.1:11434" };
  const { setup, asked } = await play({ replies: [local, "", "mine", "suffix"], offer });
  expect(setup?.model).toBe("mine");
  expect(asked[2]).toContain("Nothing answers at 127.0.0.1:11434");
});
