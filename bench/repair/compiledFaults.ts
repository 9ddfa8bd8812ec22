/** `npm run bench:repair -- --compiled MIRROR`: seeded faults in real Go and Rust, located and repaired without a model. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { applyReplacements } from "../../src/core/repair/candidate.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { type Reproduced, relativeTo, withReproduced } from "../../src/features/repair/reproduced.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { searchRepair } from "../../src/features/repair/searchRepair.ts";
import { knownLiterals, suspectFiles, suspectLines } from "../../src/features/repair/suspects.ts";
import { findTargets, mayChange } from "../../src/features/repair/targets.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { findTests } from "../../test/support/testing/findTests.ts";
import { probed, thisMachine } from "../../test/support/testing/machine.ts";
import { seededRandom } from "../sources.ts";
import { type CompiledMutant, compiledMutants } from "./compiledMutants.ts";
import { cpuMsOf } from "./cpuClock.ts";
import { isSameCode } from "./sameCode.ts";

const repositories = z
  .object({
    seed: z.number(),
    repositories: z.array(
      z.object({
        name: z.string(),
        runner: z.enum(["go", "cargo"]),
        commit: z.string(),
        faults: z.number(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("compiledRepositories.json", import.meta.url), "utf8")));
type Repository = (typeof repositories)["repositories"][number];

export interface CompiledBench {
  readonly mirror: string;
  readonly budgetMs: number;
  readonly only?: string | undefined;
  /** Of each repository; undefined: as the list says. */
  readonly count?: number | undefined;
  /** Each change compiled by itself. */
  readonly isAlone: boolean;
}

interface Attempt {
  readonly lineRank: number | undefined;
  readonly isTraced: boolean;
  readonly isPlausible: boolean;
  readonly isFirstRight: boolean;
  readonly isAnyRight: boolean;
  readonly foundSeconds: number | undefined;
  readonly perSecond: number;
}

const reader = new TreeSitterReader(grammarFiles, quietLog);
const { copies } = thisMachine();
const never = new AbortController().signal;

export async function benchCompiled(bench: CompiledBench): Promise<void> {
  const all: { readonly runner: string; readonly attempt: Attempt }[] = [];
  for (const repository of repositories.repositories) {
    if (bench.only && !repository.name.includes(bench.only) && repository.runner !== bench.only) continue;
    const attempts = await attemptsIn(repository, bench);
    tell(repository.name, attempts);
    all.push(...attempts.map((attempt) => ({ runner: repository.runner, attempt })));
  }
  for (const runner of new Set(all.map((one) => one.runner)))
    tell(
      runner,
      all.filter((one) => one.runner === runner).map(({ attempt }) => attempt),
    );
}

async function attemptsIn(repository: Repository, bench: CompiledBench): Promise<Attempt[]> {
  const root = checkout(repository, bench.mirror);
  const attempts: Attempt[] = [];
  try {
    for (const { path, mutant } of await drawn(root, repository)) {
      if (attempts.length >= (bench.count ?? repository.faults)) break;
      const file = join(root, path);
      const right = readFileSync(file, "utf8");
      const wrong = applyReplacements(right, [mutant]);
      writeFileSync(file, wrong);
      try {
        if (!compiles(root, repository)) continue;
        const attempt = await tryFault(root, { path, mutant, wrong, right }, bench);
        if (!attempt) continue;
        attempts.push(attempt);
        const how = attempt.isFirstRight
          ? "right"
          : attempt.isAnyRight
            ? "LATER"
            : attempt.isPlausible
              ? "PLAUSIBLE"
              : "none";
        console.log(
          `  ${path} ${mutant.operator} line rank ${attempt.lineRank ?? "-"}${attempt.isTraced ? "" : " (by names)"} ${how} ` +
            `${attempt.foundSeconds?.toFixed(1) ?? "-"} s ${attempt.perSecond.toFixed(1)}/s`,
        );
      } finally {
        writeFileSync(file, right);
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return attempts;
}

function checkout({ name, commit }: Repository, mirror: string): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "repair-compiled-")));
  const folder = join(mirror, name.replace("/", "+"), "repo");
  const git = existsSync(join(folder, ".git")) ? join(folder, ".git") : folder;
  const archive = execFileSync("git", ["--git-dir", git, "archive", commit], { maxBuffer: 1 << 30 });
  execFileSync("tar", ["-x", "-C", root], { input: archive });
  return root;
}

