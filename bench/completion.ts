/**
 * Measures the built-in completion engine on real repositories.
 *
 *   npm run bench:completion -- --repo DIR [--repo DIR2 ...] [--count 200] [--settings S-a,S-b,R-a,R-b] [--json FILE]
 *
 * `--json` keeps the answers of a run; `--from FILE [--from FILE2 ...]` prints the tables of kept runs together.
 * DIR is any folder; a git repository, bare or not, is read at its HEAD and replayed as well. `docs/benchmarks.md` says
 * what the settings are; `bench/repositories.json` names the repositories of the reported figures.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Git } from "./completion/git.ts";
import { type Answer, reliability, type Summary, summarise } from "./completion/measures.ts";
import { type Setting, staticPositions } from "./completion/positions.ts";
import { Random } from "./completion/random.ts";
import { replayGroups } from "./completion/replay.ts";
import { Bench } from "./completion/run.ts";
import { readCommit, readFolder, withoutCopies } from "./completion/sources.ts";
import { endWithUsage } from "./usage.ts";

const SETTINGS: readonly Setting[] = ["S-a", "S-b", "R-a", "R-b"];

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true },
    count: { type: "string", default: "200" },
    settings: { type: "string", default: SETTINGS.join(",") },
    json: { type: "string" },
    from: { type: "string", multiple: true, default: [] },
    "no-baseline": { type: "boolean", default: false },
  },
});
const count = Number(values.count);
const wanted = SETTINGS.filter((setting) => values.settings.split(",").includes(setting));
const withBaseline = !values["no-baseline"];

interface Run {
  readonly repo: string;
  readonly setting: Setting;
  readonly answers: readonly Answer[];
}

function runStatic(dir: string, git: Git | undefined, name: string): Run[] {
  const all = git === undefined ? readFolder(dir) : readCommit(git, "HEAD");
  const files = withoutCopies(all);
  const bench = new Bench(files, withBaseline);
  const stats = bench.engine.stats();
  console.log(
    `${name}: ${files.length} files (${all.length - files.length} copies left out), ${stats.tokens} tokens, ` +
      `build ${(bench.buildCpuMs / 1000).toFixed(2)} s CPU, ` +
      `${(stats.sizeBytes / Math.max(1, stats.tokens)).toFixed(1)} bytes per token`,
  );
  return wanted
    .filter((setting) => setting.startsWith("S"))
    .map((setting) => {
      const random = new Random(`${name} ${setting}`);
      const positions = staticPositions(files, setting === "S-b", count, random);
      return { repo: name, setting, answers: positions.map((position) => bench.ask(position)) };
    });
}

function runReplay(git: Git, name: string): Run[] {
  return wanted
    .filter((setting) => setting.startsWith("R"))
    .map((setting) => {
      const random = new Random(`${name} ${setting}`);
      const answers = replayGroups(git, "HEAD", setting === "R-b", count, random).flatMap(
        ({ base, steps }) => {
          const bench = new Bench(readCommit(git, base), withBaseline);
          return steps.flatMap((step) => {
            bench.apply(step);
            return step.positions.map((position) => bench.ask(position));
          });
        },
      );
      return { repo: name, setting, answers };
    });
}

function row(label: string, summary: Summary): string {
  const figures = [
    summary.count,
    summary.exact.toFixed(1),
    summary.baseline.toFixed(1),
    (summary.exact - summary.baseline).toFixed(1),
    summary.reachable.toFixed(1),
    summary.firstToken.toFixed(1),
    ...summary.precisionAt.map((one) => one.toFixed(1)),
    summary.calibrationError.toFixed(1),
    summary.p50Ms.toFixed(1),
    summary.p95Ms.toFixed(1),
  ];
  return `| ${label} | ${figures.join(" | ")} |`;
}

function printTables(runs: readonly Run[]): void {
  for (const setting of wanted) {
    const of = runs.filter((run) => run.setting === setting && run.answers.length > 0);
    if (of.length === 0) continue;
    const summaries = of.map((run) => summarise(run.answers));
    console.log(`\n${setting}\n`);
    console.log(
      "| repository | n | EM | naive | gain | reachable | first token | P@10 | P@20 | P@40 | ECE | p50 ms | p95 ms |",
    );
    console.log("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (const [i, run] of of.entries()) console.log(row(run.repo, summaries[i]!));
    const all = summarise(of.flatMap((run) => run.answers));
    const mean = (value: (summary: Summary) => number) =>
      summaries.reduce((sum, one) => sum + value(one), 0) / summaries.length;
    console.log(
      row("**mean** (P, ECE and times over all answers)", {
        ...all,
        exact: mean((one) => one.exact),
        baseline: mean((one) => one.baseline),
        reachable: mean((one) => one.reachable),
        firstToken: mean((one) => one.firstToken),
      }),
    );
    printReliability(of.flatMap((run) => run.answers));
  }
}

function printReliability(answers: readonly Answer[]): void {
  const bins = reliability(answers).filter((bin) => bin.count > 0);
  console.log(`\n| confidence from | ${bins.map((bin) => bin.from.toFixed(1)).join(" | ")} |`);
  console.log(`|---|${bins.map(() => "---").join("|")}|`);
  console.log(`| answers | ${bins.map((bin) => bin.count).join(" | ")} |`);
  console.log(`| mean confidence % | ${bins.map((bin) => bin.confidence.toFixed(0)).join(" | ")} |`);
  console.log(`| right % | ${bins.map((bin) => bin.right.toFixed(0)).join(" | ")} |`);
}

if (values.from.length > 0) {
  printTables(values.from.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as Run[]));
} else if (values.repo === undefined || values.repo.length === 0) {
  endWithUsage("npm run bench:completion -- --repo DIR [--repo DIR2 ...]");
} else {
  const runs = values.repo.flatMap((path) => {
    const dir = resolve(path);
    const name = basename(dir).replace(/\.git$/, "");
    const git = Git.isRepository(dir) ? new Git(dir) : undefined;
    return [...runStatic(dir, git, name), ...(git === undefined ? [] : runReplay(git, name))];
  });
  printTables(runs);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(runs));
}
