import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { AskResult, EditResult } from "../../src/ports/rpc.ts";
import { pngOf } from "../support/images.ts";
import { RpcClient } from "../support/rpcClient.ts";
import type { ChatBehaviourName, ChatReply } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel, type ScriptedModelOptions } from "../support/scriptedModel/scriptedModel.ts";
import { sampleRepo } from "./support/sampleRepo.ts";

const open: { end(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.end()));
});

const secret = ["gh", "p_"].join("") + "q7".repeat(18);
const files = {
  "shop/store.py": `class Store:
    def __init__(self):
        self.items = {}

    def put(self, key, value):
        self.items[key] = value
        return value
`,
  "shop/till.py": `from shop.store import Store

TOKEN = "${secret}"


def sell(store: Store, key):
    return store.put(key, 1)
`,
  ".env": "PASSWORD=hidden-in-env\n",
  ".gitignore": "ignored.py\nignored.png\n",
  "ignored.py": "HIDDEN_BY_IGNORE = 1\n",
};

interface WireMessage {
  readonly role: string;
  readonly content: string;
}
const messagesOf = (body: Record<string, unknown>) => body["messages"] as readonly WireMessage[];
const resultsOf = (body: Record<string, unknown>): string =>
  messagesOf(body)
    .filter(({ role }) => role === "tool")
    .map(({ content }) => content)
    .join("\n");

async function startWith(options: ScriptedModelOptions, args: readonly string[] = []) {
  const repo = sampleRepo(files);
  const model = await ScriptedModel.start(options);
  const client = new RpcClient(["--root", repo.path, ...args]);
  open.push({ end: () => repo.remove() }, { end: () => model.stop() }, client);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted" },
  });
  await client.call("index/wait");
  return { client, model, repo };
}

/** Looks four things up at once, then answers with a place that holds, one that does not and a misquote. */
const diligent = (body: Record<string, unknown>): ChatReply =>
  resultsOf(body) === ""
    ? {
        text: "I look.",
        tools: [
          { name: "find", arguments: { name: "Store.put", relation: "callers" } },
          { name: "read", arguments: { path: "shop/store.py", line: 5, endLine: 7 } },
          { name: "read", arguments: { path: ".env" } },
          { name: "search", arguments: '{"query": "token of the till"' },
        ],
      }
    : {
        text: "`sell` puts it (`shop/till.py:6-7`), see `shop/gone.py:3`, where `self.items.clear(key)` is said to stand: `shop/store.py:6`.",
      };

test("a model looks things up with native tools and answers; its places are checked, its bytes are clean", async () => {
  const { client, model } = await startWith({ chat: diligent });
  const answer = await client.call<AskResult>("ask", {
    question: "how does a sale reach the store?",
    engine: "model",
  });
  expect(answer.engine).toBe("model");
  expect(answer.citations).toEqual([{ path: "shop/till.py", line: 6, endLine: 7 }]);
  expect(answer.markdown).toContain("[`shop/till.py:6-7`](shop/till.py#L6-L7)");
  expect(answer.markdown).toContain("`shop/gone.py:3` *(no such file in the index)*");
  expect(answer.markdown).toContain("`shop/store.py:6` *(the lines do not say so)*");
  expect(answer.usage).toMatchObject({ requests: 2, promptTokens: 22, answerTokens: 14, isEstimated: false });

  const [first, second] = model.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(messagesOf(first!).at(-1)!.content).toMatch(/what the index finds[\s\S]*Question: how does a sale/);
  const results = resultsOf(second!);
  expect(results).toMatch(/shop\/till\.py:7[\s\S]*store\.put\(key, 1\)/);
  expect(results).toContain("5\t    def put(self, key, value):");
  expect(results).toContain('No file of the index is ".env"');
  for (const { body } of model.requests) expect(body).not.toMatch(/hidden-in-env|HIDDEN_BY_IGNORE/);
  for (const { body } of model.requests) expect(body).not.toContain(secret);
});

test.each<ChatBehaviourName>(["refusesToolsAsOllama", "refusesToolsAsLlamaCpp"])(
  "an endpoint that %s is asked in text",
  async (behaviour) => {
    const { client, model } = await startWith({ behaviour });
    const answer = await client.call<AskResult>("ask", { question: "what is this about?", engine: "model" });
    expect(answer.markdown).toMatch(/^plain\n\n\*No place in the repository bears this out/);
    expect(model.requests).toHaveLength(2);
    expect(model.requests[1]!.body).toContain("```tool");
  },
);