function compiles(root: string, { runner }: Repository): boolean {
  const argv = runner === "go" ? ["go", "build", "./..."] : ["cargo", "check", "--offline", "-q"];
  try {
    execFileSync(argv[0]!, argv.slice(1), { cwd: root, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** All mutants of all files in an order that the seed decides. */
async function drawn(
  root: string,
  { runner }: Repository,
): Promise<{ path: string; mutant: CompiledMutant }[]> {
  const pattern = runner === "go" ? "**/*.go" : "src/**/*.rs";
  const paths = globSync(pattern, { cwd: root }).filter(
    (path) => !/_test\.go$|(?:^|\/)testdata\//.test(path),
  );
  const faults: { path: string; mutant: CompiledMutant }[] = [];
  for (const path of paths.sort()) {
    const tree = await reader.tree(runner === "go" ? "go" : "rust", readFileSync(join(root, path), "utf8"));
    for (const mutant of tree ? compiledMutants(tree, path) : []) faults.push({ path, mutant });
  }
  const random = seededRandom(repositories.seed);
  return faults
    .map((fault) => ({ fault, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fault }) => fault);
}

interface Fault {
  readonly path: string;
  readonly mutant: CompiledMutant;
  readonly wrong: string;
  readonly right: string;
}

/** Undefined when no test notices the fault. */
async function tryFault(root: string, fault: Fault, bench: CompiledBench): Promise<Attempt | undefined> {
  const engine = {
    proposeRepairs: repairProposer(reader),
    buildSchema: bench.isAlone ? async () => undefined : schemaBuilder(reader),
  };
  const [target] = findTargets([await findTests(root)], { testIds: [] });
  const programs = () => Promise.reject(new Error("Go and Rust have no worker"));
  const deps = { engine, copies, isolation: async () => probed.isolation, programs };
  const found = await withReproduced(
    deps,
    target!,
    () => {},
    never,
    (reproduced) => attempt(reproduced, fault, engine, bench.budgetMs),
  );
  if (typeof found === "string") {
    if (found !== "No test fails")
      console.log(`  left out: ${fault.path} ${fault.mutant.operator}: ${found.slice(0, 160)}`);
    return undefined;
  }
  return found;
}

async function attempt(
  { copy, target, worker, texts }: Reproduced,
  { path, mutant, wrong, right }: Fault,
  engine: { readonly proposeRepairs: ReturnType<typeof repairProposer> },
  budgetMs: number,
): Promise<Attempt> {
  if (typeof worker === "string") throw new Error(worker);
  const lines = suspectLines(worker.baseline).filter((one) => mayChange(relativeTo(copy, one.path), target));
  const line = wrong.slice(0, mutant.start).split("\n").length - 1;
  const rank = lines.findIndex((one) => relativeTo(copy, one.path) === path && one.line === line);
  const files = suspectFiles(lines, 6).map((file) => ({ ...file, text: texts.get(file.path) ?? "" }));
  const report = await searchRepair({
    worker,
    files,
    literals: knownLiterals(worker.baseline),
    generate: (file, rest) =>
      engine.proposeRepairs(
        {
          languageId: path.endsWith(".go") ? "go" : "rust",
          text: file.text,
          lineScores: [...file.lineScores],
          ...rest,
        },
        never,
      ),
    now: () => cpuMsOf(process.pid),
    limits: { budgetMs, maxPatches: 3 },
  });
  const languageId = path.endsWith(".go") ? "go" : "rust";
  const wanted = (await reader.tree(languageId, right))!;
  const verdicts: boolean[] = [];
  for (const one of report.found) {
    const tree = await reader.tree(languageId, applyReplacements(texts.get(one.path)!, one.candidate.edits));
    verdicts.push(relativeTo(copy, one.path) === path && tree !== undefined && isSameCode(tree, wanted));
  }
  return {
    lineRank: rank < 0 ? undefined : rank + 1,
    // Names tell only what a test may run: of a traced one no line of a comment or a brace is told.
    isTraced: new Set(worker.baseline.cases.map((one) => JSON.stringify(one.lines ?? {}))).size > 1,
    isPlausible: report.found.length > 0,
    isFirstRight: verdicts[0] === true,
    isAnyRight: verdicts.includes(true),
    foundSeconds:
      report.found.length > 0 ? Math.min(...report.found.map((one) => one.foundMs)) / 1000 : undefined,
    perSecond: (1000 * report.tried) / Math.max(report.tryingMs, 1),
  };
}

function tell(name: string, attempts: readonly Attempt[]): void {
  const share = (is: (one: Attempt) => boolean) => {
    const count = attempts.filter(is).length;
    return `${count} (${((100 * count) / Math.max(attempts.length, 1)).toFixed(0)} %)`;
  };
  const middle = (numbers: readonly number[]) =>
    [...numbers].sort((a, b) => a - b)[Math.floor(0.5 * (numbers.length - 1))] ?? Number.NaN;
  const found = attempts.flatMap(({ foundSeconds }) => foundSeconds ?? []);
  console.log(
    `${name}: ${attempts.length} faults, line in the first 1/5/10: ${share((one) => (one.lineRank ?? 99) <= 1)} ` +
      `${share((one) => (one.lineRank ?? 99) <= 5)} ${share((one) => (one.lineRank ?? 99) <= 10)}, ` +
      `plausible ${share((one) => one.isPlausible)}, first right ${share((one) => one.isFirstRight)}, ` +
      `any right ${share((one) => one.isAnyRight)}, first after ${middle(found).toFixed(1)} s median, ` +
      `${middle(attempts.map((one) => one.perSecond)).toFixed(1)} candidates/s median`,
  );
}
