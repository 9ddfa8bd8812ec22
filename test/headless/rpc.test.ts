import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import type {
  CompleteResult,
  InitializeResult,
  MembersResult,
  RpcIndexStatus,
  RpcSearchHit,
  StatusResult,
  VerifyResult,
} from "../../src/ports/rpc.ts";
import { type Answer, RpcClient, type RpcClientOptions } from "../support/rpcClient.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { type SampleRepo, sampleRepo, shop } from "./support/sampleRepo.ts";

const open: { end(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.end()));
});

function repoOf(files: Parameters<typeof sampleRepo>[0]): SampleRepo {
  const repo = sampleRepo(files);
  open.push({ end: () => repo.remove() });
  return repo;
}
function start(args: readonly string[], options?: RpcClientOptions): RpcClient {
  const client = new RpcClient(args, options);
  open.push(client);
  return client;
}
async function startModel(options?: Parameters<typeof ScriptedModel.start>[0]): Promise<ScriptedModel> {
  const model = await ScriptedModel.start(options);
  open.push({ end: () => model.stop() });
  return model;
}

/** A place where the modules of `shop` tell what follows; `█` in `marked` is the cursor. */
const request = (path: string, marked: string) => {
  const [prefix, suffix] = marked.split("█");
  return { path, prefix, suffix };
};
const inNewModule = request(
  "shop/new.py",
  "from shop.registry import register_handler\n\n\ndef load_new(session, identifier):\n    record = session.█\n",
);
/** The text of the best suggestion, or the error's type. */
const check = ({ result, error }: Answer<CompleteResult>): string | undefined =>
  error ? error.data.type : result?.suggestions[0]?.text;
const builtin = (client: RpcClient, params: object): Promise<Answer<CompleteResult>> =>
  client.ask("complete", { engine: "builtin", ...params });

