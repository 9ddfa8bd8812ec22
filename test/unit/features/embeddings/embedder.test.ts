import { afterEach, expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import { Embedder } from "../../../../src/features/embeddings/embedder.ts";
import { LocalEngine } from "../../../../src/features/engine/localEngine.ts";
import type { IndexStore } from "../../../../src/ports/indexStore.ts";
import { FakeClock, settle } from "../../../support/fakeClock.ts";
import { engineConfig, hastyYielder, never, quietLog } from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { memorySecrets } from "../../../support/memorySecrets.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { fault, ScriptedLanguageModel } from "../../../support/scriptedLanguageModel.ts";
import { trainedRanker } from "../../../support/trainedRanker.ts";

const texts = {
  "/w/cart.py": "def add_to_cart(cart, cart_item):\n    cart.append(cart_item)\n",
  "/w/user.py": "def greet(user):\n    return user.name\n",
  "/w/.env.py": "SECRET_CART = 'cart cart cart'\n",
};
const question = { query: "basket purchases", target: "file", limit: 5 } as const;
const named = { "model.endpoint": "http://127.0.0.1:9/v1", "embeddings.model": "small" };

const open: { dispose(): unknown }[] = [];
afterEach(() => {
  for (const thing of open.splice(0)) thing.dispose();
});

interface Options {
  readonly settings?: Partial<SettingValues>;
  readonly trusted?: boolean;
  readonly blobs?: Map<string, Uint8Array>;
}

/** A store that keeps blobs alone. */
const storeOf = (blobs: Map<string, Uint8Array>): IndexStore => ({
  access: "write",
  problem: undefined,
  lineage: 0,
  loadNote: () => undefined,
  loadSegments: () => new Map(),
  loadFiles: () => [],
  loadHistories: () => [],
  commit: () => true,
  loadBlob: (kind, hash) => blobs.get(`${kind} ${hash}`),
  saveBlobs(kind, saved) {
    for (const [hash, bytes] of saved) blobs.set(`${kind} ${hash}`, bytes);
    return true;
  },
  clear: () => blobs.clear(),
  sizeBytes: () => 0,
  close() {},
});

async function setUp({ settings = named, trusted = true, blobs = new Map() }: Options = {}) {
  const engine = new LocalEngine({
    ranker: trainedRanker,
    files: new MemoryFiles(texts),
    yielder: hastyYielder,
    quarantined: [],
    log: quietLog,
    parser: { open() {}, edit() {}, close() {}, checkParse: async () => "parses" },
    recorder: { enter() {}, leave() {} },
    openStore: () => storeOf(blobs),
  });
  const model = new ScriptedLanguageModel();
  const clock = new FakeClock();
  const granted: (() => void)[] = [];
  const trust = {
    isTrusted: () => trusted || granted.length > 1,
    onGranted: (listener: () => void) => {
      granted.push(listener);
      return { dispose() {} };
    },
  };
  const { log, lines } = memoryLog();
  const memory = memorySettings(settings);
  const { secrets } = memorySecrets();
  const embedder = new Embedder({ engine, model, clock, trust, log, secrets, settings: memory.settings });
  open.push(embedder, engine);
  await engine.configure({ ...engineConfig(), storeDirectory: "/store" });
  await engine.waitForIndex(never);
  /** Lets idle time go by until nothing more is done. */
  const rest = async () => {
    for (let i = 0; i < 8; i++) {
      await clock.advance(6000);
      for (let turn = 0; turn < 20; turn++) await settle();
    }
  };
  const search = async () => (await embedder.search(question, never)).map(({ path }) => path);
  const sent = () => model.embedded.flatMap(({ body }) => JSON.parse(body).input as string[]);
  return { engine, embedder, model, rest, search, sent, lines, blobs, set: memory.set };
}

test("finds by meaning what shares no word", async () => {
  const { embedder, rest, search } = await setUp();
  expect(await search()).toEqual([]);
  await rest();
  expect(embedder.state()).toEqual({ kind: "ready", done: 2, total: 3 });
  expect((await search())[0]).toBe("/w/cart.py");
});

test("sends no withheld file, and shows what it sent", async () => {
  const { embedder, rest, sent } = await setUp();
  await rest();
  expect(sent().join()).toContain("add_to_cart");
  expect(sent().join()).not.toContain("SECRET_CART");
  expect(embedder.lastContext()).toMatchObject({ task: "embedding", outcome: "complete" });
});

for (const [name, options, kind] of [
  ["without a name", { settings: { "model.endpoint": "http://127.0.0.1:9/v1" } }, "off"],
  ["without an endpoint", { settings: { "embeddings.model": "small" } }, "off"],
  ["without trust", { trusted: false }, "untrusted"],
] as const) {
  test(`sends nothing ${name}`, async () => {
    const { embedder, model, rest, search } = await setUp(options);
    await rest();
    expect(await search()).toEqual([]);
    expect(model.embedded).toEqual([]);
    expect(embedder.state().kind).toBe(kind);
    expect(embedder.understands(question.query)).toBe(false);
  });
}

test("is asked nothing for a name, and the same question once", async () => {
  const { embedder, model, rest, search } = await setUp();
  await rest();
  expect([question.query, "add_to_cart"].map((query) => embedder.understands(query))).toEqual([true, false]);
  const before = model.embedded.length;
  await embedder.search({ ...question, query: "add_to_cart" }, never);
  expect(model.embedded.length).toBe(before);
  await search();
  await search();
  expect(model.embedded.length).toBe(before + 1);
});

/** APIs of the engine by words, best first, and what was asked of the model for a question about them. */
async function setUpApis(settings: Partial<SettingValues> = {}) {
  const made = await setUp({ settings: { ...named, "docs.byMeaning": true, ...settings } });
  const entryOf = (name: string, summary: string, folder: string): ApiEntry => ({
    package: { ecosystem: "npm", name: folder, version: "1.0.0" },
    module: folder,
    name,
    kind: "function",
    signatures: [`${name}()`],
    summary,
    doc: "",
    examples: [],
    path: `/lib/${folder}/index.d.ts`,
    line: 0,
  });
  const entries = [
    entryOf("keep", "Disk storage file.", "other"),
    entryOf("add", "Adds to the cart, the cart that is there.", "shop"),
    entryOf("list", "Lists what is there.", "other"),
  ];
  const hits = entries.map((entry, i) => ({ entry, score: 3 - i }));
  made.engine.searchApis = async ({ limit }) => hits.slice(0, limit);
  const ask = async (query = "my basket purchases", limit = 5) =>
    (await made.embedder.searchApis({ query, limit }, never)).map(({ entry }) => entry.name);
  return { ...made, ask };
}

test("APIs are ordered by words and by meaning, and each is sent once", async () => {
  const { ask, sent } = await setUpApis();
  // The second place by words and the first by meaning outweigh the first and the third.
  expect(await ask()).toEqual(["add", "keep", "list"]);
  expect(sent()).toHaveLength(4);
  expect(await ask("my other basket", 1)).toEqual(["add"]);
  expect(sent()).toHaveLength(5);
});

for (const [what, settings, query] of [
  ["where nobody asked for it", { "docs.byMeaning": false }, undefined],
  ["without a model", { "embeddings.model": "" }, undefined],
  ["for a name", {}, "list"],
] as const) {
  test(`nothing is sent of APIs ${what}`, async () => {
    const { ask, sent } = await setUpApis(settings);
    expect(await ask(query)).toEqual(["keep", "add", "list"]);
    expect(sent()).toEqual([]);
  });
}

test("a library that is excluded is not sent, and is ordered by words alone", async () => {
  const { ask, sent } = await setUpApis({ "privacy.exclude": ["**/shop/**"] });
  expect(await ask()).toHaveLength(3);
  expect(sent().join()).not.toContain("Adds to the cart");
});

test("a model that fails leaves APIs as they are by words", async () => {
  const { ask, model } = await setUpApis();
  model.embedding = async () => ({ fault: fault("notFound") });
  expect(await ask()).toEqual(["keep", "add", "list"]);
});

test("tells a fault once, goes on by words, and begins again with other settings", async () => {
  const { embedder, model, rest, search, lines, set } = await setUp();
  model.embedding = async () => ({ fault: fault("notFound") });
  await rest();
  expect(embedder.state()).toMatchObject({ kind: "fault", message: "The model failed: notFound" });
  expect(await search()).toEqual([]);
  expect(model.embedded.length).toBe(1);
  expect(lines.filter((line) => line.includes("Search by meaning is off")).length).toBe(1);
  model.embedding = async (all) => ({ vectors: all.map(() => [1, 2]) });
  set({ "embeddings.model": "other" });
  await rest();
  expect(embedder.state().kind).toBe("ready");
});

test("does not mix vectors of two lengths", async () => {
  const { embedder, model, rest, search } = await setUp();
  await rest();
  model.embedding = async (all) => ({ vectors: all.map(() => [1, 2]) });
  expect(await search()).toEqual([]);
  expect(embedder.state()).toMatchObject({ kind: "fault", message: expect.stringContaining("2 numbers") });
});

test("a model that is slow to a question is not given up", async () => {
  const { embedder, model, rest, search } = await setUp();
  await rest();
  model.embedding = async () => ({ fault: fault("firstByteTimeout") });
  expect(await search()).toEqual([]);
  expect(embedder.state().kind).toBe("ready");
});

test("what was embedded once is found on disk", async () => {
  const first = await setUp();
  await first.rest();
  const { embedder, model, rest, search } = await setUp({ blobs: first.blobs });
  await rest();
  expect(embedder.state()).toEqual({ kind: "ready", done: 2, total: 3 });
  expect(model.embedded).toEqual([]);
  expect((await search())[0]).toBe("/w/cart.py");
});
