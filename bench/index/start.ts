/**
 * `node bench/index/start.ts STORE FOLDER...`: one start of the engine's index with a store, measured as one line of JSON.
 * Run it twice for a cold and a warm start. With `SAVES=40` it also saves so many files, which are then put back: give it
 * a copy.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { RepoIndexer } from "../../src/features/indexing/repoIndexer.ts";
import { RepoSearch } from "../../src/features/search/repoSearch.ts";
import { nodeFiles } from "../../src/node/files/nodeFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import { openSqliteIndexStore } from "../../src/node/store/sqliteIndexStore.ts";
import type { IndexStore } from "../../src/ports/indexStore.ts";

export interface StartRun {
  readonly files: number;
  readonly filesAtOnce: number;
  readonly lines: number;
  readonly symbols: number;
  readonly openMs: number;
  readonly firstHits: number;
  readonly answerMs: number;
  readonly answerCpuMs: number;
  readonly readyMs: number;
  readonly cpuMs: number;
  readonly commits: number;
  readonly commitMs: { readonly sum: number; readonly p50: number; readonly p95: number };
  readonly saveMs: { readonly p50: number; readonly p95: number };
  readonly diskMb: number;
  readonly memoryMb: number;
  readonly rssMb: number;
}

const [storeDirectory, ...folders] = process.argv.slice(2);
if (!storeDirectory || folders.length === 0) {
  console.error("node bench/index/start.ts STORE FOLDER...");
  process.exit(2);
}
const never = new AbortController().signal;
const index = new RepoIndex();
const commitMs: number[] = [];
/** The store, its commits timed. */
function openTimed(directory: string): IndexStore {
  const store = openSqliteIndexStore(directory);
  const commit = store.commit.bind(store);
  store.commit = (change) => {
    const start = performance.now();
    const kept = commit(change);
    commitMs.push(performance.now() - start);
    return kept;
  };
  return store;
}
const quiet = { error: console.error, warn: console.error, info() {}, debug() {} };
const indexer = new RepoIndexer({
  files: nodeFiles,
  yielder: threadYielder,
  sink: { *setFile() {}, removeFile() {}, clear() {}, tokens: () => 0, *build() {} },
  index,
  openStore: openTimed,
  log: quiet,
  onStatus() {},
});
const round = (ms: number) => Number(ms.toFixed(1));
const quantile = (values: readonly number[], part: number) =>
  round([...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0);
const cpuSince = (from: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(from);
  return round((user + system) / 1000);
};

const cpu = process.cpuUsage();
const start = performance.now();
await indexer.configure({
  roots: folders.map((path) => ({ path, name: path })),
  indexEnabled: true,
  exclude: ["**/node_modules"],
  maxFileBytes: 1 << 20,
  maxFiles: 400_000,
  feedsCompletion: false,
  storeDirectory,
});
const openMs = performance.now() - start;
const question =
  "parse error when a file was changed while it is open, with a wrong line number in the message";
const firstHits = new RepoSearch(index, threadYielder).search({
  query: question,
  target: "file",
  limit: 10,
}).length;
const answerMs = performance.now() - start;
const answerCpuMs = cpuSince(cpu);
const filesAtOnce = index.counts().files;
await indexer.waitUntilIdle(never);
const readyMs = performance.now() - start;
const cpuMs = cpuSince(cpu);

/** A file saved, until a name that is new in it is found. The files are as they were afterwards. */
const saveMs: number[] = [];
const paths = [...index.paths()].filter((path) => statSync(path).size < 50_000);
const count = Number(process.env["SAVES"] ?? 0);
for (let i = 0; i < count; i++) {
  const path = paths[Math.floor((i * paths.length) / count)]!;
  const before = readFileSync(path);
  const name = `savedName${process.pid}x${i}`;
  for (const text of [Buffer.concat([before, Buffer.from(`\n${name} = ${name}\n`)]), before]) {
    writeFileSync(path, text);
    const saved = performance.now();
    indexer.filesChanged([{ kind: "changed", path }]);
    while (index.filesWith(name).length === (text === before ? 1 : 0)) await threadYielder.pause();
    if (text !== before) saveMs.push(performance.now() - saved);
    await threadYielder.sleep(300);
  }
}
const { lines, symbols, files } = index.counts();
const run: StartRun = {
  files,
  filesAtOnce,
  lines,
  symbols,
  openMs: round(openMs),
  firstHits,
  answerMs: round(answerMs),
  answerCpuMs,
  readyMs: round(readyMs),
  cpuMs,
  commits: commitMs.length,
  commitMs: {
    sum: round(commitMs.reduce((a, b) => a + b, 0)),
    p50: quantile(commitMs, 0.5),
    p95: quantile(commitMs, 0.95),
  },
  saveMs: { p50: quantile(saveMs, 0.5), p95: quantile(saveMs, 0.95) },
  diskMb: round((indexer.store?.sizeBytes() ?? 0) / 1e6),
  memoryMb: round(index.memoryBytes / 1e6),
  rssMb: Math.round(process.memoryUsage().rss / 1e6),
};
console.log(JSON.stringify(run));
indexer.close();
process.exit(0);