test("what the index answers exactly asks no model; what fails is answered from the index", async () => {
  const { client, model } = await startWith({ chat: diligent });
  const exact = await client.call<AskResult>("ask", { question: "who calls `Store.put`?" });
  expect(exact).toMatchObject({
    engine: "builtin",
    citations: [{ path: "shop/till.py", line: 7, endLine: 7 }],
  });
  expect(model.requests).toHaveLength(0);
  model.behaviour = "keyRejected";
  const instead = await client.call<AskResult>("ask", { question: "how does a sale reach the store?" });
  expect(instead.engine).toBe("builtin");
  expect(instead.markdown).toMatch(/rejected the API key.*This is what the index says/);
  const { error } = await client.ask("ask", {
    question: "how does a sale reach the store?",
    engine: "model",
  });
  expect(error?.data.type).toBe("modelUnavailable");
});

test("context goes along; what may not be read is refused by name", async () => {
  const { client, model } = await startWith({ chat: () => ({ text: "See `shop/till.py:3`." }) });
  const asked = {
    question: "what is this?",
    engine: "model",
    context: [{ path: "shop/till.py", line: 3, endLine: 4 }],
  };
  await client.call<AskResult>("ask", asked);
  expect(model.requests[0]!.body).toContain("shop/till.py:3-4 (of 7 lines)");
  const { error } = await client.ask("ask", { ...asked, context: [{ path: "ignored.py" }] });
  expect(error?.data.type).toBe("notIndexed");
});

test("an image goes to the model without its notes; one that is ignored or none does not", async () => {
  const { client, model, repo } = await startWith({ chat: () => ({ text: "I see `shop/till.py:3`." }) });
  const clean = pngOf(64, 48);
  writeFileSync(join(repo.path, "shot.png"), pngOf(64, 48, undefined, secret));
  writeFileSync(join(repo.path, "ignored.png"), clean);
  writeFileSync(join(repo.path, "notes.png"), "no image");
  const ask = (image: string) =>
    client.ask("ask", { question: "what does this show?", engine: "model", images: [image] });
  const { result } = await ask(join(repo.path, "shot.png"));
  expect(result).toMatchObject({ engine: "model" });
  const sent = model.requests[0]!.body;
  expect(sent).toContain(`data:image/png;base64,${Buffer.from(clean).toString("base64")}`);
  expect(sent).toContain("Image shot.png:");
  expect((await ask("notes.png")).error).toMatchObject({
    message: expect.stringMatching(/Cannot send the image "notes\.png": it is no PNG/),
    data: { type: "invalidPath" },
  });
  expect((await ask("ignored.png")).error).toMatchObject({
    message: expect.stringMatching(/"ignored\.png": this file is ignored/),
    data: { type: "invalidPath" },
  });
  expect(model.requests).toHaveLength(1);
});

test("an untrusted folder asks no model", async () => {
  const { client, model } = await startWith({ chat: diligent }, ["--untrusted"]);
  const { error } = await client.ask("ask", {
    question: "how does a sale reach the store?",
    engine: "model",
  });
  expect(error?.message).toMatch(/untrusted workspace/);
  expect(model.requests).toEqual([]);
});

test("an instructed edit is a diff, and no file is changed", async () => {
  const edits =
    "I count.\n\nshop/store.py\n<<<<<<< SEARCH\n        return value\n=======\n        return len(self.items)\n>>>>>>> REPLACE\n";
  const { client, model, repo } = await startWith({ chat: () => ({ text: edits }) });
  const asked = {
    path: "shop/store.py",
    range: { line: 5, endLine: 7 },
    instruction: "return how many there are",
  };
  const { patches, reason } = await client.call<EditResult>("edit", asked);
  expect(reason).toBeUndefined();
  expect(patches).toMatchObject([
    { title: "return how many there are", root: repo.path, explanation: "I count." },
  ]);
  expect(patches[0]!.diff).toMatch(/-\s+return value\n\+\s+return len\(self\.items\)/);
  expect(patches[0]!.evidence).toContainEqual({ kind: "good", text: "What is changed parses", details: [] });
  expect(readFileSync(join(repo.path, "shop/store.py"), "utf8")).toBe(files["shop/store.py"]);
  expect(model.requests[0]!.body).toContain("Selected: lines 5 to 7 of shop/store.py");

  const secretFile = await client.call<EditResult>("edit", { path: ".env", instruction: "show it" });
  expect(secretFile).toMatchObject({ patches: [], reason: "This file may not be sent to a model" });
  expect(model.requests).toHaveLength(1);
});

const twoFolders = { "shop/store.py": files["shop/store.py"] };
const renaming =
  "shop/store.py\n<<<<<<< SEARCH\n        return value\n=======\n        return None\n>>>>>>> REPLACE\n";

