/** What the participant and the models answer, asked as the editor asks them; the editor itself has no way to ask from a test. */
import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import { agentTool } from "../../src/features/chat/agent/agentTool.ts";
import { openAnswerer } from "../../src/features/chat/agent/openAnswerer.ts";
import type { CommandRequest, CommandResult } from "../../src/features/commands/slashCommand.ts";
import { Egress } from "../../src/features/completion/egress.ts";
import { startEngineThread } from "../../src/node/worker/engineClient.ts";
import type { Engine } from "../../src/ports/engine.ts";
import type { ProposedPatch } from "../../src/ports/patchReview.ts";
import { editorSurroundings } from "../../src/vscode/chat/surroundings.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { NativeChat } from "../../src/vscode/nativeChat/nativeChat.ts";
import { offeredModels } from "../../src/vscode/nativeChat/offeredModels.ts";
import { shortPath, wholePath } from "../../src/vscode/shortPath.ts";
import { vscodeTrust } from "../../src/vscode/trust.ts";
import { calls, inOrder, ScriptedChatModels, says, textOfRequest } from "../support/scriptedChatModels.ts";
import { memoryLog } from "./support/memoryLog.ts";

const settings = {
  get: <N extends SettingName>(name: N) => defaultSettingValues[name] as SettingValue<N>,
  onChange: () => ({ dispose() {} }),
};
const { token } = new vscode.CancellationTokenSource();
const index = { id: "index" } as vscode.LanguageModelChatInformation;
const endpoint = { id: "endpoint" } as vscode.LanguageModelChatInformation;
const { User, Assistant } = vscode.LanguageModelChatMessage;