test("indexes, tells progress, suggests with confidence and source, and shuts down", async () => {
  const repo = repoOf(shop(12));
  const client = start(["--root", repo.path]);
  const { roots, trusted, name } = await client.call<InitializeResult>("initialize", { colour: "red" });
  expect({ trusted, name }).toEqual({ trusted: true, name: "touchstone" });
  expect(roots.map((root) => root.path)).toEqual([repo.path]);
  const index = await client.call<RpcIndexStatus>("index/wait");
  expect(index).toMatchObject({ phase: "ready", files: 12, languages: { python: 12 } });
  expect(client.progress.at(-1)?.phase).toBe("ready");
  const { suggestions } = await client.call<CompleteResult>("complete", {
    ...inNewModule,
    engine: "builtin",
  });
  expect(suggestions).toHaveLength(1);
  expect(suggestions[0]).toMatchObject({
    text: expect.stringMatching(/^query_by_identifier\(/),
    engine: "builtin",
    provenance: { path: expect.stringMatching(/^shop\/thing\d+\.py$/), line: 5 },
  });
  expect(suggestions[0]?.confidence).toBeGreaterThan(0);
  expect(suggestions[0]?.confidence).toBeLessThanOrEqual(1);
  expect(await client.call<StatusResult>("status")).toMatchObject({
    index: { phase: "ready" },
    model: { state: "unset" },
  });
  expect((await client.ask("shutdown")).result).toBeNull();
  expect(await client.exited).toBe(0);
  expect(client.stderr).toBe("");
});

test("needs no initialize, and ends cleanly with its input", async () => {
  const client = start(["--root", repoOf(shop(3)).path]);
  expect((await client.call<RpcIndexStatus>("index/wait")).files).toBe(3);
  expect(await client.end()).toBe(0);
});

test("takes the text of the request in place of the file", async () => {
  const repo = repoOf({ ...shop(3), "shop/only.py": "counter_of_shelves = read_from_disk_alone(7)\n" });
  const client = start(["--root", repo.path]);
  await client.call("index/wait");
  const asked = request("shop/only.py", "counter_of_shelves = █\n");
  expect(check(await builtin(client, asked)) ?? "").not.toContain("read_from_disk_alone");
  const elsewhere = { ...asked, path: "shop/other.py" };
  expect(check(await builtin(client, elsewhere))).toContain("read_from_disk_alone");
});

test("finds what changed on disk when asked to wait again", async () => {
  const repo = repoOf(shop(3));
  const client = start(["--root", repo.path]);
  await client.call("index/wait");
  repo.write("shop/more.py", "x = 1\n");
  expect((await client.call<RpcIndexStatus>("index/wait")).files).toBe(4);
});

test("names files of several roots by the root's name", async () => {
  const [one, two] = [repoOf(shop(4)), repoOf({ "only.py": "x = 1\n" })];
  const client = start(["--root", one.path, "--root", two.path]);
  const { roots } = await client.call<InitializeResult>("initialize");
  expect((await client.call<RpcIndexStatus>("index/wait")).files).toBe(5);
  const asked = { ...inNewModule, path: `${roots[1]?.name}/new.py` };
  const { suggestions } = await client.call<CompleteResult>("complete", { ...asked, engine: "builtin" });
  expect(suggestions[0]?.provenance?.path.startsWith(`${roots[0]?.name}/shop/thing`)).toBe(true);
  expect(check(await builtin(client, inNewModule))).toBe("invalidPath");
});

test("answers many requests at once, each its own", async () => {
  const client = start(["--root", repoOf(shop(12)).path]);
  await client.call("index/wait");
  const alone = check(await builtin(client, inNewModule));
  const paths = Array.from({ length: 40 }, (_, index) => `shop/new${index}.py`);
  const answers = await Promise.all(paths.map((path) => builtin(client, { ...inNewModule, path })));
  expect(answers.map(check)).toEqual(paths.map(() => alone));
});

/** What is asked of the repository of `shop`, and what the first item of the answer, or the error, is like. */
for (const [method, params, expected] of [
  ["search", { query: "load_thing3" }, { path: "shop/thing3.py" }],
  [
    "search",
    { query: "load thing3", target: "symbol", explain: true, limit: 1 },
    { name: "load_thing3", line: 4 },
  ],
  ["search", { query: "load_thing3", target: "chunk" }, { path: "shop/thing3.py" }],
  ["symbols", { name: "load_thing3" }, { path: "shop/thing3.py", line: 4, kind: "function" }],
  ["symbols", { name: "LOAD_thing3", match: "prefix" }, { name: "load_thing3" }],
  ["symbols", { name: "lthing3", match: "fuzzy" }, { name: "load_thing3" }],
  ["references", { name: "load_thing3" }, { path: "shop/thing3.py", line: 4, role: "definition" }],
  ["graph", { symbol: "load_thing3", relation: "callees" }, undefined],
  ["outline", { path: "shop/thing3.py" }, { symbols: [{ name: "load_thing3", line: 4, endLine: 8 }] }],
  ["map", { maxTokens: 200 }, { text: expect.stringContaining("shop/thing") }],
  [
    "ask",
    { question: "What is `noSuchName`?" },
    { citations: [], refused: expect.stringContaining("I don't know") },
  ],
  ["index/report", {}, { status: { files: 12 }, skippedFiles: [{ path: "notes.bin" }] }],
  ["search", {}, "invalidParams"],
  ["search", { query: " " }, "invalidParams"],
  ["search", { query: "x", target: "line" }, "invalidParams"],
  ["symbols", { name: "x", limit: 0 }, "invalidParams"],
  ["references", { name: "x", path: "../a.py" }, "invalidPath"],
  ["outline", { path: "/etc/passwd" }, "invalidPath"],
  ["outline", { path: "notes.bin" }, "notIndexed"],
  ["map", { maxTokens: 1 }, "invalidParams"],
] as const) {
  test(`answers ${method} ${JSON.stringify(params)}`, async () => {
    const client = start(["--root", repoOf({ ...shop(12), "notes.bin": new Uint8Array(3) }).path]);
    await client.call("index/wait");
    const { result, error } = await client.ask(method, params);
    const first = Array.isArray(result) ? result[0] : result;
    if (typeof expected === "object") expect(first).toMatchObject(expected);
    else expect(error?.data.type).toBe(expected);
  });
}

test("cancels a request", async () => {
  const client = start(["--root", repoOf(shop(3)).path]);
  const ask = (id: string, method: string) => ({ jsonrpc: "2.0", id, method });
  const waiting = client.askAs("unused", "status");
  const lines = [ask("w", "index/wait"), { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: "w" } }];
  const cancelled = client.expectAnswer("w");
  client.send(lines.map((line) => JSON.stringify(line)).join("\n"));
  expect((await cancelled).error?.data.type).toBe("requestCancelled");
  expect((await waiting).error).toBeUndefined();
  expect((await client.call<RpcIndexStatus>("index/wait")).phase).toBe("ready");
});

