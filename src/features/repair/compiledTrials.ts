/** Tries changes of Go and Rust, many with one compilation: lines by what each test runs where the tools for it are there, else by the names in its text. */
import { inlineTestText } from "../../core/testing/inlineTests.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { CopyReport } from "../testing/runInCopy.ts";
import { compiledFiles, ReachedLines, textOfTest } from "./compiledCode.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import { caseOf, changedText, RunnerJudge } from "./runnerJudge.ts";
import type { RunnerTrialsRequest } from "./runnerTrials.ts";
import { SchemaTrials } from "./schemaTrials.ts";
import { mayChange, type TargetTests } from "./targets.ts";
import { traceTests } from "./tracedTests.ts";

/** Tests of the package or crate that a change is judged by; where there are more, those of the failing tests' files alone. */
const mostBeside = 400;

export interface CompiledTrialsRequest extends RunnerTrialsRequest {
  readonly engine: Pick<Engine, "buildSchema">;
}

/** @throws TrialsUnavailable when no code is found that the failing tests are about */
export async function openCompiledTrials(
  { copy, target, failing, engine }: CompiledTrialsRequest,
  signal: AbortSignal,
): Promise<TrialWorker> {
  const { beside, report } = await runBeside({ copy, target, failing }, signal);
  const runs = new RunnerJudge({ copy, target, failing, beside, signal });
  const tests = new Map([...target.known, ...report.tests].map((test) => [test.id, test]));
  const files = await compiledFiles(copy, [...new Set(failing.map(({ path }) => path))], target);
  const traced = await tracedLines(copy, target, { failing, report, tests }, signal);
  const lines = traced ?? (await reachedLines(copy, files, target));
  const watched = traced ? await ranFiles(copy, target, failing, traced) : files;
  if (watched.size === 0)
    throw new TrialsUnavailable("Cannot try repairs: the failing tests run no file of the project");
  const cases = report.outcomes.map((outcome) =>
    caseOf(outcome, {
      copy,
      failing,
      pathOf: (id) => tests.get(id)?.path,
      lines: lines.get(outcome.id),
    }),
  );
  const relative = (path: string) => path.slice(copy.seenAs.length + 1);
  const schema = new SchemaTrials({ copy, target, failing, beside, cases, engine, texts: watched });
  return {
    baseline: {
      cases,
      repeatable: true,
      watched: [...watched.keys()].map((path) => `${copy.seenAs}/${path}`),
    },
    batchSize: schemaBatch,
    async tryAll(trials, { budgetMs }, onAnswer) {
      let hasPassed = false;
      const fit = trials.filter((trial) => {
        const old = watched.get(relative(trial.path))!;
        const isFit = inlineTestText(trial.path, changedText(old, trial)) === inlineTestText(trial.path, old);
        if (!isFit) onAnswer({ id: trial.id, ...unfit });
        return isFit;
      });
      const left = await schema.tryAll(fit, { budgetMs, signal }, (answer) => {
        hasPassed ||= answer.state === "passed";
        onAnswer(answer);
      });
      if (hasPassed) return;
      for (const trial of left.slice(0, mostAlone)) {
        signal.throwIfAborted();
        const text = changedText(watched.get(relative(trial.path))!, trial);
        onAnswer({ id: trial.id, ...(await runs.judge({ [trial.path]: text }, cases)) });
      }
    },
    confirm: (texts) => runs.confirm(texts),
    close: () => {},
  };
}

/** Compiled at once: more of them take the compiler long, and fewer do not pay. */
const schemaBatch = 48;
/** Changes of a batch that cannot stand beside others, such as those of constants: each costs a run of the runner. */
const mostAlone = 6;

const unfit = { state: "failed", fixed: [] } as const;

/** By a test's id, by path the 1-based lines that it runs, or may run. */
type LinesByTest = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

interface Beside {
  readonly beside: readonly TestCase[];
  readonly report: CopyReport;
}

/** The tests of the package or crate, where these come to their end; else those of the failing tests' files. */
async function runBeside(request: RunnerTrialsRequest, signal: AbortSignal): Promise<Beside> {
  const { copy, target, failing } = request;
  const paths = new Set(failing.map(({ path }) => path));
  const own = target.known.filter(({ path }) => paths.has(path));
  const places = new Set([...paths].map((path) => unitOf(path, target)));
  const all = target.known.filter(({ path }) => places.has(unitOf(path, target)));
  const run = async (beside: readonly TestCase[]): Promise<Beside> => ({
    beside,
    report: await new RunnerJudge({ copy, target, failing, beside, signal }).run(beside),
  });
  if (all.length <= own.length || all.length > mostBeside) return run(own);
  const whole = await run(all);
  return whole.report.kind === "complete" ? whole : run(own);
}

/** What is compiled together: the folder of a package of Go, the crate that a file of Rust belongs to. */
function unitOf(path: string, { project }: Pick<TargetTests, "project">): string {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  return project.runner === "cargo" ? folder.replace(/(?:^|\/)(?:src|tests)(?:\/.*)?$/, "") : folder;
}

/** Undefined where lines cannot be noted, or the failing tests ran none. */
async function tracedLines(
  copy: WorkCopy,
  target: TargetTests,
  {
    failing,
    report,
    tests,
  }: {
    readonly failing: readonly TestCase[];
    readonly report: CopyReport;
    readonly tests: ReadonlyMap<string, TestCase>;
  },
  signal: AbortSignal,
): Promise<LinesByTest | undefined> {
  const paths = new Set(failing.map(({ path }) => path));
  const passing = report.outcomes
    .filter(({ status }) => status === "passed")
    .flatMap(({ id }) => tests.get(id) ?? [])
    .sort((a, b) => Number(paths.has(b.path)) - Number(paths.has(a.path)));
  const all = [...tests.values()];
  const parts = { failing: failing.filter(isWhole(all)), passing: passing.filter(isWhole(all)) };
  const traced = await traceTests(copy, target, parts, signal);
  if (typeof traced === "string") return undefined;
  return failing.some(({ id }) => traced.lines.has(id)) ? traced.lines : undefined;
}

/** What runs within a test counts, not that test too. */
const isWhole =
  (all: readonly TestCase[]) =>
  (test: TestCase): boolean => {
    const names = [...test.suites, test.label];
    return !all.some(
      ({ path, suites }) =>
        path === test.path && suites.length >= names.length && names.every((name, at) => suites[at] === name),
    );
  };

/** Texts of the files that failing tests ran and that may change. */
async function ranFiles(
  copy: WorkCopy,
  target: TargetTests,
  failing: readonly TestCase[],
  traced: LinesByTest,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Set(failing.flatMap(({ id }) => [...(traced.get(id)?.keys() ?? [])]));
  const found = new Map<string, string>();
  for (const path of paths) {
    const text = mayChange(path, target) ? await copy.read(path) : undefined;
    if (text !== undefined) found.set(path, text);
  }
  return found;
}

/** Of the package or crate, the functions that each test itself leads to. */
async function reachedLines(
  copy: WorkCopy,
  files: ReadonlyMap<string, string>,
  { known }: TargetTests,
): Promise<LinesByTest> {
  const reached = new ReachedLines(files);
  const found = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const test of known) {
    const text = (await copy.read(test.path)) ?? "";
    found.set(test.id, reached.from(textOfTest(test, known, text)));
  }
  return found;
}
