/** What one run of a project's tests gave. */
import type { TestOutcome } from "./testOutcome.ts";
import type { TestProject } from "./testProject.ts";

/**
 * `complete`: the runner ended by itself and told of its tests. `interrupted`: a limit or a signal ended it; the
 * outcomes are those told by then. `broken`: it ran no tests, or its report cannot be read.
 */
export type TestReportKind = "complete" | "interrupted" | "broken";

export interface TestReport {
  readonly kind: TestReportKind;
  readonly project: TestProject;
  readonly outcomes: readonly TestOutcome[];
  /** For `interrupted` and `broken`, and where tests ran in another way than the project says, for a person. */
  readonly reason?: string;
  /** What the runner wrote, both streams, as far as it was kept. */
  readonly output: string;
  readonly durationMs: number;
}
