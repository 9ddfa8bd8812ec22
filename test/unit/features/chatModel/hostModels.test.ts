import { describe, expect, test } from "vitest";
import { type HostModelName, hostModelFor, parseHostModel } from "../../../../src/core/config/hostModel.ts";
import type { SettingName, SettingValues } from "../../../../src/core/config/settings.ts";
import { ChatDesk } from "../../../../src/features/chatModel/chatDesk.ts";
import { converseThroughHost, type HostPiece } from "../../../../src/features/chatModel/hostConversation.ts";
import { hostFault } from "../../../../src/features/chatModel/hostFault.ts";
import { Egress } from "../../../../src/features/completion/egress.ts";
import { EndpointMemory } from "../../../../src/features/completion/endpointMemory.ts";
import type { ChatRequest } from "../../../../src/ports/chatModel.ts";
import type { HostModels } from "../../../../src/ports/hostModels.ts";
import type { ConverseEnd } from "../../../../src/ports/languageModel.ts";
import { FakeClock, settle } from "../../../support/fakeClock.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { memorySecrets } from "../../../support/memorySecrets.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";
import { ScriptedLanguageModel } from "../../../support/scriptedLanguageModel.ts";

describe("which model of the editor", () => {
  test.each<[text: string, name: Omit<HostModelName, "id"> | undefined]>([
    ["copilot/gpt-4.1", { vendor: "copilot", model: "gpt-4.1" }],
    [" hub/org/model ", { vendor: "hub", model: "org/model" }],
    ["gpt-4.1", undefined],
    ["/gpt", undefined],
    ["copilot/", undefined],
  ])("%j", (text, expected) => {
    expect(parseHostModel(text)).toEqual(expected && { id: text.trim(), ...expected });
  });

  test("a model of one's own for fixes goes before it, for fixes alone", () => {
    const read = memorySettings({ "chat.hostModel": "copilot/gpt", "repair.model": "mender" }).settings.get;
    expect(hostModelFor("repair", (name: SettingName) => read(name) as never)).toBeUndefined();
    expect(hostModelFor("chat", (name: SettingName) => read(name) as never)).toMatchObject({ model: "gpt" });
  });
});

describe("what the editor says is told with its cause and what to do", () => {
  const unknown = (name: string, message: string) => ({
    code: "Unknown",
    name: "Error",
    message,
    cause: { name, message },
  });
  test.each<[name: string, error: unknown, kind: string, message: RegExp]>([
    [
      "no consent",
      { code: "NoPermissions", message: "User said no" },
      "forbidden",
      /does not let.*User said no/,
    ],
    ["blocked", { code: "Blocked", message: "By policy" }, "forbidden", /blocks.*By policy/],
    ["blocked for its quota", { code: "Blocked", message: "Quota exceeded" }, "quota", /used up/],
    ["quota by name", unknown("ChatQuotaExceeded", "No more"), "quota", /used up: No more/],
    ["rate", unknown("Error", "Rate limit exceeded"), "rateLimited", /no more requests now/],
    ["gone", { code: "NotFound", message: "" }, "modelMissing", /no longer offers gpt \(copilot\)$/],
    ["long", unknown("Error", "prompt is too long: 9 tokens"), "contextTooLong", /too long/],
    ["anything", unknown("TypeError", "x\ny"), "rejected", /failed: x y/],
    ["nothing", undefined, "rejected", /^gpt \(copilot\) failed$/],
    ["text", "broken", "rejected", /failed: broken/],
  ])("%s", (_name, error, kind, message) => {
    const fault = hostFault("gpt (copilot)", error);
    expect(fault).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(fault.nextStep).not.toBe("");
  });

  test("a provider's page of an error is cut", () => {
    expect(hostFault("m", new Error("x".repeat(9_000))).message.length).toBeLessThan(300);
  });
});

const deadlines = { firstByteMs: 100, idleMs: 50, totalMs: 1_000 };
const text = (said: string): HostPiece => ({ kind: "text", text: said });

