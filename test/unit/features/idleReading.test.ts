import { expect, test } from "vitest";
import { packFacts } from "../../../src/core/syntax/facts/packFacts.ts";
import { LocalEngine } from "../../../src/features/engine/localEngine.ts";
import type { BulkFile, BulkResult } from "../../../src/ports/bulkReader.ts";
import { engineConfig, hastyYielder, never, quietLog } from "../../support/indexerHarness.ts";
import { MemoryFiles } from "../../support/memoryFiles.ts";
import { trainedRanker } from "../../support/trainedRanker.ts";

const texts = {
  "/w/main.py": "from shop import store\nstore.load()\n",
  "/w/report.py": "from shop.store import load\nload()\n",
  "/w/shop/store.py": "def load(): pass\n",
  "/w/data.json": "{}\n",
  "/w/run.sh": "main\n",
};
const facts = packFacts({ definitions: [], references: [], imports: [] });

/** An engine whose idle reading is done by `read`, over a clock that moves when someone waits. */
function setUp(read: (file: BulkFile) => Promise<BulkResult>) {
  const asked: string[] = [];
  let nowMs = 0;
  let isOver = false;
  const engine = new LocalEngine({
    ranker: trainedRanker,
    files: new MemoryFiles(texts),
    yielder: {
      ...hastyYielder,
      now: () => nowMs,
      sleep: async (delayMs: number) => {
        if (isOver) await new Promise(() => {});
        nowMs += delayMs;
        await hastyYielder.pause();
      },
    },
    quarantined: [],
    log: quietLog,
    parser: { open() {}, edit() {}, close() {}, checkParse: async () => "parses" },
    reader: { read: async () => undefined },
    recorder: { enter() {}, leave() {} },
    bulk: {
      read: (file) => {
        asked.push(file.path);
        return read(file);
      },
      stop: () => void asked.push("stop"),
    },
  });
  const settle = async () => {
    await engine.configure(engineConfig({ readsWhenIdle: true }));
    await engine.waitForIndex(never);
    for (let i = 0; i < 200; i++) await hastyYielder.pause();
    isOver = true;
  };
  return { engine, asked, settle };
}

test("reads code, most used first, then ends the thread", async () => {
  const { asked, settle } = setUp(async () => ({ kind: "facts", packed: facts }));
  await settle();
  expect(asked.slice(0, 4)).toEqual(["/w/shop/store.py", "/w/main.py", "/w/report.py", "stop"]);
});

test("a file is asked for once, whatever comes of it", async () => {
  const { asked, settle } = setUp(async ({ path }) => ({ kind: path === "/w/main.py" ? "poison" : "none" }));
  await settle();
  expect(asked.filter((path) => path !== "stop")).toHaveLength(3);
});

test("stops when someone asks, and goes on when it is quiet", async () => {
  const box: { engine?: LocalEngine } = {};
  let reads = 0;
  const { engine, asked, settle } = setUp(async () => {
    if (++reads === 1) {
      await box.engine!.search({ query: "load", target: "file", limit: 1 }, never);
      return { kind: "stopped" };
    }
    return { kind: "facts", packed: facts };
  });
  box.engine = engine;
  await settle();
  expect(asked.slice(0, 3)).toEqual(["/w/shop/store.py", "stop", "/w/shop/store.py"]);
  expect(asked.filter((path) => path !== "stop")).toHaveLength(4);
});
