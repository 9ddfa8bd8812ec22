/**
 * Indexes directories as the engine does, without its completion engine: time, memory, what is skipped, and how long
 * single questions take.
 *
 * `npm run bench:index -- DIR...` (all directories together, as folders of one workspace)
 */
import { resolve } from "node:path";
import { RepoIndex } from "../src/core/repo/repoIndex.ts";
import type { Snippet } from "../src/core/retrieval/snippet.ts";
import { RepoIndexer } from "../src/features/indexing/repoIndexer.ts";
import { SnippetFinder } from "../src/features/indexing/snippetFinder.ts";
import { nodeFiles } from "../src/node/files/nodeFiles.ts";
import { threadYielder } from "../src/node/files/threadYielder.ts";
import { quietLog } from "../test/support/indexerHarness.ts";
import { seededRandom } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const roots = process.argv.slice(2).map((path) => ({ path: resolve(path), name: path }));
if (roots.length === 0) endWithUsage("npm run bench:index -- DIR...");
const never = new AbortController().signal;
const index = new RepoIndex();
const sink = { *setFile() {}, removeFile() {}, clear() {}, tokens: () => 0, *build() {} };
let statusCalls = 0;
const indexer = new RepoIndexer({
  files: nodeFiles,
  yielder: threadYielder,
  sink,
  index,
  log: quietLog,
  onStatus: () => void statusCalls++,
});

const mb = (bytes: number) => Math.round(bytes / 1e6);

async function measure(what: string, work: () => Promise<unknown>): Promise<number> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1000;
  console.log(`${what}: ${cpuMs.toFixed(0)} CPU-ms, ${(performance.now() - start).toFixed(0)} ms`);
  return cpuMs;
}

/** The longest time that a message to the thread waited. */
function watchPauses(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

globalThis.gc?.();
const before = process.memoryUsage();
const pauses = watchPauses();
const cpuMs = await measure("index", async () => {
  await indexer.configure({
    roots,
    indexEnabled: true,
    exclude: ["**/node_modules"],
    maxFileBytes: 1 << 20,
    maxFiles: 200_000,
    feedsCompletion: false,
  });
  await indexer.waitUntilIdle(never);
});
console.log(`longest pause ${pauses().toFixed(0)} ms, ${statusCalls} status calls`);
const { files, lines, symbols, languages, skipped, message } = indexer.status();
console.log(
  JSON.stringify({ files, lines, symbols, skipped, message, languages: Object.fromEntries(languages) }),
);
console.log(`${Math.round(lines / cpuMs)} klines/CPU-s`);
globalThis.gc?.();
const after = process.memoryUsage();
const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
console.log(`held ${mb(held)} MB (heap and arrays), RSS ${mb(after.rss)} MB`);
await measure("reconcile with nothing changed", () => indexer.reconcile());

const random = seededRandom(3);
const paths = [...index.paths()].filter((path) => (index.symbolsOf(path).length ?? 0) > 3);
const finder = new SnippetFinder({ files: nodeFiles, index, indexer });
const times: number[] = [];
let found: readonly Snippet[] = [];
for (let i = 0; i < 100; i++) {
  const path = paths[Math.floor(random() * paths.length)]!;
  const text = new TextDecoder().decode(await nodeFiles.read(path, 1 << 20));
  const at = Math.floor(random() * text.length);
  const query = {
    path,
    languageId: index.languageIdOf(path)!,
    prefix: text.slice(0, at),
    suffix: text.slice(at),
    maxSnippets: 4,
  };
  const cpu = process.cpuUsage();
  found = await finder.find(query, never);
  const { user, system } = process.cpuUsage(cpu);
  times.push((user + system) / 1000);
}
times.sort((a, b) => a - b);
console.log(
  `snippets: p50 ${times[50]!.toFixed(1)}, p95 ${times[95]!.toFixed(1)} CPU-ms; last found ${found.length}`,
);
