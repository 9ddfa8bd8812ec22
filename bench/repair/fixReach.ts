/**
 * `npm run bench:repair -- CLONES_DIR --fixes [--half development|heldOut] [--only NAMES] [--details]`: how many one-line fixes in the history of
 * other repositories are among what the templates propose at the changed line. No test is run.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import type { KnownLiterals } from "../../src/core/repair/proposals.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { literalsIn } from "../../src/features/repair/literalsIn.ts";
import { type Fix, findFixes } from "./history.ts";
import { propose, treeOf } from "./javascriptFaults.ts";
import { git, gitDirOf, type Sources } from "./repositories.ts";
import { isRight } from "./repositoryBug.ts";

export interface FixReachOptions {
  readonly clones: string;
  readonly half?: string | undefined;
  readonly only?: string | undefined;
  readonly details: boolean;
}

interface Reach {
  readonly half: "development" | "heldOut";
  readonly language: string;
  /** Template of the repair and its place among the candidates of the changed line; not given: none is the repair. */
  readonly found: { readonly template: string; readonly rank: number } | undefined;
  readonly candidates: number;
}

const { repositories }: { readonly repositories: readonly Sources[] } = JSON.parse(
  readFileSync(new URL("../repairFixes.json", import.meta.url), "utf8"),
);
const mostOfEach = 10;
/** As many candidates as `--repositories` looks among. */
const limit = 50_000;
const mostLiterals = 24;
const never = new AbortController().signal;

export async function benchFixReach({ clones, half, only, details }: FixReachOptions): Promise<void> {
  const all: Reach[] = [];
  for (const repository of repositories) {
    if (only && !only.split(",").some((name) => repository.repository.includes(name))) continue;
    const dir = gitDirOf(clones, repository);
    let count = 0;
    for (const fix of findFixes(dir, repository, "historical")) {
      if (++count > mostOfEach) break;
      const own = halfOf(fix.commit);
      if (half && own !== half) continue;
      const reach = await reachOf(dir, fix, own);
      if (!reach) continue;
      all.push(reach);
      if (details) tell(dir, repository.repository, fix, reach);
    }
  }
  for (const one of ["development", "heldOut"]) {
    summarize(
      one,
      all.filter((reach) => reach.half === one),
    );
  }
  summarize("both", all);
}

const halfOf = (commit: string): Reach["half"] =>
  createHash("sha256").update(`fix ${commit}`).digest()[0]! % 2 === 0 ? "development" : "heldOut";

async function reachOf(dir: string, fix: Fix, half: Reach["half"]): Promise<Reach | undefined> {
  const { commit, source: path, lines } = fix;
  const languageId = languageIdOf(path) ?? "";
  const faulty = git(dir, "show", `${commit}~1:${path}`);
  const right = git(dir, "show", `${commit}:${path}`);
  // What differs in comments and blanks alone is no repair.
  if (!(await treeOf(path, faulty)) || (await isRight({ path, right }, faulty, treeOf))) return undefined;
  const lineScores = lines.map((line) => [line, 1] as const).filter(([line]) => line >= 0);
  const literals = literalsOf(dir, fix);
  const made = await propose({ languageId, text: faulty, lineScores, literals, limit }, never);
  for (const [at, { edits, template }] of made.entries()) {
    if (await isRight({ path, right }, applyReplacements(faulty, edits), treeOf))
      return { half, language: languageId, found: { template, rank: at + 1 }, candidates: made.length };
  }
  return { half, language: languageId, found: undefined, candidates: made.length };
}

/** Values in the lines that a fix adds to its tests, in place of what failing tests expect. */
function literalsOf(dir: string, { commit, tests }: Fix): KnownLiterals {
  const diff = git(dir, "diff", "-U0", `${commit}~1`, commit, "--", ...tests);
  const added = diff.split("\n").filter((line) => /^\+(?!\+)/.test(line));
  const found = [...new Set(added.flatMap((line) => literalsIn(line.slice(1))))];
  return {
    numbers: found.filter((text) => /^-?[\d.]+$/.test(text)).slice(0, mostLiterals),
    strings: found.filter((text) => /^['"]/.test(text)).slice(0, mostLiterals),
  };
}

function tell(dir: string, repository: string, fix: Fix, { half, found, candidates }: Reach): void {
  const { commit, source, subject } = fix;
  const state = found ? `${found.template} at ${found.rank}` : "unreachable";
  console.log(`${half} ${repository} ${commit.slice(0, 9)} ${source} ${subject}: ${state} of ${candidates}`);
  const diff = git(dir, "diff", "-U0", `${commit}~1`, commit, "--", source);
  for (const line of diff.split("\n")) if (/^[-+](?![-+])/.test(line)) console.log(`      ${line}`);
}

function summarize(title: string, all: readonly Reach[]): void {
  if (all.length === 0) return;
  const of = (languages: readonly string[]) => {
    const own = all.filter(({ language }) => languages.includes(language));
    return `${own.filter(({ found }) => found).length} of ${own.length}`;
  };
  const reached = all.flatMap(({ found }) => (found ? [found] : []));
  const within = (most: number) => reached.filter(({ rank }) => rank <= most).length;
  const byTemplate = new Map<string, number>();
  for (const { template } of reached) byTemplate.set(template, (byTemplate.get(template) ?? 0) + 1);
  const templates = [...byTemplate].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${title}: ${reached.length} of ${all.length} fixes reached (${((100 * reached.length) / all.length).toFixed(0)} %), ` +
      `among the first 10, 100 and 1,000 of their line ${within(10)}, ${within(100)} and ${within(1000)}; ` +
      `Python ${of(["python"])}, JavaScript ${of(["javascript", "javascriptreact"])}, TypeScript ${of(["typescript", "typescriptreact"])}; ` +
      `${all.reduce((sum, { candidates }) => sum + candidates, 0)} candidates in all; ${templates.join(", ")}`,
  );
}
