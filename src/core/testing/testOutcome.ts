/** What became of a test in one run. */

export const testStatuses = ["passed", "failed", "errored", "skipped", "timedOut"] as const;
/** `failed`: an assertion; `errored`: it broke, or could not begin; `timedOut`: it had not ended when its time was up. */
export type TestStatus = (typeof testStatuses)[number];

/** One call on the way to a failure, innermost first in a list. */
export interface StackFrame {
  /** As `TestCase.path`; only frames inside the workspace are kept. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly function?: string;
}

export interface TestOutcome {
  /** Of the `TestCase`. */
  readonly id: string;
  readonly status: TestStatus;
  /** What failed, in the runner's words, at most 20,000 UTF-16 units. */
  readonly message?: string;
  readonly stack?: readonly StackFrame[];
  /** The two sides of the assertion, as text, where the runner tells them. */
  readonly expected?: string;
  readonly actual?: string;
  /** 0 where the runner does not say. */
  readonly durationMs: number;
  /** It failed, and passed when it was run again with nothing changed. */
  readonly isFlaky?: true;
}
