/** Tries changes of JavaScript and TypeScript by the project's own runner: slow, but whatever that needs. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import { caseOf, changedText, RunnerJudge } from "./runnerJudge.ts";
import type { TargetTests } from "./targets.ts";
import { calledLines, importedFiles } from "./testedCode.ts";

export interface RunnerTrialsRequest {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
}

/** @throws TrialsUnavailable when no code is found that the failing tests are about */
export async function openRunnerTrials(
  { copy, target, failing }: RunnerTrialsRequest,
  signal: AbortSignal,
): Promise<TrialWorker> {
  const paths = new Set(failing.map(({ path }) => path));
  const beside = target.known.filter(({ path }) => paths.has(path));
  const files = await importedFiles(copy, [...paths], target.testPaths);
  if (files.size === 0)
    throw new TrialsUnavailable("Cannot try repairs: the failing tests import no file of the project");
  const byId = new Map(target.known.map((test) => [test.id, test]));
  const lines = await linesByFile(copy, files, [...paths], byId);
  const runs = new RunnerJudge({ copy, target, failing, beside, signal });
  const { outcomes } = await runs.run(beside);
  const cases = outcomes.map((outcome) =>
    caseOf(outcome, { copy, failing, pathOf: (id) => byId.get(id)?.path, lines: lines(outcome.id) }),
  );
  return {
    baseline: {
      cases,
      repeatable: true,
      watched: [...files.keys()].map((path) => `${copy.seenAs}/${path}`),
    },
    batchSize: 4,
    async tryAll(trials, _options, onAnswer) {
      for (const trial of trials) {
        signal.throwIfAborted();
        const old = files.get(trial.path.slice(copy.seenAs.length + 1))!;
        const texts = { [trial.path]: changedText(old, trial) };
        onAnswer({ id: trial.id, ...(await runs.judge(texts, cases)) });
      }
    },
    confirm: (texts) => runs.confirm(texts),
    close: () => {},
  };
}

/** By a test's id, by path of a file the 1-based lines that it may run. */
type LinesOf = (id: string) => ReadonlyMap<string, readonly number[]>;

/** Of the files that the test's file imports, the functions that this names, or all. */
async function linesByFile(
  copy: WorkCopy,
  files: ReadonlyMap<string, string>,
  testPaths: readonly string[],
  byId: ReadonlyMap<string, TestCase>,
): Promise<LinesOf> {
  const found = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const testPath of testPaths) {
    const text = (await copy.read(testPath)) ?? "";
    found.set(testPath, new Map([...files].map(([path, code]) => [path, calledLines(code, text)])));
  }
  return (id) => found.get(byId.get(id)?.path ?? testPaths[0]!) ?? new Map();
}
