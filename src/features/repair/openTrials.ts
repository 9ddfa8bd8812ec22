/** Starts the fastest way there is to try changes against the tests of a project. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { talkInLines } from "./lineProcess.ts";
import { openPythonTrials } from "./pythonTrials.ts";
import { openRunnerTrials } from "./runnerTrials.ts";
import type { TargetTests } from "./targets.ts";

/** Text of a worker's program by name, from the product's own files. */
export type WorkerPrograms = (name: "pythonWorker.py") => Promise<string>;

export interface TrialsRequest {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  /** Tests that fail; never empty. */
  readonly failing: readonly TestCase[];
  readonly programs: WorkerPrograms;
  /** Longest time the worker may live, ms. */
  readonly wallMs: number;
  readonly textOf: (path: string) => string;
}

const pythonRunners = new Set(["pytest", "unittest"]);

/** @throws TrialsUnavailable when the project's tests cannot be run in this way */
export async function openTrials(request: TrialsRequest, signal: AbortSignal): Promise<TrialWorker> {
  const { copy, target, failing, programs, wallMs, textOf } = request;
  const { project } = target;
  if (!pythonRunners.has(project.runner)) return openRunnerTrials({ copy, target, failing }, signal);
  const script = `${copy.scratch}/pythonWorker.py`;
  await copy.write(script, await programs("pythonWorker.py"));
  const python = project.program === undefined ? "python3" : `${copy.seenAs}/${project.program}`;
  const talk = talkInLines((onOutput) =>
    copy.start(
      {
        argv: [python, script],
        folder: project.folder,
        wallMs,
        maxOutputBytes: 1 << 16,
        onOutput: (text, stream) => stream === "stdout" && onOutput(text),
      },
      signal,
    ),
  );
  const absolute = (path: string) => `${copy.seenAs}/${path}`;
  const files = [...new Set(failing.map(({ path }) => path))];
  const start = {
    root: project.folder === "" ? copy.seenAs : absolute(project.folder),
    runner: project.runner as "pytest" | "unittest",
    tests: files.map(absolute),
    testFiles: [...target.testPaths].filter((path) => path.endsWith(".py")).map(absolute),
    targets: failing.map(
      ({ path, suites, label }) => [absolute(path), [...suites, label].join("::")] as const,
    ),
  };
  return openPythonTrials(talk, start, textOf);
}
