/**
 * The index at scale: `npm run bench:index -- DIR [--only NAME]`, with the folders of `npm run bench:corpora -- DIR`. Everything is run one
 * after the other in processes of their own. Needs `ctags` (universal-ctags); build first (`npm run build -- --production`).
 */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildChildren, ctagsCpuSeconds } from "./index/children.ts";
import type { ColdRun } from "./index/cold.ts";
import { comparedCorpora, findCorpus, foldersOf } from "./index/corpora.ts";
import type { QueryRun, Times } from "./index/queries.ts";
import { residentMemory } from "./index/residentMemory.ts";
import type { StartRun } from "./index/start.ts";
import { endWithUsage } from "./usage.ts";

const { values, positionals } = parseArgs({ options: { only: { type: "string" } }, allowPositionals: true });
const [directory] = positionals;
if (directory === undefined) endWithUsage("npm run bench:index -- DIR [--only NAME]");
const isWanted = (name: string): boolean => values.only === undefined || values.only === name;

const WARM_STARTS = 5;
const SAVES = 40;
const children = buildChildren(["cold", "start", "queries"]);
const show = ({ p50, p95 }: Times): string => `${p50} / ${p95}`;
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

console.log("| corpus | files | lines | klines/CPU-s | CPU-s | ctags CPU-s | ratio | allowed |");
console.log("|---|---|---|---|---|---|---|---|");
for (const corpus of comparedCorpora.filter(({ name }) => isWanted(name))) {
  const cold = children.run<ColdRun>("cold", foldersOf(corpus, directory));
  const ctags = ctagsCpuSeconds(cold.paths);
  const seconds = cold.cpuMs / 1000;
  console.log(
    `| ${corpus.name} | ${cold.files} | ${cold.lines} | ${Math.round(cold.lines / cold.cpuMs)} | ${seconds.toFixed(2)} | ${ctags.toFixed(2)} | ${(seconds / ctags).toFixed(2)} | ${corpus.ctagsRatio} |`,
  );
}

for (const corpus of ["1M", "4M"].filter(isWanted).map(findCorpus)) {
  const folders = foldersOf(corpus, directory);
  const { sourceBytes } = children.run<ColdRun>("cold", folders);
  const store = join(children.scratch, `store-${corpus.name}`);
  const cold = children.run<StartRun>("start", [store, ...folders]);
  const warm = Array.from({ length: WARM_STARTS }, () =>
    children.run<StartRun>("start", [store, ...folders]),
  );
  const queries = children.run<QueryRun>("queries", [store, ...folders]);
  console.log(`\n${corpus.name}: ${cold.files} files, ${cold.lines} lines, ${cold.symbols} symbols`);
  const perMillion = (cold.cpuMs / 1000 / (cold.lines / 1e6)).toFixed(2);
  console.log(
    `- from nothing, with the store: ${(cold.cpuMs / 1000).toFixed(1)} CPU-s, ${perMillion} for each 1 M lines`,
  );
  console.log(
    `- on disk ${warm[0]!.diskMb} MB, ${((warm[0]!.diskMb * 1e6) / sourceBytes).toFixed(2)} of the source; segments in memory ${warm[0]!.memoryMb} MB`,
  );
  console.log(
    `- warm start to the first ranked answer: ${median(warm.map(({ answerMs }) => answerMs))} ms, ${median(warm.map(({ answerCpuMs }) => answerCpuMs))} CPU-ms of all threads; until compared with the disk ${median(warm.map(({ cpuMs }) => cpuMs))} CPU-ms`,
  );
  for (const [match, times] of Object.entries(queries.symbols)) {
    console.log(`- symbol look-up, ${match}: ${show(times)} CPU-ms`);
  }
  for (const [target, times] of Object.entries(queries.ranking)) {
    console.log(`- ranking of a ${target}: ${show(times)} CPU-ms`);
  }
  console.log(`- snippets for a prompt: ${show(queries.snippets)} CPU-ms`);
  const copies = folders.map((folder, i) => {
    const copy = join(children.scratch, `copy-${corpus.name}`, String(i));
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  });
  const env = { SAVES: String(SAVES) };
  const saves = children.run<StartRun>("start", [`${store}-copy`, ...copies], env);
  console.log(`- saved to searchable: ${show(saves.saveMs)} ms`);
  for (const isLaunched of [true, false]) {
    const place = join(children.scratch, `rpc-${corpus.name}-${isLaunched}`);
    const first = await residentMemory(place, folders, isLaunched);
    const second = await residentMemory(place, folders, isLaunched);
    console.log(
      `- memory of \`touchstone rpc\`${isLaunched ? "" : " without its launcher"}: highest ${first.peakMb} MB, at rest ${first.restMb} MB; started again ${second.peakMb} and ${second.restMb} MB`,
    );
  }
}
children.close();
