/** Tests: found, run and written. */
import type { EngineKind } from "../../core/completion/suggestion.ts";
import type { TestCase, TestRunnerName } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { TestReportKind } from "../../core/testing/testReport.ts";
import type { Isolation } from "../workCopy.ts";

/** Lines are 1-based. */
export interface RpcTest extends Omit<TestCase, "range"> {
  readonly line?: number;
  readonly endLine?: number;
}

export interface RpcTests {
  readonly projects: readonly TestProject[];
  readonly tests: readonly RpcTest[];
  readonly incomplete: readonly string[];
}

export interface TestsRunParams {
  readonly ids?: readonly string[] | undefined;
}

/** Lines of the stack are 1-based. */
export type RpcTestOutcome = TestOutcome;

export interface RpcTestsRun {
  readonly outcomes: readonly RpcTestOutcome[];
  readonly tests: readonly RpcTest[];
  readonly runs: readonly {
    readonly runner: TestRunnerName;
    readonly folder: string;
    readonly kind: TestReportKind;
    readonly durationMs: number;
    readonly reason?: string;
    readonly output?: string;
  }[];
  readonly isolation: Isolation;
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  readonly unknown: readonly string[];
}

export interface RpcTestProgress {
  readonly kind: "copying" | "running" | "output" | "outcomes";
  readonly runner?: TestRunnerName;
  readonly folder?: string;
  readonly count?: number;
  readonly text?: string;
  readonly outcomes?: readonly RpcTestOutcome[];
}

export interface WriteTestsParams {
  readonly path: string;
  /** Of the function; the one around `line` when not given. */
  readonly name?: string | undefined;
  readonly line?: number | undefined;
  readonly engine?: EngineKind | undefined;
}

export interface RpcWrittenTests {
  /** Unified, for `git apply` at the root; empty when nothing was written. */
  readonly diff: string;
  readonly function?: string;
  readonly path?: string;
  readonly engine: EngineKind;
  readonly tests: readonly string[];
  readonly dropped: readonly { readonly label: string; readonly reason: string }[];
  readonly mutants?: { readonly tried: number; readonly killed: number };
  readonly notes: readonly string[];
  readonly isolation?: Isolation;
  /** Why nothing was written. */
  readonly reason?: string;
}

export interface RpcWriteProgress {
  readonly phase: "reading" | "copying" | "observing" | "asking" | "running" | "measuring";
}
