/** Questions of another program about tests: its words to the session's and back. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import { ProcessRefused } from "../../ports/processes.ts";
import {
  RpcError,
  type RpcHandlers,
  type RpcTest,
  type RpcTestOutcome,
  type RpcTestProgress,
} from "../../ports/rpc.ts";
import { type TestProgress, type TestSession, TestsRefused } from "../testing/testSession.ts";

export interface TestHandlersDeps {
  readonly tests: Pick<TestSession, "discover" | "run">;
  /** Resolves when the engine knows roots and limits. */
  readonly begin: () => Promise<void>;
  /** Told while tests run. */
  readonly onProgress?: ((progress: RpcTestProgress) => void) | undefined;
}

export type TestMethod = "tests/discover" | "tests/run";

export function testHandlers({ tests, begin, onProgress }: TestHandlersDeps): Pick<RpcHandlers, TestMethod> {
  return {
    "tests/discover": async (_params, signal) => {
      await begin();
      const { projects, tests: found, incomplete } = await tests.discover(signal);
      return { projects, tests: found.map(toWire), incomplete };
    },
    "tests/run": async ({ ids }, signal) => {
      await begin();
      const progress = (one: TestProgress) => onProgress?.(progressToWire(one));
      const run = await tests
        .run({ ids, askedFor: "Run tests", onProgress: progress }, signal)
        .catch((error) => {
          throw refusal(error);
        });
      const runs = run.reports.map(({ project, kind, reason, output, durationMs }) => ({
        runner: project.runner,
        folder: project.folder,
        kind,
        durationMs,
        ...(reason === undefined ? {} : { reason, output: output.slice(-lastOutput) }),
      }));
      const { isolation, leftOut, unknown } = run;
      return {
        outcomes: run.outcomes.map(outcomeToWire),
        tests: run.tests.map(toWire),
        runs,
        isolation,
        leftOut,
        unknown,
      };
    },
  };
}

/** Of a run that went wrong so much of its output is told, from its end. UTF-16 units. */
const lastOutput = 10_000;

const refusal = (error: unknown): unknown =>
  error instanceof TestsRefused || error instanceof ProcessRefused
    ? new RpcError("testsRefused", error.message)
    : error;

const toWire = ({ range, ...test }: TestCase): RpcTest => ({
  ...test,
  ...(range ? { line: range.startLine + 1, endLine: range.endLine + 1 } : {}),
});

const outcomeToWire = ({ stack, ...outcome }: TestOutcome): RpcTestOutcome => ({
  ...outcome,
  ...(stack ? { stack: stack.map((frame) => ({ ...frame, line: frame.line + 1 })) } : {}),
});

function progressToWire(progress: TestProgress): RpcTestProgress {
  switch (progress.kind) {
    case "copying":
      return { kind: "copying" };
    case "running": {
      const { runner, folder } = progress.project;
      return { kind: "running", runner, folder, count: progress.tests.length };
    }
    case "output":
      return progress;
    case "outcomes":
      return { kind: "outcomes", outcomes: progress.outcomes.map(outcomeToWire) };
  }
}
