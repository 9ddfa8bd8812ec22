/**
 * Does what a model writes end where its block ends? Real functions are cut, and a model that knows the truth goes on
 * beyond it: with another function, with what follows anyway, with its last line again. Counts how often exactly the truth
 * is left, where indentation tells the block, and where the syntax tree does.
 *
 *   npm run bench:clip -- [--count 60] [--show] DIR...
 */
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { clipCode, clipSuggestion, writtenCode } from "../src/core/completion/clip.ts";
import { languageIdOf } from "../src/core/syntax/language.ts";
import { renderTable } from "../src/core/text/table.ts";
import { TreeSitterReader } from "../src/node/treeSitter/syntaxReader.ts";
import { TreeSitterParser } from "../src/node/treeSitter/treeSitterParser.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { quietLog } from "../test/support/indexerHarness.ts";
import {
  bodiesOf,
  type ClipCase,
  casesOf,
  cursorKinds,
  indentOf,
  runOnKinds,
  suffixKinds,
} from "./clip/cases.ts";
import { Random } from "./completion/random.ts";
import { listSources } from "./sources.ts";
import { endWithUsage } from "./usage.ts";
import { percentile } from "./verify/percentile.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "60" }, show: { type: "boolean", default: false } },
});
if (positionals.length === 0) endWithUsage("npm run bench:clip -- [--count 60] [--show] DIR...");

interface Outcome {
  readonly languageId: string;
  readonly clipCase: ClipCase;
  readonly byIndentation: string | undefined;
  readonly byTree: string | undefined;
  readonly hasTree: boolean;
}

const reader = new TreeSitterReader(grammarFiles, quietLog);
const parser = new TreeSitterParser(grammarFiles, quietLog);
const times: number[] = [];

async function clip(path: string, languageId: string, clipCase: ClipCase): Promise<Outcome> {
  const { prefix, suffix, written } = clipCase;
  const context = { prefix, suffix, languageId, chat: false };
  const byIndentation = clipSuggestion(written, context);
  const code = writtenCode(written, context);
  const replace = { start: prefix.length, end: prefix.length };
  const beganMs = performance.now();
  const check = { path, languageId, text: prefix + suffix, replace, insert: code };
  const fit = code.includes("\n") ? await parser.blockFit(check) : undefined;
  times.push(performance.now() - beganMs);
  return {
    languageId,
    clipCase,
    byIndentation,
    byTree: clipCode(code, context, fit),
    hasTree: fit !== undefined || !code.includes("\n"),
  };
}

async function run(directory: string): Promise<Outcome[]> {
  const random = new Random(`clip ${basename(resolve(directory))}`);
  const outcomes: Outcome[] = [];
  let functions = 0;
  for (const path of random.shuffle(listSources(directory))) {
    if (functions >= Number(values.count)) break;
    const languageId = languageIdOf(path) ?? "";
    const text = readFileSync(join(directory, path), "utf8");
    const tree = text.length < 200_000 ? await reader.tree(languageId, text) : undefined;
    const bodies = tree ? bodiesOf(tree) : [];
    if (bodies.length < 2) continue;
    for (const body of random.shuffle(bodies).slice(0, 2)) {
      const other = random
        .shuffle(bodies)
        .find((one) => one !== body && indentOf(text, one) === indentOf(text, body));
      if (!other) continue;
      functions++;
      for (const one of casesOf(text, body, text.slice(other.start, other.end), random))
        outcomes.push(await clip(path, languageId, one));
    }
  }
  return outcomes;
}

const bare = (text: string | undefined): string => (text ?? "").replace(/[ \t]+$/gm, "").trimEnd();
const isRight = (text: string | undefined, { truth }: ClipCase): boolean => bare(text) === bare(truth);
const share = (own: readonly Outcome[]): string => {
  if (own.length === 0) return "-";
  const of = (text: (one: Outcome) => string | undefined): string =>
    ((100 * own.filter((one) => isRight(text(one), one.clipCase)).length) / own.length).toFixed(1);
  return `${of((one) => one.byIndentation)} -> ${of((one) => one.byTree)}`;
};

const all: Outcome[] = [];
for (const directory of positionals) all.push(...(await run(directory)));

if (values.show)
  for (const { clipCase, byTree, byIndentation, languageId } of all) {
    if (isRight(byTree, clipCase)) continue;
    const { cursor, follows, runOn, truth, prefix } = clipCase;
    const before = prefix.split("\n").slice(-3).join("\n");
    console.log(
      `=== ${languageId} ${cursor} ${follows} ${runOn}${isRight(byIndentation, clipCase) ? " WORSE" : ""}\n${before}█\n--- truth\n${truth}\n--- kept\n${byTree}`,
    );
  }

const languages = [...new Set(all.map(({ languageId }) => languageId))].sort();
const columns = [
  ["cases", () => true],
  ...runOnKinds.map((kind) => [kind, ({ clipCase }: Outcome) => clipCase.runOn === kind] as const),
  ...cursorKinds.map((kind) => [kind, ({ clipCase }: Outcome) => clipCase.cursor === kind] as const),
  ...suffixKinds.map((kind) => [kind, ({ clipCase }: Outcome) => clipCase.follows === kind] as const),
] as const;
const rows = [...languages, "all"].map((language) => {
  const own = all.filter(({ languageId }) => language === "all" || language === languageId);
  return [language, String(own.length), ...columns.map(([, holds]) => share(own.filter(holds)))];
});
console.log(renderTable([["language", "n", "all", ...columns.slice(1).map(([name]) => name)], ...rows]));
const told = all.filter(({ hasTree }) => hasTree).length;
console.log(
  `\nExactly the truth left, %, by indentation -> by the tree. The tree told in ${told} of ${all.length}; the end of a block found in p50 ${percentile(times, 50).toFixed(1)} and p95 ${percentile(times, 95).toFixed(1)} ms.`,
);
