/**
 * Measures the built-in completion engine on real repositories.
 *
 *   npm run bench:completion -- --repo DIR [--repo DIR2 ...] [--count 200] [--settings S-a,S-b,R-a,R-b] [--json FILE]
 *   npm run bench:completion -- --ablation [--repo DIR ...] [--count 100] [--settings R-a,R-b]
 *   npm run bench:completion -- --typing [--repo DIR ...] [--count 100] [--json FILE]
 *
 * `--typing` simulates somebody who types lines of commits, as many per repository as `--count` says. `--json` keeps the answers of a run; `--from FILE [--from FILE2 ...]` prints the tables of kept runs together.
 * DIR is any folder; a git repository, bare or not, is read at its HEAD and replayed as well. `docs/benchmarks.md` says
 * what the settings are; `bench/repositories.json` names the repositories of the reported figures.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type AblationRun, askWithout, printAblation } from "./completion/ablation.ts";
import { Git } from "./completion/git.ts";
import {
  columnChoices,
  lineStart,
  type Position,
  type Setting,
  staticPositions,
} from "./completion/positions.ts";
import { Random } from "./completion/random.ts";
import { type ReplayGroup, replayGroups } from "./completion/replay.ts";
import { Bench } from "./completion/run.ts";
import { readCommit, readFolder, withoutCopies } from "./completion/sources.ts";
import { printTables, printTyping, type Run } from "./completion/tables.ts";
import { TreeFollower } from "./completion/treeFollower.ts";
import { type TypingTrace, traceLine } from "./completion/typingTrace.ts";
import { endWithUsage } from "./usage.ts";

const SETTINGS: readonly Setting[] = ["S-a", "S-b", "R-a", "R-b"];

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true, default: [] },
    count: { type: "string", default: "200" },
    settings: { type: "string", default: SETTINGS.join(",") },
    json: { type: "string" },
    from: { type: "string", multiple: true, default: [] },
    typing: { type: "boolean", default: false },
    ablation: { type: "boolean", default: false },
    "no-baseline": { type: "boolean", default: false },
  },
});
const count = Number(values.count);
const wanted = SETTINGS.filter((setting) => values.settings.split(",").includes(setting));
const withBaseline = !values["no-baseline"];

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
      const positions = staticPositions(files, columnChoices[setting], count, random);
      return { repo: name, setting, answers: positions.map((position) => bench.ask(position)) };
    });
}

/** Asks at the positions of one walk through the newest commits, with the index as it was there. */
function replay<T>(git: Git, walk: Iterable<ReplayGroup>, bench: Bench, ask: (position: Position) => T): T[] {
  const follower = new TreeFollower(git, bench);
  const found: T[] = [];
  for (const { base, steps } of walk) {
    follower.moveTo(base);
    for (const step of steps) {
      follower.apply(step);
      found.push(...step.positions.map(ask));
    }
  }
  return found;
}

function runReplay(git: Git, name: string): Run[] {
  return wanted
    .filter((setting) => setting.startsWith("R"))
    .map((setting) => {
      const random = new Random(`${name} ${setting}`);
      const walk = replayGroups(git, "HEAD", columnChoices[setting], count, random);
      const bench = new Bench([], withBaseline);
      const answers = replay(git, walk, bench, (position) => bench.ask(position));
      return { repo: name, setting, answers };
    });
}

function runAblation(git: Git, name: string): AblationRun[] {
  return wanted
    .filter((setting) => setting.startsWith("R"))
    .map((setting) => {
      const walk = replayGroups(git, "HEAD", columnChoices[setting], count, new Random(`${name} ${setting}`));
      const bench = new Bench([], false);
      const answers = replay(git, walk, bench, (position) => askWithout(bench.engine, position));
      return { repo: name, setting, answers };
    });
}

function runTyping(git: Git, name: string): TypingTrace[] {
  const walk = replayGroups(git, "HEAD", lineStart, count, new Random(`${name} typing`));
  const bench = new Bench([], false);
  return replay(git, walk, bench, (position) => traceLine(bench.engine, name, position));
}

function repositories(): { readonly dir: string; readonly name: string; readonly git: Git | undefined }[] {
  if (values.repo.length === 0) endWithUsage("npm run bench:completion -- --repo DIR [--repo DIR2 ...]");
  return values.repo.map((path) => {
    const dir = resolve(path);
    const git = Git.isRepository(dir) ? new Git(dir) : undefined;
    return { dir, name: basename(dir).replace(/\.git$/, ""), git };
  });
}

/** What was kept, or what `measure` finds, which is then kept if that is wished. */
function kept<T>(measure: () => T[]): T[] {
  if (values.from.length > 0) {
    return values.from.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as T[]);
  }
  const found = measure();
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(found));
  return found;
}

if (values.ablation) {
  const runs = kept(() => repositories().flatMap(({ git, name }) => (git ? runAblation(git, name) : [])));
  printAblation(wanted, runs);
} else if (values.typing) {
  printTyping(kept(() => repositories().flatMap(({ git, name }) => (git ? runTyping(git, name) : []))));
} else {
  const runs = kept<Run>(() =>
    repositories().flatMap(({ dir, git, name }) => [
      ...runStatic(dir, git, name),
      ...(git ? runReplay(git, name) : []),
    ]),
  );
  printTables(wanted, runs);
}
