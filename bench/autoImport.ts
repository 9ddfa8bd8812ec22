/**
 * Takes one import out of real files and asks for it again, for a name that the file uses on one line only: is what is
 * added what stood there?
 *
 * `npm run bench:auto-import -- --repos DIR [--role development] [--only NAME,...] [--count 60]`, where DIR holds each
 * repository as `OWNER+NAME` or `OWNER/NAME`, bare or not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lexicalGroup } from "../src/core/retrieval/graph/lexicalGroup.ts";
import type { SyntaxFacts } from "../src/core/syntax/facts/facts.ts";
import { TreeSitterReader } from "../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../test/support/grammarFiles.ts";
import { Git } from "./completion/git.ts";
import { Random } from "./completion/random.ts";
import { ReplayEngine, ROOT } from "./nextEdit/replayEngine.ts";
import { readSources, type SourceText } from "./retrieval/corpus.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    role: { type: "string", default: "benchmark" },
    only: { type: "string" },
    count: { type: "string", default: "60" },
    show: { type: "boolean", default: false },
  },
});
if (values.repos === undefined)
  endWithUsage(
    "npm run bench:auto-import -- --repos DIR [--role development] [--only NAME,...] [--count 60]",
  );
const never = new AbortController().signal;
const reader = new TreeSitterReader(grammarFiles, { error: console.error, warn() {}, info() {}, debug() {} });

interface Task {
  readonly source: SourceText;
  readonly local: string;
  /** The text without the import, and the line that uses its name. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function openRepository(name: string): Git {
  const places = [name.replace("/", "+"), name].flatMap((folder) => [folder, join(folder, "repo")]);
  const found = places
    .map((place) => join(values.repos!, place))
    .find((place) => Git.isRepository(place) || Git.isBare(place));
  if (found === undefined) throw new Error(`Cannot measure "${name}": no repository of that name`);
  return new Git(found);
}

/** What imports bind, by the name in the file: module and name there. */
function bindingsOf({ imports }: SyntaxFacts): Map<string, string> {
  const bindings = new Map<string, string>();
  for (const { module, names } of imports) {
    if (names.length === 0) bindings.set(module.split(/[./]/).at(-1)!, module);
    for (const { name, local } of names) bindings.set(local, `${module} ${name}`);
  }
  return bindings;
}

/** An import of one name on one line, whose name stands on one other line. */
async function taskOf(source: SourceText, random: Random): Promise<Task | undefined> {
  const facts = await reader.read(source.languageId, source.text);
  if (!facts) return undefined;
  const lines = source.text.split("\n");
  const single = facts.imports.filter(({ line, names }) => {
    const others = facts.imports.filter((other) => other.line === line).length;
    return names.length <= 1 && names[0]?.name !== "*" && others === 1 && !/[({]\s*$/.test(lines[line] ?? "");
  });
  for (const { line, module, names } of random.shuffle(single)) {
    const local = names[0]?.local ?? module.split(/[./]/).at(-1)!;
    if (!/^\w+$/.test(local)) continue;
    const word = new RegExp(`(?<![\\w.$"'/])${local}\\b`);
    const uses = lines.flatMap((text, i) => (i !== line && word.test(text) ? [i] : []));
    if (uses.length !== 1 || uses[0]! < line || /^\s*(?:#|\/\/|\*)/.test(lines[uses[0]!]!)) continue;
    const rest = lines.filter((_, i) => i !== line);
    const before = rest.slice(0, uses[0]! - 1).join("\n").length + 1;
    return { source, local, text: rest.join("\n"), start: before, end: before + lines[uses[0]!]!.length };
  }
  return undefined;
}

async function measure(
  name: string,
  commit: string,
): Promise<[asked: number, added: number, right: number, ms: number[]]> {
  const git = openRepository(name);
  const replay = new ReplayEngine(git);
  await replay.goTo(commit);
  const random = new Random(name);
  const most = Number(values.count);
  let [asked, added, right] = [0, 0, 0];
  const ms: number[] = [];
  for (const source of random.shuffle(readSources(git, commit))) {
    if (asked >= most) break;
    if (!/^(?:python|ecma|jvm|go)$/.test(lexicalGroup(source.languageId))) continue;
    const task = await taskOf(source, random);
    if (!task) continue;
    const { languageId } = source;
    const { text, start, end, local } = task;
    const began = performance.now();
    const query = { path: `${ROOT}/${source.path}`, languageId, text, start, end };
    const insertions = await replay.engine.importsFor(query, never);
    ms.push(performance.now() - began);
    let now = text;
    for (const { offset, text: put } of insertions) now = now.slice(0, offset) + put + now.slice(offset);
    const wanted = await reader.read(languageId, source.text);
    const found = await reader.read(languageId, now);
    // A parser that had no time says nothing of the import.
    if (!wanted || !found) continue;
    asked++;
    const [truth, got] = [bindingsOf(wanted).get(local), bindingsOf(found).get(local)];
    if (got !== undefined) added++;
    if (got === truth) right++;
    else if (values.show) console.log(`${source.path}: ${local} is "${truth}", added "${got ?? ""}"`);
  }
  await replay.engine.dispose();
  return [asked, added, right, ms];
}

const listed = new URL("repositories.json", import.meta.url);
const { repositories } = JSON.parse(readFileSync(listed, "utf8")) as {
  readonly repositories: readonly { readonly name: string; readonly role: string; readonly commit: string }[];
};
const only = values.only?.split(",");
const percent = (part: number, whole: number): string =>
  whole === 0 ? "-" : ((100 * part) / whole).toFixed(0);
const quantile = (ms: readonly number[], part: number): string =>
  ([...ms].sort((a, b) => a - b)[Math.floor(part * (ms.length - 1))] ?? 0).toFixed(0);
console.log("| | imports taken out | added one % | right of these % | ms p50, p95 |\n|---|---|---|---|---|");
const total: [number, number, number, number[]] = [0, 0, 0, []];
for (const { name, role, commit } of repositories) {
  if (only ? !only.includes(name) : role !== values.role) continue;
  const [asked, added, right, ms] = await measure(name, commit);
  console.log(
    `| ${name} | ${asked} | ${percent(added, asked)} | ${percent(right, added)} | ${quantile(ms, 0.5)}, ${quantile(ms, 0.95)} |`,
  );
  [asked, added, right].forEach((count, i) => {
    (total as number[])[i]! += count;
  });
  total[3].push(...ms);
}
const [asked, added, right, ms] = total;
console.log(
  `| all | ${asked} | ${percent(added, asked)} | ${percent(right, added)} | ${quantile(ms, 0.5)}, ${quantile(ms, 0.95)} |`,
);
