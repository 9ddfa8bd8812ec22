/** Starts the fastest way there is to try changes against the tests of a project. */
import { nodeFlagsIn } from "../../core/testing/runners/jestLike.ts";
import { hasPrograms } from "../../core/testing/runners/testPrograms.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { openCompiledTrials } from "./compiledTrials.ts";
import { javaStart } from "./javaProject.ts";
import {
  type JavascriptStart,
  javascriptRunners,
  javascriptWorkerOptions,
  openJavascriptTrials,
} from "./javascriptTrials.ts";
import { openJavaTrials } from "./javaTrials.ts";
import { type LineProcess, talkInLines } from "./lineProcess.ts";
import { notStarted, openPythonTrials, TrialsUnavailable } from "./pythonTrials.ts";
import { openRunnerTrials } from "./runnerTrials.ts";
import type { TargetTests } from "./targets.ts";
import { placesOf } from "./testPlaces.ts";

/** Text of a worker's program by name, from the product's own files. */
export type WorkerPrograms = (
  name:
    | "pythonWorker.py"
    | "pythonProbe.py"
    | "javascriptWorker.mjs"
    | "javascriptTests.mjs"
    | "javascriptProbe.mjs"
    | "JavaWorker.java"
    | "JUnitRun.java"
    | "JUnit4Run.java",
) => Promise<string>;

export interface TrialsRequest {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  /** Tests that fail; never empty. */
  readonly failing: readonly TestCase[];
  readonly programs: WorkerPrograms;
  readonly engine: Pick<Engine, "buildSchema">;
  /** Longest time the worker may live, ms. */
  readonly wallMs: number;
  readonly textOf: (path: string) => string;
}

const pythonRunners = new Set(["pytest", "unittest"]);

const isJavascript = (runner: string): runner is JavascriptStart["runner"] =>
  (javascriptRunners as readonly string[]).includes(runner);

/** @throws TrialsUnavailable when the project's tests cannot be run in any way */
export async function openTrials(request: TrialsRequest, signal: AbortSignal): Promise<TrialWorker> {
  const { runner } = request.target.project;
  if (pythonRunners.has(runner)) return openPython(request, signal);
  const isJava = runner === "maven" || runner === "gradle";
  if (isJava || isJavascript(runner)) {
    try {
      return isJava ? await openJava(request, signal) : await openJavascript(request, runner, signal);
    } catch (error) {
      // The project's own runner may still do what the worker cannot.
      if (!(error instanceof TrialsUnavailable) || signal.aborted) throw error;
      return openSlowly(request, notStarted(error), signal);
    }
  }
  return openByRunner(request, signal);
}

const openByRunner = (request: TrialsRequest, signal: AbortSignal): Promise<TrialWorker> =>
  hasPrograms(request.target.project.runner)
    ? openCompiledTrials(request, signal)
    : openRunnerTrials(request, signal);

/** Why it is slow, or serves no better, goes along. */
async function openSlowly(
  request: TrialsRequest,
  slowPath: string,
  signal: AbortSignal,
): Promise<TrialWorker> {
  try {
    return { ...(await openByRunner(request, signal)), slowPath };
  } catch (error) {
    if (!(error instanceof TrialsUnavailable)) throw error;
    throw new TrialsUnavailable(`${error.message}. ${slowPath}`);
  }
}

async function openPython(request: TrialsRequest, signal: AbortSignal): Promise<TrialWorker> {
  const { copy, target, programs, textOf } = request;
  const { project } = target;
  const script = `${copy.scratch}/pythonWorker.py`;
  await copy.write(script, await programs("pythonWorker.py"));
  const python = project.program === undefined ? "python3" : `${copy.seenAs}/${project.program}`;
  const talk = talkTo(request, [python, script], signal);
  const { absolute, root, tests, targets } = placesOf(request);
  const start = {
    root,
    runner: project.runner as "pytest" | "unittest",
    tests,
    testFiles: [...target.testPaths].filter((path) => path.endsWith(".py")).map(absolute),
    targets: targets.map(({ file, names }) => [file, names.join("::")] as const),
  };
  return openPythonTrials(talk, start, textOf);
}

async function openJavascript(
  request: TrialsRequest,
  runner: JavascriptStart["runner"],
  signal: AbortSignal,
): Promise<TrialWorker> {
  const { copy, target, programs, engine } = request;
  for (const name of ["javascriptWorker.mjs", "javascriptTests.mjs"] as const)
    await copy.write(`${copy.scratch}/${name}`, await programs(name));
  const argv = ["node", ...javascriptWorkerOptions, `${copy.scratch}/javascriptWorker.mjs`] as const;
  const talk = talkTo(request, argv, signal);
  const { absolute, root, tests, targets } = placesOf(request);
  const options = target.project.options ?? [];
  const start = {
    root: copy.seenAs,
    folder: root,
    runner,
    tests,
    testFiles: [...target.testPaths].map(absolute),
    targets: targets.map(({ file, names }) => [file, names.join("::")] as const),
    nodeOptions: nodeOptionsOf(runner, options),
    options,
  };
  const readText = async (path: string) => (await copy.read(path))?.replace(/^\ufeff/, "");
  return openJavascriptTrials(talk, start, readText, (query) => engine.buildSchema(query, signal));
}

async function openJava(request: TrialsRequest, signal: AbortSignal): Promise<TrialWorker> {
  const { copy, target, failing, programs } = request;
  const script = `${copy.scratch}/JavaWorker.java`;
  await copy.write(script, await programs("JavaWorker.java"));
  const [junitRun, junit4Run] = [await programs("JUnitRun.java"), await programs("JUnit4Run.java")];
  const start = await javaStart(copy, target, failing, { junitRun, junit4Run }, signal);
  return openJavaTrials(talkTo(request, ["java", "-XX:+UseSerialGC", script], signal), start);
}

/** Loaders that compile what tests load. */
export function nodeOptionsOf(
  runner: JavascriptStart["runner"],
  options: readonly string[],
): readonly string[] {
  if (runner === "node") return options;
  if (runner === "jest") return nodeFlagsIn(options);
  if (runner === "vitest") return [];
  const found: string[] = [];
  options.forEach((option, at) => {
    if (/^--(?:import|loader|experimental-[\w-]+)(?:=|$)/.test(option)) {
      found.push(option);
      if (!option.includes("=") && /^--(?:import|loader)$/.test(option)) found.push(options[at + 1] ?? "");
    }
  });
  return found;
}

function talkTo(
  { copy, target, wallMs }: TrialsRequest,
  argv: readonly [string, ...string[]],
  signal: AbortSignal,
): LineProcess {
  return talkInLines((onOutput) =>
    copy.start(
      {
        argv,
        folder: target.project.folder,
        wallMs,
        maxOutputBytes: 1 << 16,
        onOutput: (text, stream) => stream === "stdout" && onOutput(text),
      },
      signal,
    ),
  );
}
