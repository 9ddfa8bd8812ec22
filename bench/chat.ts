/**
 * Questions about real repositories, asked of `touchstone rpc` without a model: how many answers are right where the code proves
 * what is, how often the function that a question in words means is among the first three beside plain BM25, whether
 * cited lines exist and hold what they are cited for, and how often a question that has no answer gets none.
 *
 * `npm run bench:chat -- --repos DIR --typescript FOLDER [--role development] [--only NAME,...] [--wrong | --words]`, where DIR holds
 * each repository with its history as `OWNER+NAME` (or `OWNER+NAME/repo`), and FOLDER holds `node_modules/typescript` 5.
 *
 * `--words` asks only the questions in words, and needs no `--typescript`.
 *
 * `npm run bench:chat -- --agent FOLDER` times calls of tools that a model makes at once, over the repository in FOLDER.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RpcClient } from "../test/support/rpcClient.ts";
import { benchAgent } from "./chat/agent.ts";
import type { Fact, Facts } from "./chat/facts.ts";
import { type Given, judge, type LastChange } from "./chat/judge.ts";
import { absentQuestions, exactQuestions } from "./chat/questions.ts";
import { Git } from "./completion/git.ts";
import { readSources, type SourceText } from "./retrieval/corpus.ts";
import { docCorpus, sentenceKey } from "./retrieval/docQueries.ts";
import { isAsked, plainSymbolSearch } from "./retrieval/evaluate.ts";
import { tellableBy } from "./retrieval/tellable.ts";
import { endWithUsage } from "./usage.ts";

interface Repository {
  readonly name: string;
  readonly language: string;
  readonly role: string;
  readonly commit: string;
}

/** Of each kind of proven question, of those in words, and of those without an answer, twice: names and sentences. */
const EXACT = 12;
const IN_WORDS = 40;
const ABSENT = 12;
const FIRST = 3;
const SEED = 20261121;

interface FoundSymbol {
  readonly path: string;
  readonly name?: string;
  readonly container?: string;
}

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    typescript: { type: "string" },
    role: { type: "string", default: "benchmark" },
    only: { type: "string" },
    wrong: { type: "boolean", default: false },
    words: { type: "boolean", default: false },
    agent: { type: "string" },
  },
});
if (values.agent !== undefined) {
  await benchAgent(values.agent);
  process.exit();
}
if (values.repos === undefined || (values.typescript === undefined && !values.words))
  endWithUsage(
    "npm run bench:chat -- --repos DIR --typescript FOLDER [--role development] [--only NAME,...] [--wrong | --words]",
  );

const listed = new URL("chatRepositories.json", import.meta.url);
const { repositories } = JSON.parse(readFileSync(listed, "utf8")) as { repositories: readonly Repository[] };
const only = values.only?.split(",");
const scratch = mkdtempSync(join(tmpdir(), "touchstone-chat-"));

function cloneOf({ name, commit }: Repository): string {
  const folder = name.replace("/", "+");
  const source = [join(values.repos!, folder), join(values.repos!, folder, "repo")].find(
    (place) => existsSync(place) && (Git.isRepository(place) || Git.isBare(place)),
  );
  if (source === undefined)
    throw new Error(`Cannot measure "${name}": no repository of that name in "${values.repos}"`);
  const target = join(scratch, folder);
  execFileSync("git", ["clone", "-q", "--shared", "--no-checkout", source, target]);
  execFileSync("git", ["-C", target, "checkout", "-q", commit]);
  return target;
}

function factsOf({ language }: Repository, root: string): Facts {
  const script = (name: string) => fileURLToPath(new URL(`chat/${name}`, import.meta.url));
  const [program, args] =
    language === "Python"
      ? ["python3", [script("pythonFacts.py"), root]]
      : [process.execPath, [script("typeScriptFacts.mjs"), root, values.typescript!]];
  return JSON.parse(
    execFileSync(program!, args as string[], { maxBuffer: 1 << 30, encoding: "utf8" }),
  ) as Facts;
}

