/** Tries changes by the project's own runner: slow, but for every language that a runner is known for. */
import { applyReplacements } from "../../core/repair/candidate.ts";
import { inlineTestText } from "../../core/testing/inlineTests.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { Confirmation, TrialAnswer, TrialCase, TrialOutcome, TrialWorker } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import { compiledFiles, ReachedLines, textOfTest } from "./compiledCode.ts";
import { literalsIn } from "./literalsIn.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import type { TargetTests } from "./targets.ts";
import { calledLines, importedFiles } from "./testedCode.ts";

export interface RunnerTrialsRequest {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
}

const limits = { wallMs: 60_000, silenceMs: 30_000 };

const failedStatuses = new Set<TestOutcome["status"]>(["failed", "errored", "timedOut"]);

const outcomeOf: Readonly<Record<TestOutcome["status"], TrialOutcome>> = {
  passed: "passed",
  failed: "failed",
  errored: "failed",
  skipped: "skipped",
  timedOut: "hung",
};

/** @throws TrialsUnavailable when no code is found that the failing tests are about */
export async function openRunnerTrials(
  { copy, target, failing }: RunnerTrialsRequest,
  signal: AbortSignal,
): Promise<TrialWorker> {
  const absolute = (path: string) => `${copy.seenAs}/${path}`;
  const paths = new Set(failing.map(({ path }) => path));
  const beside = target.known.filter(({ path }) => paths.has(path));
  const run = async (tests: readonly TestCase[]) => {
    const { project, known } = target;
    const { outcomes } = await runInCopy({ copy, project, tests, known, limits }, signal);
    return outcomes;
  };
  const isCompiled = target.project.runner === "go" || target.project.runner === "cargo";
  const files = isCompiled
    ? await compiledFiles(copy, [...paths], target)
    : await importedFiles(copy, [...paths], target.testPaths);
  if (files.size === 0)
    throw new TrialsUnavailable("Cannot try repairs: the failing tests import no file of the project");
  const byId = new Map(target.known.map((test) => [test.id, test]));
  const lines = isCompiled
    ? await linesByCase(copy, files, target)
    : await linesByFile(copy, files, [...paths], byId);
  const targets = new Set(failing.map(({ id }) => id));
  const cases = (await run(beside)).map((outcome): TrialCase => {
    const path = byId.get(outcome.id)?.path ?? failing[0]!.path;
    const ran = lines(outcome.id);
    return {
      id: outcome.id,
      name: outcome.id,
      file: absolute(path),
      outcome: outcomeOf[outcome.status],
      ...(failedStatuses.has(outcome.status) ? { isTarget: targets.has(outcome.id) } : {}),
      seconds: outcome.durationMs / 1000,
      lines: Object.fromEntries([...ran].map(([file, found]) => [absolute(file), found])),
      raised: (outcome.stack ?? []).map((frame) => [absolute(frame.path), frame.line + 1] as const).reverse(),
      expected: [outcome.expected, outcome.actual].filter((text) => text !== undefined).flatMap(literalsIn),
    };
  });

  /** Runs tests with other texts for some files, and puts the old ones back. */
  const runWith = async (texts: Readonly<Record<string, string>>, tests: readonly TestCase[]) => {
    const old = await Promise.all(
      Object.keys(texts).map(async (path) => [path, await copy.read(path)] as const),
    );
    try {
      for (const [path, text] of Object.entries(texts)) await copy.write(path, text);
      return await run(tests);
    } finally {
      for (const [path, text] of old) if (text !== undefined) await copy.write(path, text);
    }
  };

  const judge = async (texts: Readonly<Record<string, string>>): Promise<Omit<TrialAnswer, "id">> => {
    const first = await runWith(texts, failing);
    const fixed = cases.flatMap(({ id, isTarget }, at) =>
      isTarget && first.some((one) => one.id === id && one.status === "passed") ? [at] : [],
    );
    if (fixed.length < targets.size) return { state: "failed", fixed };
    const all = new Map((await runWith(texts, beside)).map(({ id, status }) => [id, status]));
    const isKept = cases.every(({ id, outcome }) => outcome !== "passed" || all.get(id) === "passed");
    return { state: isKept ? "passed" : "broke", fixed };
  };

  return {
    baseline: { cases, repeatable: true, watched: [...files.keys()].map(absolute) },
    batchSize: 4,
    async tryAll(trials, _options, onAnswer) {
      for (const { id, path, edits } of trials) {
        signal.throwIfAborted();
        const old = files.get(path.slice(copy.seenAs.length + 1))!;
        // Edits count from behind the mark of byte order.
        const mark = old.startsWith("\ufeff") ? "\ufeff" : "";
        const text = mark + applyReplacements(old.slice(mark.length), edits);
        const isFit = inlineTestText(path, text) === inlineTestText(path, old);
        onAnswer({ id, ...(isFit ? await judge({ [path]: text }) : { state: "failed", fixed: [] }) });
      }
    },
    async confirm(texts): Promise<Confirmation> {
      const outcomes = await runWith(texts, beside);
      return Object.fromEntries(
        outcomes.map(({ id, status }) => [
          id,
          status === "passed" || status === "skipped" ? status : "failed",
        ]),
      );
    },
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

/** Of the package or crate, the functions that the test itself leads to. */
async function linesByCase(
  copy: WorkCopy,
  files: ReadonlyMap<string, string>,
  { known }: TargetTests,
): Promise<LinesOf> {
  const reached = new ReachedLines(files);
  const found = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const test of known) {
    const text = (await copy.read(test.path)) ?? "";
    found.set(test.id, reached.from(textOfTest(test, known, text)));
  }
  return (id) => found.get(id) ?? new Map();
}