test("names a setting that is not valid, changes nothing, and goes on", async () => {
  const client = start(["--root", repoOf(shop(3)).path]);
  const { error } = await client.ask("initialize", { settings: { "index.maxFileKb": "big" } });
  expect(error).toMatchObject({ data: { type: "invalidSetting", setting: "index.maxFileKb" } });
  const wrongUrl = await client.ask("initialize", { settings: { "model.endpoint": "localhost:1234" } });
  expect(wrongUrl.error?.message).toContain('"model.endpoint" must be a base URL');
  const { unknownSettings } = await client.call<InitializeResult>("initialize", {
    settings: { "no.such": 1 },
  });
  expect(unknownSettings).toEqual(["no.such"]);
  expect((await client.call<RpcIndexStatus>("index/wait")).files).toBe(3);
});

test("answers lines that it cannot read, and goes on", async () => {
  const client = start(["--root", repoOf(shop(3)).path]);
  client.send("{");
  client.send("[]");
  client.send(Uint8Array.of(0xff, 0xfe, 0x00));
  client.send("");
  client.send('{"jsonrpc":"2.0","method":"no/such"}');
  expect((await client.ask("fly")).error?.data.type).toBe("methodNotFound");
  expect((await client.ask("complete", { path: "a.py" })).error?.data.type).toBe("invalidParams");
  expect(check(await builtin(client, { ...inNewModule, path: "../a.py" }))).toBe("invalidPath");
  expect(client.strays.map(({ error }) => error?.data.type)).toEqual([
    "parseError",
    "invalidRequest",
    "parseError",
  ]);
  expect((await client.call<RpcIndexStatus>("index/wait")).phase).toBe("ready");
});

test("passes over a line of 65 MiB, and goes on", async () => {
  const client = start(["--root", repoOf({}).path]);
  client.send(new Uint8Array(65 * 1024 * 1024).fill(0x20));
  await client.call("status");
  expect(client.strays.map(({ error }) => error?.data.type)).toEqual(["lineTooLong"]);
});

test("refuses a root that is not there, or no folder", async () => {
  const repo = repoOf({ "a.py": "" });
  for (const root of [`${repo.path}/none`, `${repo.path}/a.py`]) {
    const client = start(["--root", root]);
    expect(await client.exited).toBe(2);
    expect(client.stderr).toMatch(/^touchstone: Cannot open the root ".*": it /);
  }
});

test("indexes around files that are odd, and says why they are left out", async () => {
  const repo = repoOf({
    ...shop(2),
    "latin.py": Buffer.from("name = 'Jos\xe9'\n", "latin1"),
    "utf16.py": Buffer.from("\ufeffname = 'José'\n", "utf16le"),
    "nul.py": Uint8Array.from({ length: 4096 }, (_, index) => index % 5),
    "huge.py": "x = 1\n".repeat(400_000),
    "minified.js": `var a=1;${"b(1,2,3);".repeat(20_000)}`,
    "secret.py": "x = 1\n",
  });
  symlinkSync("/etc", `${repo.path}/outside`);
  symlinkSync(repo.path, `${repo.path}/loop`);
  chmodSync(`${repo.path}/secret.py`, 0);
  let readable = true;
  try {
    readFileSync(`${repo.path}/secret.py`);
  } catch {
    readable = false;
  }
  const client = start(["--root", repo.path]);
  const { phase, files, skipped } = await client.call<RpcIndexStatus>("index/wait");
  expect({ phase, files }).toEqual({ phase: "ready", files: readable ? 5 : 4 });
  expect(skipped).toMatchObject({
    binary: 1,
    tooLarge: 1,
    minified: 1,
    ...(readable ? {} : { unreadable: 1 }),
  });
});

test("goes on when its folder is deleted", async () => {
  const repo = repoOf(shop(5));
  const client = start(["--root", repo.path]);
  await client.call("index/wait");
  repo.remove();
  const index = await client.call<RpcIndexStatus>("index/wait");
  expect(index.files).toBe(0);
  expect(index.message).toContain("the folder is missing or unreadable");
  expect((await builtin(client, inNewModule)).error).toBeUndefined();
});

test("asks the model that was set up, with the key of the environment", async () => {
  const key = ["k", "ey"].join("-").repeat(6);
  // A name that stands nowhere in the repository would be taken for invented.
  const answer = 'query_by_identifier("by model")';
  const model = await startModel({ answer, apiKey: key });
  const client = start(["--root", repoOf(shop(3)).path], { env: { TOUCHSTONE_API_KEY: key } });
  const asked = { ...inNewModule, engine: "model" };
  expect(check(await client.ask("complete", asked))).toBe("modelUnavailable");
  const settings = { "model.endpoint": model.baseUrl, "model.name": "scripted" };
  await client.call("initialize", { settings });
  expect(check(await client.ask("complete", asked))).toBe(answer);
  expect(model.requests.at(-1)?.headers["authorization"]).toBe(`Bearer ${key}`);
  model.behaviour = "serverError";
  const { error } = await client.ask("complete", request("shop/b.py", "other = session.█\n"));
  expect(error).toBeUndefined();
  const failed = await client.ask("complete", {
    ...request("shop/c.py", "more = session.█\n"),
    engine: "model",
  });
  expect(failed.error?.data.type).toBe("modelUnavailable");
  expect(failed.error?.message).not.toContain(key);
  expect(client.stderr).not.toContain(key);
});