/** As git tells it without Touchstone. */
function lastChangeOf(root: string, path: string): LastChange | undefined {
  const args = ["-C", root, "log", "-1", "--no-merges", "--no-renames", "--format=%aN%x00%ct", "--", path];
  const [author = "", seconds = ""] = execFileSync("git", args, { encoding: "utf8" }).trim().split("\0");
  return author === ""
    ? undefined
    : { author, day: new Date(1000 * Number(seconds)).toISOString().slice(0, 10) };
}

interface Tally {
  right: number;
  all: number;
}
const percent = ({ right, all }: Tally): string =>
  all === 0 ? "-" : `${((100 * right) / all).toFixed(1)} % of ${all}`;
function add(tally: Tally, isRight: boolean): void {
  tally.all++;
  if (isRight) tally.right++;
}

const tally = (): Tally => ({ right: 0, all: 0 });
const exact = new Map<string, Tally>();
const [existing, borne, refused, answered] = [tally(), tally(), tally(), tally()];
/** Beside the bare sentence: any symbol that the same sentence is said of counts, only questions that a rule calls tellable are counted, and all with comments where they are. */
const words = {
  "its comment taken out": { ranked: tally(), plain: tally() },
  "the same, any that is so described": { ranked: tally(), plain: tally() },
  "the same, of those that can be told": { ranked: tally(), plain: tally() },
  "comments left in": { ranked: tally(), plain: tally() },
  "comments left in, any that is so described": { ranked: tally(), plain: tally() },
  "comments left in, of those that can be told": { ranked: tally(), plain: tally() },
};
const waits: number[] = [];

async function ask(client: RpcClient, question: string): Promise<Given> {
  const startMs = performance.now();
  const given = await client.call<Given>("ask", { question });
  waits.push(performance.now() - startMs);
  return given;
}

async function open(root: string): Promise<RpcClient> {
  const client = new RpcClient(["--root", root]);
  await client.call("initialize", {});
  await client.call("index/wait", {});
  return client;
}

async function measure(
  repository: Repository,
  others: readonly Fact[],
  own: Facts,
  root: string,
): Promise<void> {
  const client = await open(root);
  const texts = new Map<string, readonly string[] | undefined>();
  const lineOf = (path: string, line: number): string | undefined => {
    if (!texts.has(path)) {
      const file = join(root, path);
      texts.set(path, existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : undefined);
    }
    return texts.get(path)?.[line - 1];
  };
  const checkCited = (given: Given): void => {
    for (const { path, line, endLine } of given.citations)
      add(existing, lineOf(path, line) !== undefined && lineOf(path, endLine) !== undefined);
  };
  for (const { text, fact } of exactQuestions(own.facts, EXACT, SEED)) {
    const given = await ask(client, text);
    const change = fact.kind === "changes" ? lastChangeOf(root, fact.name) : undefined;
    const verdict = judge(fact, given, lineOf, change);
    checkCited(given);
    borne.all += verdict.cited;
    borne.right += verdict.borne;
    if (!exact.has(fact.kind)) exact.set(fact.kind, tally());
    add(exact.get(fact.kind)!, verdict.isRight);
    if (!verdict.isRight && values.wrong)
      console.log(
        `\n### ${repository.name}: ${text}\n${JSON.stringify(fact).slice(0, 1500)}\n${given.markdown}`,
      );
  }
  const whole = readSources(new Git(root), repository.commit)
    .map(({ text }) => text)
    .join("\n");
  for (const question of absentQuestions(others, whole, new Set(own.words), ABSENT, SEED)) {
    const given = await ask(client, question);
    checkCited(given);
    add(refused, given.refused !== undefined);
    if (given.refused === undefined && values.wrong)
      console.log(`\n### ${repository.name} has no answer: ${question}\n${given.markdown}`);
  }
  client.child.kill();
  await client.exited;
  await measureWords(repository, root);
}

