/** Child of `bench:index`: indexes folders from nothing, as the engine's thread does, and tells what it took. */
import { statSync } from "node:fs";
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { RepoIndexer } from "../../src/features/indexing/repoIndexer.ts";
import { nodeFiles } from "../../src/node/files/nodeFiles.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { cpuMs } from "./measure.ts";

export interface ColdRun {
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakRssMb: number;
  readonly sourceBytes: number;
  /** Of the files that were indexed. */
  readonly paths: readonly string[];
}

const folders = process.argv.slice(2);
const index = new RepoIndex();
const indexer = new RepoIndexer({
  files: nodeFiles,
  yielder: threadYielder,
  sink: { *setFile() {}, removeFile() {}, clear() {}, tokens: () => 0, *build() {} },
  index,
  log: quietLog,
  onStatus() {},
});
const start = performance.now();
const { ms } = await cpuMs(async () => {
  await indexer.configure({
    roots: folders.map((path) => ({ path, name: path })),
    indexEnabled: true,
    exclude: ["**/node_modules"],
    maxFileBytes: 1 << 20,
    maxFiles: 200_000,
    feedsCompletion: false,
  });
  await indexer.waitUntilIdle(new AbortController().signal);
});
const { files, lines, symbols } = indexer.status();
const paths = [...index.paths()];
const run: ColdRun = {
  files,
  lines,
  symbols,
  cpuMs: ms,
  wallMs: performance.now() - start,
  peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  sourceBytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
  paths,
};
console.log(JSON.stringify(run));