function converse(open: (signal: AbortSignal) => Promise<AsyncIterable<HostPiece>>) {
  const clock = new FakeClock();
  const abort = new AbortController();
  const said: string[] = [];
  const listener = {
    onText: (piece: string) => void said.push(piece),
    onReasoning: (piece: string) => void said.push(`(${piece})`),
  };
  const end = converseThroughHost({ label: "gpt", open, deadlines, listener, clock }, abort.signal);
  return { clock, abort, said, end };
}

async function* streamOf(...pieces: readonly HostPiece[]): AsyncGenerator<HostPiece> {
  for (const piece of pieces) yield piece;
}

/** Says what it has, then nothing more. */
async function* endless(...pieces: readonly HostPiece[]): AsyncGenerator<HostPiece> {
  yield* pieces;
  await new Promise(() => undefined);
}

describe("a request to a model of the editor ends once", () => {
  test("with what was said, thought and called", async () => {
    const call = { id: "1", name: "find", argumentsText: "{}" };
    const { end, said, clock } = converse(async () =>
      streamOf({ kind: "reasoning", text: "hm" }, text("Look"), { kind: "call", call }),
    );
    expect(await end).toEqual({
      kind: "complete",
      finishReason: "tools",
      toolCalls: [call],
      usage: undefined,
    });
    expect(said).toEqual(["(hm)", "Look"]);
    expect(clock.pending).toBe(0);
  });

  test.each<[name: string, stream: () => AsyncIterable<HostPiece>, waitMs: number, end: object]>([
    ["nothing comes", endless, 101, { kind: "failed", fault: { kind: "firstByteTimeout" } }],
    ["it stalls", () => endless(text("a")), 51, { kind: "incomplete", fault: { kind: "stalled" } }],
  ])("by a deadline when %s", async (_name, stream, waitMs, expected) => {
    const { end, clock } = converse(async () => stream());
    await clock.advance(waitMs);
    expect(await end).toMatchObject(expected);
    expect(clock.pending).toBe(0);
  });

  test("a person may think over the editor's question, up to the time of the whole", async () => {
    const { end, clock } = converse(() => new Promise(() => undefined));
    let ended: ConverseEnd | undefined;
    void end.then((value) => {
      ended = value;
    });
    await clock.advance(999);
    expect(ended).toBeUndefined();
    await clock.advance(2);
    expect(await end).toMatchObject({ kind: "failed", fault: { kind: "totalTimeout" } });
  });

  test("by the person, and nothing that comes later is told", async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { end, abort, said } = converse(async () =>
      (async function* () {
        yield text("a");
        await gate;
        yield text("b");
      })(),
    );
    await settle();
    abort.abort();
    expect(await end).toEqual({ kind: "aborted" });
    go();
    await settle();
    expect(said).toEqual(["a"]);
  });

  test("with what the provider throws, before and after it said something", async () => {
    const before = converse(() => Promise.reject({ code: "NoPermissions", message: "no" }));
    expect(await before.end).toMatchObject({ kind: "failed", fault: { kind: "forbidden" } });
    const after = converse(async () =>
      (async function* () {
        yield text("a");
        throw new Error("socket hang up");
      })(),
    );
    expect(await after.end).toMatchObject({ kind: "incomplete", fault: { message: /socket hang up/ } });
  });

  test("when it says more than an answer holds", async () => {
    const { end } = converse(async () =>
      (async function* () {
        for (;;) yield text("x".repeat(1 << 20));
      })(),
    );
    expect(await end).toMatchObject({ kind: "incomplete", fault: { kind: "tooLarge" } });
  });
});

const request: ChatRequest = {
  task: "chat",
  messages: [
    { role: "system", pieces: [{ text: "Answer." }] },
    {
      role: "user",
      pieces: [
        { text: "Where?" },
        { text: "SECRET FILE", sources: [{ path: "/w/.env", isLibrary: false }] },
        { text: "PLAIN FILE", sources: [{ path: "/w/a.ts", isLibrary: false }] },
      ],
    },
  ],
  tools: [{ name: "search", description: "Searches", parameters: { type: "object" } }],
};