/** Questions in words: what was written about a function, which is then taken out of the text, and once more with it. */
async function measureWords(repository: Repository, root: string): Promise<void> {
  const corpus = docCorpus(readSources(new Git(root), repository.commit));
  const stride = Math.max(1, Math.floor(corpus.queries.length / IN_WORDS));
  const queries = corpus.queries.filter((_, i) => i % stride === 0).slice(0, IN_WORDS);
  const isTellable = tellableBy(corpus);
  for (const [sources, strict, shared, told] of [
    [
      corpus.sources,
      "its comment taken out",
      "the same, any that is so described",
      "the same, of those that can be told",
    ],
    [
      corpus.commented,
      "comments left in",
      "comments left in, any that is so described",
      "comments left in, of those that can be told",
    ],
  ] as const) {
    const folder = join(scratch, `${repository.name.replace("/", "+")}-${strict.replaceAll(" ", "-")}`);
    writeAll(folder, sources);
    const client = await open(folder);
    const plain = plainSymbolSearch(sources);
    for (const query of queries) {
      const found = await client.call<readonly FoundSymbol[]>("search", {
        query: query.query,
        target: "symbol",
        limit: FIRST,
      });
      const hits = found.map(({ path, name = "", container = "" }) => ({ path, name, container }));
      const alike = corpus.saidOf.get(sentenceKey(query))!;
      for (const [side, answer] of [
        ["ranked", hits],
        ["plain", plain(query.query, FIRST)],
      ] as const) {
        const isFound = answer.some(isAsked(query));
        add(words[strict][side], isFound);
        if (isTellable(query)) add(words[told][side], isFound);
        add(
          words[shared][side],
          answer.some((hit) => alike.some((one) => isAsked(one)(hit))),
        );
      }
      if (sources === corpus.sources)
        add(answered, (await ask(client, `Which function does this: ${query.query}?`)).refused === undefined);
    }
    client.child.kill();
    await client.exited;
  }
}

function writeAll(folder: string, sources: readonly SourceText[]): void {
  for (const { path, text } of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

try {
  const all = repositories.filter(({ role }) => role === values.role);
  if (values.words)
    for (const repository of all) {
      await measureWords(repository, cloneOf(repository));
      console.error(`${repository.name} done`);
    }
  const known = (values.words ? [] : all).map((repository) => {
    const root = cloneOf(repository);
    return { repository, root, own: factsOf(repository, root) };
  });
  for (const { repository, root, own } of known) {
    if (only && !only.includes(repository.name)) continue;
    const others = known.filter((one) => one.repository !== repository).flatMap((one) => one.own.facts);
    await measure(repository, others, own, root);
    console.error(`${repository.name} done`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

waits.sort((a, b) => a - b);
const overall = tally();
for (const { right, all } of exact.values()) {
  overall.right += right;
  overall.all += all;
}
for (const [kind, one] of exact) console.log(`${kind.padEnd(14)} right ${percent(one)}`);
console.log(`exact kinds    right ${percent(overall)}`);
console.log(`cited lines    exist ${percent(existing)}, hold the fact ${percent(borne)}`);
console.log(`no answer      refused ${percent(refused)}`);
for (const [how, { ranked, plain }] of Object.entries(words))
  console.log(
    `in words       ${how}: among the first ${FIRST} ${percent(ranked)}; plain BM25 ${percent(plain)}; ratio ${(ranked.right / Math.max(1, plain.right)).toFixed(2)}`,
  );
console.log(`in words       answered ${percent(answered)}`);
console.log(
  `answers        p50 ${waits[Math.floor(waits.length / 2)]?.toFixed(0)} ms, p95 ${waits[Math.floor(0.95 * waits.length)]?.toFixed(0)} ms, of ${waits.length}`,
);
