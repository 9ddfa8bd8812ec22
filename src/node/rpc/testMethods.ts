/** Methods about the tests of the workspace. */
import * as z from "zod";
import { testRunnerNames } from "../../core/testing/testCase.ts";
import { testStatuses } from "../../core/testing/testOutcome.ts";
import type {
  RpcTestOutcome,
  RpcTestProgress,
  RpcTests,
  RpcTestsRun,
  TestsRunParams,
} from "../../ports/rpc.ts";
import { type Conforms, count, type Mutable, path } from "./fields.ts";

const line = z.int().min(1).describe("1-based.");
const runner = z.enum(testRunnerNames);
const folder = z.string().describe("As a path; empty for the root itself.");

const test = z.object({
  id: z.string().describe("The same for the same test in each answer: `RUNNER:PATH::SUITE::NAME`."),
  label: z.string(),
  path: z.string().describe("As elsewhere; empty for a command of the person's own."),
  line: line.optional(),
  endLine: line.optional(),
  suites: z.array(z.string()).describe("Names of what is around it, outermost first."),
  runner,
  folder,
});

const discoverResult = z.object({
  projects: z.array(
    z.object({
      runner,
      folder: folder.describe("Where its runner is started."),
      reasons: z
        .array(z.object({ text: z.string(), path: z.string() }))
        .describe("What in the workspace says that tests are run so, most telling first."),
      program: path.optional().describe("Program of the workspace that runs them."),
      options: z.array(z.string()).optional().describe("Arguments from the project's own script."),
    }),
  ),
  tests: z.array(test),
  incomplete: z.array(z.string()).describe("Why not all tests are here."),
});

const outcome = z.object({
  id: z.string(),
  status: z.enum(testStatuses),
  message: z.string().optional(),
  stack: z
    .array(z.object({ path, line, function: z.string().optional() }))
    .optional()
    .describe("Calls in the workspace on the way to the failure, innermost first."),
  expected: z.string().optional(),
  actual: z.string().optional(),
  durationMs: z.number().min(0).describe("0 where the runner does not say."),
  isFlaky: z
    .literal(true)
    .optional()
    .describe("It failed, and passed when it was run again with nothing changed."),
});

const runParams: z.ZodType<TestsRunParams> = z.object({
  ids: z.array(z.string()).min(1).optional().describe("Tests to run; all when not given."),
});
const runResult = z.object({
  outcomes: z
    .array(outcome)
    .describe("Those that were asked for first; rows of tables and the like beside their test."),
  tests: z.array(test).describe("Tests that only the reports of runners name."),
  runs: z.array(
    z.object({
      runner,
      folder,
      kind: z
        .enum(["complete", "interrupted", "broken"])
        .describe(
          "`interrupted`: a limit ended it. `broken`: it told of no tests. `reason` says more, also of a complete run in another way than the project says.",
        ),
      durationMs: z.number().min(0),
      reason: z.string().optional(),
      output: z.string().optional(),
    }),
  ),
  isolation: z
    .enum(["sandbox", "processes"])
    .describe(
      "`sandbox`: no network, no home, only the copy can be written. `processes`: a copy, and limits.",
    ),
  leftOut: z.array(z.object({ path: z.string(), reason: z.string() })).describe("What was not copied."),
  unknown: z.array(z.string()).describe("Identifiers that name no test."),
});

export const testProgress = z
  .object({
    kind: z.enum(["copying", "running", "output", "outcomes"]),
    runner: runner.optional(),
    folder: z.string().optional(),
    count: count.optional().describe("Tests that begin to run."),
    text: z.string().optional().describe("What the runner has written."),
    outcomes: z.array(outcome).optional(),
  })
  .describe("By `kind`, one of its other members.");

export type TestConformance = [
  Conforms<typeof discoverResult, Mutable<RpcTests>>,
  Conforms<typeof runResult, Mutable<RpcTestsRun>>,
  Conforms<typeof outcome, Mutable<RpcTestOutcome>>,
  Conforms<typeof testProgress, Mutable<RpcTestProgress>>,
];

export const testMethods = {
  "tests/discover": {
    about:
      "Tests of the roots and how they are run, by their texts and set-up files alone. Nothing of them is run.",
    params: z.object({}),
    result: discoverResult,
  },
  "tests/run": {
    about:
      "Runs tests in a copy of the working files, in a sandbox where one works. Without one, or with `--untrusted`, the error is `testsRefused`; the setting `tests.sandbox` with the value `off` agrees to run without. `tests/progress` tells meanwhile.",
    params: runParams,
    result: runResult,
  },
} as const;