function deskWith(values: Partial<SettingValues>, find: HostModels["find"] | undefined, isTrusted = true) {
  const { log } = memoryLog();
  const { settings } = memorySettings(values);
  const endpoint = new ScriptedLanguageModel();
  const desk = new ChatDesk({
    model: endpoint,
    ...(find ? { host: { find } } : {}),
    egress: new Egress({ engine: scriptedEngine({}), settings, log }),
    memory: new EndpointMemory(),
    settings,
    secrets: memorySecrets({}).secrets,
    trust: { isTrusted: () => isTrusted, onGranted: () => ({ dispose() {} }) },
    clock: new FakeClock(),
    log,
  });
  return { desk, endpoint };
}

const ask = (desk: ChatDesk, asked = request) => desk.ask(asked, {}, new AbortController().signal);
const chosen = {
  "chat.hostModel": "copilot/gpt",
  "model.endpoint": "http://127.0.0.1:9/v1",
  "model.name": "x",
};

describe("the desk asks the editor's model that a person chose", () => {
  test("sealed and recorded as any request is", async () => {
    const bodies: string[] = [];
    const { desk, endpoint } = deskWith(chosen, async (id) => ({
      ...{ id, name: "GPT", vendor: "copilot", maxInputTokens: 8_000 },
      converse: async ({ body }, _deadlines, { onText }) => {
        bodies.push(body);
        onText("There.");
        return { kind: "complete", finishReason: "stop", toolCalls: [], usage: undefined };
      },
    }));
    expect([desk.nameOf("chat"), desk.nameOf("repair"), desk.takesTools("chat")]).toEqual([
      "gpt (copilot)",
      "gpt (copilot)",
      true,
    ]);
    expect(await ask(desk)).toMatchObject({ kind: "answered", text: "There." });
    expect(endpoint.conversed).toEqual([]);
    const sent = JSON.parse(bodies[0]!) as object;
    expect(Object.keys(sent)).toEqual(["model", "messages", "tools"]);
    expect(bodies[0]).toContain("PLAIN FILE");
    expect(bodies[0]).not.toContain("SECRET FILE");
    expect(desk.lastContext()).toMatchObject({
      url: 'GPT, a model that VS Code offers, through its provider "copilot"',
      model: "copilot/gpt",
      headerNames: [],
      body: bodies[0],
      outcome: "complete",
      withheld: [{ path: "/w/.env", reason: "secretFile" }],
    });
  });

  test("not without trust, and not where there is no editor", async () => {
    const never: HostModels["find"] = () => Promise.reject(new Error("It was asked"));
    expect(await ask(deskWith(chosen, never, false).desk)).toEqual({ kind: "untrusted" });
    const { desk, endpoint } = deskWith(chosen, undefined);
    await ask(desk);
    expect(endpoint.conversed).toHaveLength(1);
  });

  test("one that is gone, or a setting that names none, is a fault", async () => {
    const gone = hostFault("gpt (copilot)", { code: "NotFound" });
    expect(await ask(deskWith(chosen, async () => ({ fault: gone })).desk)).toMatchObject({ fault: gone });
    const { desk } = deskWith({ "chat.hostModel": "gpt" }, async () => ({ fault: gone }));
    expect(await ask(desk)).toMatchObject({ kind: "failed", fault: { message: /"gpt" names no model/ } });
    expect(desk.isSetUp("chat")).toBe(true);
  });

  test("no more than the model takes, and without tools once it refused them", async () => {
    const lengths: number[] = [];
    const { desk } = deskWith({ ...chosen, "chat.contextTokens": 20_000 }, async (id) => ({
      ...{ id, name: "GPT", vendor: "copilot", maxInputTokens: 2_000 },
      converse: async ({ body }): Promise<ConverseEnd> => {
        lengths.push(body.length);
        return body.includes('"tools"')
          ? { kind: "failed", fault: hostFault("GPT", new Error("This model does not support tools")) }
          : { kind: "complete", finishReason: "stop", toolCalls: [], usage: undefined };
      },
    }));
    const long = {
      ...request,
      messages: [{ role: "user" as const, pieces: [{ text: "word ".repeat(9_000) }] }],
    };
    expect((await ask(desk, long)).kind).toBe("failed");
    expect(desk.takesTools("chat")).toBe(false);
    expect((await ask(desk, long)).kind).toBe("answered");
    expect(Math.max(...lengths)).toBeLessThan(12_000);
  });
});