test("says whether a model was called, and asks as the call says", async () => {
  const model = await startModel({ answer: "query_by_identifier(identifier)" });
  const client = start(["--root", repoOf(shop(3)).path]);
  await client.call("initialize", {
    settings: { "completion.endpoint": model.baseUrl, "completion.model": "scripted" },
  });
  const ask = (params: object) => client.call<CompleteResult>("complete", { ...inNewModule, ...params });
  expect((await ask({ engine: "builtin" })).calledModel).toBe(false);
  const first = await ask({ engine: "model" });
  expect(first).toMatchObject({
    suggestions: [{ text: "query_by_identifier(identifier)", engine: "model", verdict: expect.any(String) }],
    calledModel: true,
  });
  expect((await ask({ engine: "model" })).calledModel).toBe(false);
  const other = {
    engine: "model",
    model: { name: "other", format: "qwen", maxTokens: 9, contextTokens: 300 },
  };
  expect((await ask(other)).calledModel).toBe(true);
  expect(JSON.parse(model.requests.at(-1)!.body)).toMatchObject({
    model: "other",
    max_tokens: 9,
    prompt: expect.stringContaining("<|fim_middle|>"),
  });
  const elsewhere = await client.ask("complete", {
    ...inNewModule,
    model: { endpoint: "http://127.0.0.1:9" },
  });
  expect(elsewhere.error).toBeUndefined();
  expect(model.requests.every(({ headers }) => headers["host"] === new URL(model.baseUrl).host)).toBe(true);
});

test("waits for a slow model no longer than the call says", async () => {
  const model = await startModel({ behaviour: "stallBeforeHeaders" });
  const client = start(["--root", repoOf(shop(12)).path]);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted", "completion.sureConfidence": 1 },
  });
  await client.call("index/wait");
  const { suggestions, calledModel } = await client.call<CompleteResult>("complete", {
    ...inNewModule,
    engine: "auto",
    timeoutMs: 3_000,
  });
  expect(calledModel).toBe(true);
  expect(suggestions[0]).toMatchObject({ engine: "builtin" });
});

test("answers many at once, each with its own request", async () => {
  const model = await startModel({ answer: "query_by_identifier(identifier)" });
  const client = start(["--root", repoOf(shop(3)).path]);
  await client.call("initialize", {
    settings: { "model.endpoint": model.baseUrl, "model.name": "scripted" },
  });
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      client.ask<CompleteResult>("complete", { ...inNewModule, path: `shop/new${at}.py`, engine: "model" }),
    ),
  );
  expect(answers.map(check)).toEqual(answers.map(() => "query_by_identifier(identifier)"));
});

test("searches by meaning with an embedding model, once the index has come to rest", {
  timeout: 240_000,
}, async () => {
  const model = await startModel();
  const files = { "a.py": "def add_to_cart(cart):\n    cart.append(1)\n", "b.py": "x = 1\n" };
  const client = start(["--root", repoOf(files).path]);
  const settings = { "model.endpoint": model.baseUrl, "embeddings.model": "small" };
  await client.call("initialize", { settings });
  await client.call("index/wait");
  const search = () =>
    client.call<readonly RpcSearchHit[]>("search", { query: "basket purchases", explain: true });
  let hits = await search();
  expect(hits).toEqual([]);
  for (let tries = 0; hits.length === 0 && tries < 900; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    hits = await search();
  }
  expect(hits[0]).toMatchObject({ path: "a.py", explanation: [{ part: "embedding" }] });
  expect(new Set(model.requests.map(({ url }) => url))).toEqual(new Set(["/v1/embeddings"]));
});

