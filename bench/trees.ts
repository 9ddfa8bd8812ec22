/**
 * How fast does tree-sitter read facts, what of it is parsing, and does its memory stay? For each directory and language:
 * thousands of lines for each second of CPU for parsing and reading, the same for parsing alone, in the same run; then
 * the WebAssembly heap after a first and a second pass over all.
 *
 * `npm run bench:trees -- DIR...`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "web-tree-sitter";
import { findLanguage, languageIdOf } from "../src/core/syntax/language.ts";
import { Grammars } from "../src/node/treeSitter/grammars.ts";
import { LONGEST_PARSED_TEXT, TreeSitterReader } from "../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { quietLog } from "../test/support/indexerHarness.ts";
import { listSources } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const directories = process.argv.slice(2);
if (directories.length === 0) endWithUsage("npm run bench:trees -- DIR...");

interface Source {
  readonly languageId: string;
  readonly text: string;
}

const grammars = new Grammars(grammarFiles);
const memory = await grammars.memory();
const reader = new TreeSitterReader(grammarFiles, quietLog);

function sourcesOf(directory: string): Source[] {
  return listSources(directory)
    .map((path) => ({
      languageId: languageIdOf(path)!,
      text: readFileSync(join(directory, path), "utf8"),
    }))
    .filter(({ text }) => text.length <= LONGEST_PARSED_TEXT);
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const heapMb = (): string => `${(memory.HEAPU8.length / 2 ** 20).toFixed(1)} MiB`;
const linesOf = (sources: readonly Source[]): number =>
  sources.reduce((sum, { text }) => sum + text.split("\n").length, 0);

async function parseOnly(sources: readonly Source[]): Promise<void> {
  const parser = new Parser();
  for (const { languageId, text } of sources) {
    parser.setLanguage(await grammars.load(findLanguage(languageId)!.grammar!));
    const deadline = performance.now() + 250;
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
    if (tree) tree.delete();
    else parser.reset();
  }
  parser.delete();
}

async function report(directory: string, languageId: string, sources: readonly Source[]): Promise<void> {
  await parseOnly(sources.slice(0, 30));
  for (const source of sources.slice(0, 30)) await reader.read(languageId, source.text);
  let late = 0;
  let facts = 0;
  const readMs = await cpuMs(async () => {
    for (const { text } of sources) {
      const found = await reader.read(languageId, text);
      if (!found) late++;
      else facts += found.definitions.length + found.references.length + found.imports.length;
    }
  });
  const parseMs = await cpuMs(() => parseOnly(sources));
  const lines = linesOf(sources);
  console.log(
    `${directory} ${languageId}: ${sources.length} files, ${lines} lines, ${(lines / readMs).toFixed(1)} klines/CPU-s, ` +
      `parse alone ${(lines / parseMs).toFixed(1)} (${((100 * parseMs) / readMs).toFixed(0)} %), ` +
      `${(facts / lines).toFixed(2)} facts a line, ${late} files not read`,
  );
}

const all: Source[] = [];
for (const directory of directories) {
  const sources = sourcesOf(directory);
  all.push(...sources);
  for (const languageId of new Set(sources.map((source) => source.languageId))) {
    const group = sources.filter((source) => source.languageId === languageId);
    if (group.length >= 5) await report(directory, languageId, group);
  }
}
console.log(`${all.length} files read: WebAssembly heap ${heapMb()}`);
for (const { languageId, text } of all) await reader.read(languageId, text);
console.log(`all read again: WebAssembly heap ${heapMb()}`);
