/** A test as a runner's report tells of it, before it is known which test of the workspace it is. */
import type { TestStatus } from "../testOutcome.ts";

export interface ReportedTest {
  /** As the report has it: absolute, or relative to the folder the runner was started in; undefined when it is not told. */
  readonly path?: string | undefined;
  /** Outermost first. */
  readonly suites: readonly string[];
  /** Empty: this is about the whole file, which could not be loaded. */
  readonly label: string;
  readonly status: TestStatus;
  readonly message?: string | undefined;
  /** Text in which calls are named; `message` where there is none. */
  readonly trace?: string | undefined;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly durationMs: number;
  /** 0-based. */
  readonly line?: number | undefined;
  /** Where no path is told: folder of the package, relative to the folder of the project. */
  readonly packageFolder?: string | undefined;
}
