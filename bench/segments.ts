/**
 * What the segments of the index cost and give, without the loop that reads a workspace: CPU by phase, size against
 * source, loading, BM25 beside SQLite's FTS5 on the same passages, and look-up of symbols.
 *
 * `npm run bench:segments -- DIR...` (all directories together)
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { skipText } from "../src/core/repo/fileFilter.ts";
import { RepoIndex } from "../src/core/repo/repoIndex.ts";
import { Column } from "../src/core/repo/segment/bytes.ts";
import { cutPassages, type Passages } from "../src/core/repo/segment/cutPassages.ts";
import { mergeSegments } from "../src/core/repo/segment/mergeSegments.ts";
import { scanWords } from "../src/core/repo/segment/scanWords.ts";
import { openSegment, type Segment } from "../src/core/repo/segment/segment.ts";
import { SegmentBuilder } from "../src/core/repo/segment/segmentBuilder.ts";
import { WordTable } from "../src/core/repo/segment/wordTable.ts";
import { type NameQuery, searchSymbols } from "../src/core/repo/symbolSearch.ts";
import { findLanguage, languageIdOf } from "../src/core/syntax/language.ts";
import { lexicalFamilies } from "../src/core/syntax/lexicalFamily.ts";
import { lex } from "../src/core/syntax/outline/lexer.ts";
import type { Outline } from "../src/core/syntax/outline/outline.ts";
import { readOutline } from "../src/core/syntax/outline/readOutline.ts";
import type { Tokens } from "../src/core/syntax/outline/tokens.ts";
import { contentHash } from "../src/core/text/contentHash.ts";
import { decodeText } from "../src/core/text/decode.ts";
import { queryTerms } from "../src/core/text/terms/queryTerms.ts";
import { splitWord } from "../src/core/text/terms/splitWord.ts";
import { wordsOf } from "../src/core/text/terms/wordsOf.ts";
import { wordTerms } from "../src/core/text/terms/wordTerms.ts";
import { decodeUtf8 } from "../src/features/indexing/readSource.ts";
import { PostingBm25 } from "../test/support/postingBm25.ts";
import { listSources, seededRandom } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const directories = process.argv.slice(2).map((path) => resolve(path));
if (directories.length === 0) endWithUsage("npm run bench:segments -- DIR...");

/** Files of one turn of all phases: enough for the clock, few enough for memory. */
const TURN = 100;
/** As the index seals. */
const SEAL_POSTINGS = 1 << 19;
const MAX_FILE_BYTES = 1 << 20;

const cpuMsByPhase = new Map<string, number>();

function cpuMs<T>(work: () => T): [T, number] {
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1000];
}