/** What a session did to the machine: names of calls. */
async function powerUsed(
  args: readonly string[],
  hasEndpoint = true,
  own: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly calls: string; readonly asked: number }> {
  const model = await startModel();
  const hooks = repoOf({});
  const hook = `${hooks.path}/recordPower.cjs`;
  copyFileSync(fileURLToPath(new URL("support/recordPower.cjs", import.meta.url)), hook);
  const repo = repoOf({ ...shop(3), ".git/config": "[core]\n\tfsmonitor = touch owned\n" });
  const client = start(["--root", repo.path, ...args], { nodeArgs: ["--require", hook] });
  const endpoint = hasEndpoint ? model.baseUrl : "";
  const settings = { "model.endpoint": endpoint, "model.name": "scripted", ...own };
  await client.call("initialize", { settings });
  await client.call("index/wait");
  await client.ask("complete", inNewModule);
  await builtin(client, inNewModule);
  await client.ask("complete", { ...inNewModule, engine: "model" });
  await client.call("status");
  await client.ask("shutdown");
  await client.exited;
  expect(existsSync(`${repo.path}/owned`)).toBe(false);
  const log = `${hooks.path}/power.log`;
  return { calls: existsSync(log) ? readFileSync(log, "utf8") : "", asked: model.requests.length };
}

/** Everything is said to have been done by the one commit there is. */
function commitAll({ path }: SampleRepo, message: string): void {
  const who = ["-c", "user.name=x", "-c", "user.email=x@localhost", "-c", "commit.gpgsign=false"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    [...who, "commit", "-q", "-m", message],
  ]) {
    execFileSync("git", ["-C", path, ...args]);
  }
}

for (const [trust, args, settings, expected] of [
  ["trusted", [], {}, ["shop/thing0.py"]],
  ["trusted, history off", [], { "index.history": false }, []],
  ["untrusted", ["--untrusted"], {}, []],
] as const) {
  test(`${trust}: finds ${expected.length} files by what was said of them once`, async () => {
    const repo = repoOf(shop(1));
    commitAll(repo, "Repaint the bikeshed");
    const client = start(["--root", repo.path, ...args]);
    await client.call("initialize", { settings });
    await client.call("index/wait");
    const hits = await client.call<readonly { path: string }[]>("search", { query: "bikeshed" });
    expect(hits.map(({ path }) => path)).toEqual(expected);
    expect(await client.call("index/report")).toMatchObject({ commits: expected.length });
  });
}

test("untrusted: starts no process, opens no socket, asks no model", async () => {
  expect(await powerUsed(["--untrusted"])).toEqual({ calls: "", asked: 0 });
});

test("no endpoint, no history: starts no process and opens no socket", async () => {
  expect(await powerUsed([], false, { "index.history": false })).toEqual({ calls: "", asked: 0 });
});

test("no endpoint: starts git and opens no socket", async () => {
  expect(await powerUsed([], false)).toEqual({ calls: expect.stringMatching(/^(spawn\n)+$/), asked: 0 });
});

test("trusted: the recorder of the test above sees the model being asked", async () => {
  const { calls, asked } = await powerUsed([]);
  expect(calls).toContain("connect");
  expect(asked).toBeGreaterThan(0);
});

test("untrusted: says why the model is not asked", async () => {
  const client = start(["--root", repoOf(shop(1)).path, "--untrusted"]);
  const settings = { "model.endpoint": "http://127.0.0.1:9/v1", "model.name": "scripted" };
  expect((await client.call<InitializeResult>("initialize", { settings })).trusted).toBe(false);
  const { error } = await client.ask("complete", { ...inNewModule, engine: "model" });
  expect(error).toMatchObject({ data: { type: "modelUnavailable", state: "paused" } });
  expect(error?.message).toBe("No model is asked in an untrusted workspace");
});

test("checks suggestions and names members in a file that is not on disk", async () => {
  const repo = repoOf({
    "shop/__init__.py": "",
    "shop/store.py": "class Store:\n    def load_item(self, key):\n        return key\n",
  });
  const client = start(["--root", repo.path]);
  await client.call("initialize", {});
  await client.call<RpcIndexStatus>("index/wait");
  const place = request("shop/new.py", "from shop.store import Store\n\nstore = Store()\nstore.█\n");
  const verify = async (suggestion: string): Promise<string> => {
    const { verdict, text, findings } = await client.call<VerifyResult>("verify", { ...place, suggestion });
    return `${verdict} ${text} ${findings.map(({ reason, offset, nearest }) => `${reason}@${offset} ${nearest}`)}`.trim();
  };
  expect(await verify("load_item(1)")).toBe("ok load_item(1)");
  expect(await verify("load_itme(1)")).toBe("repaired load_item(1) member@0 load_item");
  expect(await verify("load_item(1))")).toBe("dropped  syntax@0 undefined");
  const { members } = await client.call<MembersResult>("members", { ...place, limit: 1 });
  expect(members).toMatchObject([{ name: "load_item", container: "Store", source: "receiver" }]);
  expect((await client.ask("verify", { path: "shop/new.py" })).error?.data.type).toBe("invalidParams");
});