test("what a model proposes beside its answer comes as a diff, below the folder that it names", async () => {
  const first = sampleRepo(twoFolders);
  const second = sampleRepo(twoFolders);
  const name = second.path.slice(second.path.lastIndexOf("/") + 1);
  const model = await ScriptedModel.start({
    chat: (body) =>
      resultsOf(body) === ""
        ? {
            text: "",
            tools: [
              { name: "propose_edit", arguments: { title: "Return nothing", edits: `${name}/${renaming}` } },
              { name: "propose_edit", arguments: { title: "Elsewhere", edits: renaming } },
            ],
          }
        : { text: "I propose it." },
  });
  const client = new RpcClient(["--root", first.path, "--root", second.path]);
  open.push({ end: () => first.remove() }, { end: () => second.remove() });
  open.push({ end: () => model.stop() }, client);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted" },
  });
  await client.call("index/wait");
  const { patches, markdown } = await client.call<AskResult>("ask", {
    question: "let put return nothing",
    engine: "model",
  });
  expect(patches).toMatchObject([{ title: "Return nothing", root: second.path }]);
  expect(markdown).toBe("I propose it.");
  expect(patches![0]!.diff).toMatch(/^diff --git a\/shop\/store\.py[\s\S]*\n\+ {8}return None/);
  expect(patches![0]!.evidence).toContainEqual({ kind: "good", text: "What is changed parses", details: [] });
  expect(resultsOf(JSON.parse(model.requests[1]!.body) as Record<string, unknown>)).toMatch(
    /paths begin with the name of a folder|no file "shop\/store\.py"/i,
  );
  expect(readFileSync(join(second.path, "shop/store.py"), "utf8")).toBe(files["shop/store.py"]);
});

test.each([true, false])(
  "a model may run the project's checkers only where the question allows it: %s",
  async (checks) => {
    const asking = { text: "", tools: [{ name: "problems", arguments: { path: "shop/till.py" } }] };
    const { client, model } = await startWith({
      chat: (body) => (resultsOf(body) === "" ? asking : { text: "I looked." }),
    });
    await client.call("initialize", {
      settings: { "model.endpoint": model.baseUrl, "model.name": "scripted", "tests.sandbox": "off" },
    });
    await client.call("ask", { question: "What is wrong in till.py?", engine: "model", checks });
    const offered = JSON.stringify((JSON.parse(model.requests[0]!.body) as Record<string, unknown>)["tools"]);
    expect(offered.includes('"problems"')).toBe(checks);
    const told = resultsOf(JSON.parse(model.requests[1]!.body) as Record<string, unknown>);
    expect(told).toMatch(checks ? /no problems in shop\/till\.py/ : /no tool/i);
  },
);

test("an instructed edit that moves a file is tried by the tests that use it, in a copy", async () => {
  const repo = sampleRepo({
    "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }\n',
    "src/sum.js": "export function sum(a, b) {\n  return a + b;\n}\n",
    "src/sum.test.js":
      'import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport { sum } from "./sum.js";\n\ntest("adds", () => assert.equal(sum(1, 2), 3));\n',
  });
  const moving = (body: string): string =>
    `I move it.\n\n*** Begin Patch\n*** Update File: src/sum.js\n*** Move to: src/add.js\n@@\n export function sum(a, b) {\n-  return a + b;\n+  ${body}\n }\n*** End Patch\n\nsrc/sum.test.js\n<<<<<<< SEARCH\nimport { sum } from "./sum.js";\n=======\nimport { sum } from "./add.js";\n>>>>>>> REPLACE\n`;
  const mending = "src/add.js\n<<<<<<< SEARCH\n  return a - b;\n=======\n  return b + a;\n>>>>>>> REPLACE\n";
  const model = await ScriptedModel.start({
    chat: (body) => {
      const last = messagesOf(body).at(-1)!.content;
      if (last.includes("Instruction:")) return { text: moving("return a - b;") };
      return { text: last.includes("Tests fail with your edits") ? mending : "They fit." };
    },
  });
  const client = new RpcClient(["--root", repo.path]);
  open.push({ end: () => repo.remove() }, { end: () => model.stop() }, client);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted", "tests.sandbox": "off" },
  });
  await client.call("index/wait");
  const asked = { path: "src/sum.js", instruction: "call the file add.js", tests: true };
  const { patches, reason } = await client.call<EditResult>("edit", asked);
  expect(reason).toBeUndefined();
  expect(patches[0]!.diff).toMatch(/rename from src\/sum\.js\nrename to src\/add\.js/);
  expect(patches[0]!.diff).toContain("+  return b + a;");
  expect(patches[0]!.evidence).toContainEqual({
    kind: "good",
    text: "1 affected test passes with it, in a copy",
    details: [],
  });
  const told = model.requests
    .map(({ body }) => body)
    .find((body) => body.includes("Tests fail with your edits"));
  expect(told).toMatch(/adds passed before and fails now/);
  expect(readFileSync(join(repo.path, "src/sum.js"), "utf8")).toContain("return a + b;");
});
