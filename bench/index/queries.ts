/**
 * Child of `bench:index`: `STORE FOLDER...`: how long questions take on an index that a store holds, as one line of JSON.
 * Names and questions are those of the corpus itself: symbols, and first sentences of documentation comments.
 */
import { readFileSync } from "node:fs";
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { searchSymbols } from "../../src/core/repo/symbolSearch.ts";
import type { SearchTarget } from "../../src/core/retrieval/search.ts";
import type { NameMatch } from "../../src/core/retrieval/symbolQuery.ts";
import { RepoIndexer } from "../../src/features/indexing/repoIndexer.ts";
import { SnippetFinder } from "../../src/features/indexing/snippetFinder.ts";
import { RepoSearch } from "../../src/features/search/repoSearch.ts";
import { nodeFiles } from "../../src/node/files/nodeFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import { openSqliteIndexStore } from "../../src/node/store/sqliteIndexStore.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { seededRandom } from "../sources.ts";
import { cpuMs, quantile } from "./measure.ts";

export interface Times {
  readonly p50: number;
  readonly p95: number;
}
export interface QueryRun {
  readonly names: number;
  readonly symbols: Readonly<Record<NameMatch, Times>>;
  readonly ranking: Readonly<Record<SearchTarget, Times>>;
  readonly snippets: Times;
}

const [storeDirectory, ...folders] = process.argv.slice(2);
const never = new AbortController().signal;
const index = new RepoIndex();
const indexer = new RepoIndexer({
  files: nodeFiles,
  yielder: threadYielder,
  sink: { *setFile() {}, removeFile() {}, clear() {}, tokens: () => 0, *build() {} },
  index,
  openStore: openSqliteIndexStore,
  log: quietLog,
  onStatus() {},
});
await indexer.configure({
  roots: folders.map((path) => ({ path, name: path })),
  indexEnabled: true,
  exclude: ["**/node_modules"],
  maxFileBytes: 1 << 20,
  maxFiles: 400_000,
  feedsCompletion: false,
  storeDirectory,
});
await indexer.waitUntilIdle(never);

const random = seededRandom(3);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

/** CPU of single calls, after a few that warm up. Milliseconds. */
async function timesOf(count: number, ask: (i: number) => unknown): Promise<Times> {
  for (let i = 0; i < 20; i++) await ask(i);
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push((await cpuMs(() => ask(i))).ms);
  const round = (ms: number) => Number(ms.toFixed(2));
  return { p50: round(quantile(times, 0.5)), p95: round(quantile(times, 0.95)) };
}

const paths = [...index.paths()];
const names: string[] = [];
while (names.length < 300) for (const { name } of index.symbolsOf(pick(paths)).slice(0, 3)) names.push(name);
const asked: Readonly<Record<NameMatch, (name: string) => string>> = {
  exact: (name) => name,
  prefix: (name) => name.slice(0, 4).toLowerCase(),
  fuzzy: (name) => [...name].filter((_, i) => i % 3 === 0).join(""),
};
const symbols = {} as Record<NameMatch, Times>;
for (const match of ["exact", "prefix", "fuzzy"] as const) {
  symbols[match] = await timesOf(300, (i) =>
    searchSymbols(index, { name: asked[match](names[i]!), match, limit: 50 }),
  );
}

/** Comments of some length, as a person would describe what is wanted. */
const sentence = /(?:"""|\/\*\*|\/\/\/?|#)\s*([A-Z][^\n"]{40,200})/g;
const questions: string[] = [];
for (let looks = 0; questions.length < 300 && looks < 20_000; looks++) {
  const path = pick(paths);
  const found = [...readFileSync(path, "utf8").matchAll(sentence)];
  if (found.length > 0) questions.push(pick(found)[1]!);
}
const search = new RepoSearch(index, threadYielder);
const ranking = {} as Record<SearchTarget, Times>;
for (const target of ["file", "symbol", "chunk"] as const) {
  ranking[target] = await timesOf(300, (i) =>
    search.search({ query: questions[i % questions.length]!, target, limit: 20 }),
  );
}

const finder = new SnippetFinder({ files: nodeFiles, index, indexer });
const snippets = await timesOf(100, () => {
  const path = pick(paths);
  const text = readFileSync(path, "utf8");
  const at = Math.floor(random() * text.length);
  const [prefix, suffix] = [text.slice(0, at), text.slice(at)];
  return finder.find({ path, languageId: index.languageIdOf(path)!, prefix, suffix, maxSnippets: 4 }, never);
});
const run: QueryRun = { names: index.counts().symbols, symbols, ranking, snippets };
console.log(JSON.stringify(run));
indexer.close();
process.exit(0);