describe("answers in the editor's own chat", () => {
  let engine: Engine;
  const surroundings = editorSurroundings(vscodeTrust);
  const log = memoryLog();

  before(async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    engine = startEngineThread({ workerPath: join(__dirname, "../../worker.cjs"), log });
    await engine.configure({
      roots: [{ path: fromVscode.path(folder.uri), name: folder.name }],
      ...{ indexEnabled: true, exclude: [], maxFileBytes: 1 << 20, maxFiles: 1000 },
    });
    await engine.waitForIndex(new AbortController().signal);
  });
  after(async () => {
    surroundings.dispose();
    await engine.dispose();
  });

  let ruleFiles: readonly string[] = [];
  const given: CommandRequest[] = [];
  const shown: ProposedPatch[] = [];
  const patch: ProposedPatch = {
    ...{ title: "Fix it", root: "/w", changes: [{ kind: "created", path: "a.py", after: "x = 1\n" }] },
    ...{ verdict: undefined, evidence: [] },
  };
  const runCommand = async (request: CommandRequest): Promise<CommandResult> => {
    given.push(request);
    const path = request.place?.path ?? "/w/a.py";
    return {
      markdown: "It is [here](python/inventory/store.py#L3).",
      citations: [{ path, line: 2, endLine: 2 }],
      patches: [patch],
    };
  };
  const chatOf = (models: ScriptedChatModels): NativeChat =>
    new NativeChat({
      engine,
      models,
      egress: new Egress({ engine, settings, log }),
      tests: () => Promise.reject(new Error("No tests here")),
      surroundings,
      rules: async () => ruleFiles.map((path) => ({ path, text: "Write short names." })),
      openModel: async (onProposal) => {
        const propose = agentTool({ name: "propose", about: "Proposes", params: {} }, () => ({
          subject: "",
          run: async () => {
            onProposal(patch);
            return { pieces: [{ text: "Proposed." }], summary: "proposed" };
          },
        }));
        const where = { shortPath, wholePath, folders: () => [], hostTools: [propose] };
        const egress = new Egress({ engine, settings, log });
        return openAnswerer({
          models,
          engine,
          search: engine.search,
          egress,
          clock: systemClock,
          log,
          ...where,
        });
      },
      consent: undefined,
      runCommand,
      review: {
        show: async (patches) => {
          shown.push(...patches);
          return { kind: "rejected" };
        },
      },
    });
  const offered = (models: ScriptedChatModels, asksEndpoint = true) =>
    offeredModels({ models, asksEndpoint: () => asksEndpoint }).map(({ id, name }) => [id, name]);
  const offeredIndex = ["index", "Touchstone Index (no model)"];
  const withoutModel = (): ScriptedChatModels => {
    const models = new ScriptedChatModels(inOrder(says("never")));
    models.name = undefined;
    return models;
  };

  async function ask(
    chat: NativeChat,
    prompt: string,
    references: readonly unknown[] = [],
    command?: string,
    model?: { readonly vendor: string; readonly id: string },
  ) {
    const said = {
      markdown: "",
      references: [] as vscode.Location[],
      progress: [] as string[],
      buttons: [] as vscode.Command[],
    };
    const stream = {
      markdown: (text: string) => (said.markdown += text),
      anchor: ({ uri, range }: vscode.Location, title: string) =>
        (said.markdown += `[${title}](${uri.toString()}#L${range.start.line + 1})`),
      reference: (place: vscode.Location) => said.references.push(place),
      progress: (text: string) => said.progress.push(text),
      button: (button: vscode.Command) => said.buttons.push(button),
    } as unknown as vscode.ChatResponseStream;
    const request = { prompt, references, command, model } as unknown as vscode.ChatRequest;
    const context = { history: [] } as unknown as vscode.ChatContext;
    return { said, result: await chat.ask(request, context, stream, token) };
  }

  async function respond(
    chat: NativeChat,
    model: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatMessage[],
    tools: readonly vscode.LanguageModelChatTool[] = [],
  ) {
    const parts: vscode.LanguageModelResponsePart[] = [];
    const options = { tools } as unknown as vscode.ProvideLanguageModelChatResponseOptions;
    const asked = messages as unknown as readonly vscode.LanguageModelChatRequestMessage[];
    await chat.respond(model, asked, options, { report: (part) => parts.push(part) }, token);
    return parts;
  }

  it("answers without a model, with links, references and follow-ups", async () => {
    const models = withoutModel();
    const chat = chatOf(models);
    const { said, result } = await ask(chat, "Where is `Store.low_items` used?");
    assert.match(said.markdown, /\]\((?:file|vscode-remote):[^)]*python\/[\w/]+\.py#L\d+\)/);
    assert.ok(said.references.length > 0);
    assert.deepEqual(said.progress, ["Looking in the index"]);
    const prompts = chat.followups(result).map(({ prompt }) => prompt);
    assert.ok(prompts.includes("What is `Store.low_items`?"), prompts.join());
    assert.ok(!prompts.includes("Where is `Store.low_items` used?"), prompts.join());
    assert.equal(models.requests.length, 0);
  });

  it("takes a file that was put beside the question", async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, "python/inventory/store.py");
    const { said } = await ask(chatOf(withoutModel()), "What is this file?", [{ id: "file", value: uri }]);
    assert.match(said.markdown, /store\.py/);
  });

  it("gives slash commands, of what stands beside them, and what they propose behind a button", async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, "python/inventory/store.py");
    const lines = new vscode.Location(uri, new vscode.Range(4, 0, 8, 2));
    const chat = chatOf(withoutModel());
    const { said, result } = await ask(
      chat,
      "`Store.low_items`",
      [{ id: "selection", value: lines }],
      "explain",
    );
    assert.deepEqual(given.pop(), {
      ...{ name: "explain", argument: "Store.low_items" },
      place: { path: fromVscode.path(uri), languageId: "python", startLine: 4, endLine: 8 },
    });
    assert.match(said.markdown, /\]\((?:file|vscode-remote):[^)]*store\.py#L3\)/);
    assert.equal(said.references[0]?.uri.path, uri.path);
    assert.ok(chat.followups(result).some(({ prompt }) => prompt === "Where is `Store.low_items` used?"));
    const [button] = said.buttons;
    assert.equal(button?.title, "Review Changes");
    assert.ok((await vscode.commands.getCommands(true)).includes(button!.command));
    await chat.reviewProposed(button!.arguments![0]);
    assert.deepEqual(shown, [patch]);
    const unknown = await ask(chat, "", [], "nothing");
    assert.match(unknown.result.errorDetails?.message ?? "", /no command/);
  });

  it("takes a text that was put beside the question, as a terminal's", async () => {
    const models = new ScriptedChatModels(inOrder(says("It failed in python/inventory/store.py:1.")));
    const beside = [{ id: "terminal", modelDescription: "The last command", value: "npm test: 1 failed" }];
    await ask(chatOf(models), "Explain in words why that failed, please", beside);
    assert.match(textOfRequest(models.requests[0]!), /npm test: 1 failed/);
  });

  it("offers no endpoint as a model while chat asks a model of the editor", async () => {
    const models = new ScriptedChatModels(inOrder(says("never")));
    assert.deepEqual(offered(models, false), [offeredIndex]);
  });

  it("asks the person's model where words are needed", async () => {
    const models = new ScriptedChatModels(inOrder(says("It keeps items in python/inventory/store.py:1.")));
    const { said } = await ask(chatOf(models), "Explain in words how the store works and why it is made so");
    assert.ok(models.requests.length > 0);
    assert.match(said.markdown, /It keeps items/);
    assert.doesNotMatch(textOfRequest(models.requests[0]!), /DATA project rules/);
  });

  it("gives the person's model the rules of the project, and names them among what it used", async () => {
    ruleFiles = [wholePath("AGENTS.md")];
    const models = new ScriptedChatModels(inOrder(says("It keeps items.")));
    const { said } = await ask(chatOf(models), "Explain in words how the store works and why it is made so");
    ruleFiles = [];
    assert.match(textOfRequest(models.requests[0]!), /DATA project rules of [\s\S]*Write short names\./);
    assert.ok(said.references.some((place) => String(place).endsWith("/AGENTS.md")));
  });

  it("shows whole paragraphs with places that were checked, what was looked up, and what is proposed", async () => {
    const words = "It keeps items (python/inventory/store.py:1).\n\nThe rest is in gone.py:3.";
    const models = new ScriptedChatModels(
      inOrder({ pieces: ["Let me look."], ...calls(["propose", {}]) }, { pieces: words.split(/(?<=\n\n)/) }),
    );
    const chat = chatOf(models);
    const { said } = await ask(chat, "Explain in words how the store works and why it is made so");
    assert.match(said.markdown, /^Let me look\.\n\nIt keeps items \(\[python.*\]\([^)]*store\.py#L1\)\)/);
    assert.match(said.markdown, /`gone\.py:3` \*\(no such file in the index\)\*/);
    assert.equal(said.markdown.split("It keeps items").length, 2);
    assert.ok(said.progress.includes("propose: proposed"), said.progress.join());
    shown.length = 0;
    await chat.reviewProposed(said.buttons[0]?.arguments?.[0]);
    assert.deepEqual(shown, [patch]);
  });

  it("leaves the person's model alone where the index was chosen in the editor's chat", async () => {
    const models = new ScriptedChatModels(inOrder(says("never")));
    const model = { vendor: "touchstone", id: "index" };
    await ask(chatOf(models), "Explain in words how the store works", [], undefined, model);
    assert.equal(models.requests.length, 0);
  });

  it("is a model by the index alone", async () => {
    const chat = chatOf(withoutModel());
    assert.deepEqual(offered(withoutModel()), [offeredIndex]);
    const parts = await respond(chat, index, [User("Where is `Store` defined?")]);
    assert.match(parts.map((part) => (part as vscode.LanguageModelTextPart).value).join(""), /store\.py/);
  });

  it("passes messages, tools and calls between the editor and the person's endpoint", async () => {
    const models = new ScriptedChatModels(
      inOrder({ pieces: ["Let me ", "look."], ...calls(["find", { a: 1 }]) }),
    );
    const chat = chatOf(models);
    assert.deepEqual(offered(models), [["endpoint", "scripted"], offeredIndex]);
    const tools = [{ name: "find", description: "Finds.", inputSchema: { properties: {} } }];
    const parts = await respond(
      chat,
      endpoint,
      [
        User("Who calls it?"),
        Assistant([new vscode.LanguageModelToolCallPart("c1", "find", { name: "x" })]),
        User([new vscode.LanguageModelToolResultPart("c1", [new vscode.LanguageModelTextPart("nobody")])]),
      ],
      tools,
    );
    const [request] = models.requests;
    assert.deepEqual(request?.messages, [
      { role: "user", pieces: [{ text: "Who calls it?" }] },
      {
        role: "assistant",
        pieces: [],
        toolCalls: [{ id: "c1", name: "find", argumentsText: '{"name":"x"}' }],
      },
      { role: "tool", callId: "c1", pieces: [{ text: "nobody" }] },
    ]);
    assert.deepEqual(request?.tools, [
      { name: "find", description: "Finds.", parameters: { type: "object", properties: {} } },
    ]);
    const [first, second, call] = parts;
    assert.equal((first as vscode.LanguageModelTextPart).value, "Let me ");
    assert.equal((second as vscode.LanguageModelTextPart).value, "look.");
    assert.ok(call instanceof vscode.LanguageModelToolCallPart);
    assert.deepEqual([call.name, call.input], ["find", { a: 1 }]);
  });

  it("labels why there is no answer", async () => {
    const ends = [
      [{ kind: "unset" }, /No model is set up/],
      [{ kind: "untrusted" }, /not trusted/],
      [{ kind: "withheld", reason: "ignored" }, /Nothing was sent: ignored/],
    ] as const;
    for (const [end, message] of ends) {
      const chat = chatOf(new ScriptedChatModels(inOrder({ end })));
      await assert.rejects(respond(chat, endpoint, [User("Hello")]), message);
    }
    const failing = chatOf(new ScriptedChatModels(inOrder({ end: "serverError" })));
    await assert.rejects(respond(failing, endpoint, [User("Hello")]));
  });

  it("asks before tests run, and tells a wrong call to the model", async () => {
    const chat = chatOf(withoutModel());
    assert.ok(chat.prepareTool("run_tests", {}).confirmationMessages);
    assert.equal(
      chat.prepareTool("find", { name: "a", relation: "callers" }).confirmationMessages,
      undefined,
    );
    await assert.rejects(chat.runTool("find", {}, token), /name/);
  });
});
