/** What is needed to look at how functions behave, and what is told of their variables. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { Engine } from "../../ports/engine.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { WorkerPrograms } from "./openTrials.ts";
import type { TargetTests } from "./targets.ts";

export interface ProbeDeps {
  /** Files in it are changed. */
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
  readonly programs: WorkerPrograms;
  readonly engine: Pick<Engine, "buildSchema">;
}

/** What variables held in one call. */
export interface ProbedValues {
  /** Relative to the root. */
  readonly path: string;
  readonly name: string;
  /** A line for each step. */
  readonly text: string;
}