function phase<T>(name: string, work: () => T): T {
  const [value, ms] = cpuMs(work);
  cpuMsByPhase.set(name, (cpuMsByPhase.get(name) ?? 0) + ms);
  return value;
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

interface Source {
  readonly path: string;
  readonly languageId: string;
  bytes: Uint8Array;
  hash: number;
  text: string;
}

interface Scanned extends Source {
  readonly tokens: Tokens;
  outline: Outline;
  passages: Passages;
}

/** Documents of FTS5: the same terms of the same passages. */
const database = new DatabaseSync(":memory:");
database.exec("CREATE VIRTUAL TABLE d USING fts5(tokens, content = '', tokenize = 'ascii')");
const insert = database.prepare("INSERT INTO d (rowid, tokens) VALUES (?, ?)");
let rows = 0;
let ftsMs = 0;

function insertPassages({ tokens, passages }: Scanned): void {
  const { text, lineStarts } = tokens;
  passages.startLines.forEach((line, i) => {
    const end = lineStarts[passages.startLines[i + 1] ?? lineStarts.length] ?? text.length;
    insert.run(rows++, wordsOf(text.slice(lineStarts[line]!, end)).flatMap(wordTerms).join(" "));
  });
}

const table = new WordTable();
const builder = new SegmentBuilder(table);
const sealed: Segment[] = [];
let lines = 0;
let sourceBytes = 0;

function seal(): void {
  const read = openSegment(phase("seal", () => finish(builder.seal())));
  if (read.kind === "segment") sealed.push(read.segment);
  builder.clear();
}

function takeTurn(paths: readonly string[]): void {
  const read: Source[] = paths.map((path) => ({
    path,
    languageId: languageIdOf(path) ?? "",
    bytes: new Uint8Array(0),
    hash: 0,
    text: "",
  }));
  phase("read", () => {
    for (const source of read) source.bytes = readFileSync(source.path);
  });
  phase("hash", () => {
    for (const source of read) source.hash = contentHash(source.bytes);
  });
  phase("decode", () => {
    for (const source of read) {
      const decoded = decodeText(source.bytes, decodeUtf8);
      if (decoded.kind === "text") source.text = decoded.text;
    }
  });
  const kept = phase("filter", () =>
    read.filter(({ bytes, text }) => text !== "" && bytes.length <= MAX_FILE_BYTES && !skipText(text)),
  );
  const scanned: Scanned[] = phase("lex", () =>
    kept.map((source) => {
      const family = lexicalFamilies[findLanguage(source.languageId)?.family ?? "data"];
      const tokens = lex(source.text, family);
      return { ...source, tokens, outline: { symbols: [], imports: [] }, passages: cutPassages(tokens, []) };
    }),
  );
  phase("outline", () => {
    for (const file of scanned) {
      file.outline = readOutline(file.tokens, findLanguage(file.languageId)?.outline);
    }
  });
  phase("passages", () => {
    for (const file of scanned) file.passages = cutPassages(file.tokens, file.outline.symbols);
  });
  const words = phase("words", () =>
    scanned.map((file) => {
      const found = { words: new Column(), ends: new Column() };
      finish(scanWords(file.tokens, file.passages.startLines, table, found));
      return found;
    }),
  );
  phase("gather", () => {
    scanned.forEach((file, i) => {
      const lineCount = file.tokens.lineStarts.length;
      builder.add({ ...file, lines: lineCount, words: words[i]! });
      lines += lineCount;
      sourceBytes += file.bytes.length;
    });
  });
  ftsMs += cpuMs(() => {
    database.exec("BEGIN");
    for (const file of scanned) insertPassages(file);
    database.exec("COMMIT");
  })[1];
}

const paths = directories.flatMap((directory) => listSources(directory).map((path) => join(directory, path)));
for (let at = 0; at < paths.length; at += TURN) {
  takeTurn(paths.slice(at, at + TURN));
  if (builder.postings > SEAL_POSTINGS) seal();
}
seal();
const bytes = phase("merge", () =>
  finish(mergeSegments(sealed.map((segment) => ({ segment, keep: () => true })))),
);

const total = [...cpuMsByPhase.values()].reduce((sum, ms) => sum + ms, 0);
console.log(`${paths.length} files, ${lines} lines, ${(sourceBytes / 1e6).toFixed(1)} MB`);
for (const [name, ms] of cpuMsByPhase) {
  console.log(
    `  ${name.padEnd(9)} ${ms.toFixed(0).padStart(6)} CPU-ms, ${((1000 * ms) / lines).toFixed(2)} us a line`,
  );
}
console.log(
  `all ${total.toFixed(0)} CPU-ms, ${Math.round(lines / total)} klines/CPU-s; ${sealed.length} segments merged`,
);
console.log(
  `segment ${(bytes.length / 1e6).toFixed(1)} MB, ${(bytes.length / sourceBytes).toFixed(3)} of the source`,
);

function percentiles(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(2);
  return `p50 ${at(0.5)}, p95 ${at(0.95)} CPU-ms`;
}

const loads = Array.from({ length: 20 }, () => cpuMs(() => openSegment(bytes))[1]);
console.log(`load: ${percentiles(loads)}`);

const opened = openSegment(bytes);
if (opened.kind === "fault") throw new Error(`Cannot open the segment that was merged: "${opened.fault}"`);
const { segment } = opened;
const index = new RepoIndex();
const known = Array.from({ length: segment.contents }, (_, content) => ({
  path: `/${content}`,
  languageId: segment.languageOf(content),
  hash: segment.hashOf(content),
}));
index.restore(new Map([[segment.id, bytes]]), known);
console.log(
  `${index.passageLimit} passages, ${segment.symbols} symbols of ${segment.names.count} names, ${segment.terms.count} terms, ${segment.identifiers.count} identifiers`,
);

/** Words of queries: as often as they stand in comments and code, without stop words. */
const random = seededRandom(7);
const wordPool = Array.from({ length: 400 }, () => {
  const text = readFileSync(paths[Math.floor(random() * paths.length)]!, "utf8");
  const at = Math.floor(random() * text.length);
  return [...queryTerms(text.slice(at, at + 400)).keys()].filter((term) => /^[a-z0-9]+$/.test(term));
}).flat();

function sampleTerms(count: number): ReadonlyMap<string, number> {
  const terms = new Map<string, number>();
  while (terms.size < count) terms.set(wordPool[Math.floor(random() * wordPool.length)]!, 1);
  return terms;
}

const bm25 = new PostingBm25(index);
const match = database.prepare("SELECT rowid FROM d WHERE d MATCH ? ORDER BY rank LIMIT 20");
console.log(`FTS5 of the same passages: ${ftsMs.toFixed(0)} CPU-ms to build`);
for (const count of [3, 8, 20]) {
  const queries = Array.from({ length: 220 }, () => sampleTerms(count));
  for (const query of queries.slice(0, 20)) bm25.rankPassages(query, 20);
  const own = queries.slice(20).map((query) => cpuMs(() => bm25.rankPassages(query, 20))[1]);
  const fts = queries
    .slice(20, 40)
    .map((query) => cpuMs(() => match.all([...query.keys()].map((term) => `"${term}"`).join(" OR ")))[1]);
  const mean = (times: number[]) => times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const ratio = (mean(fts) / mean(own)).toFixed(0);
  console.log(`BM25, ${count} terms: ${percentiles(own)}; FTS5 ${percentiles(fts)}, ${ratio} times as much`);
}

const symbolNames = Array.from({ length: 300 }, () => segment.nameOf(Math.floor(random() * segment.symbols)));
const letters: Readonly<Record<NameQuery["match"], (name: string) => string>> = {
  exact: (name) => name,
  prefix: (name) => name.slice(0, 3 + Math.floor(random() * 3)),
  fuzzy: (name) =>
    splitWord(name).reduce(
      (sum, at, i, all) => (i % 2 ? sum : sum + name.slice(at, Math.min(at + 2, all[i + 1]!))),
      "",
    ),
};
for (const kind of ["exact", "prefix", "fuzzy"] as const) {
  const times = symbolNames.map((name) => {
    const query = { name: letters[kind](name), match: kind, limit: 50 };
    return cpuMs(() => searchSymbols(index, query))[1];
  });
  console.log(`symbols, ${kind}: ${percentiles(times.slice(50))}`);
}
