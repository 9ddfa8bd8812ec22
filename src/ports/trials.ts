/** Running a project's tests against many small changes, without starting anew for each. */
import type { Replacement } from "../core/repair/candidate.ts";

export type TrialOutcome = "passed" | "failed" | "hung" | "skipped";

/** One test, or one assertion of a test that has several. */
export interface TrialCase {
  /** Of the test, as its runner writes it; several cases may share it. */
  readonly id: string;
  readonly name: string;
  /** Absolute path of the test file. */
  readonly file: string;
  readonly outcome: TrialOutcome;
  /** False for a failing one that nobody asked to repair; absent counts as true. */
  readonly isTarget?: boolean;
  readonly seconds: number;
  /** By absolute path the 1-based lines that ran; absent when it was not traced. */
  readonly lines?: Readonly<Record<string, readonly number[]>>;
  readonly error?: string;
  /** Absolute paths and 1-based lines the failure went through, the innermost last. */
  readonly raised?: readonly (readonly [string, number])[];
  /** Values the failed assertion holds, as source text of the language. */
  readonly expected?: readonly string[];
}

export interface TrialBaseline {
  readonly cases: readonly TrialCase[];
  /** Whether tests run twice in one process do the same. */
  readonly repeatable: boolean;
  /** Absolute paths of the project's files that were loaded and are no tests. */
  readonly watched: readonly string[];
  /** By absolute path the 1-based lines that ran before any test, as far as they are known and told apart. */
  readonly atLoad?: Readonly<Record<string, readonly number[]>>;
}

export interface Trial {
  readonly id: number;
  /** Absolute. */
  readonly path: string;
  readonly edits: readonly Replacement[];
}

export interface TrialAnswer {
  readonly id: number;
  /**
   * `passed`: all failing cases pass, and all passing ones that can notice. `broke`: failing ones pass, but not all
   * others. `hung`: all pass but one that did not end in time. `invalid`: does not compile. `crashed`: ended the process.
   */
  readonly state: "passed" | "failed" | "broke" | "hung" | "invalid" | "crashed";
  /** Cases by index in the baseline that failed before and pass now, as far as they were run. */
  readonly fixed?: readonly number[];
}

/** Where and what to run. */
export interface TrialStart {
  /** Absolute, without links. */
  readonly root: string;
  readonly runner: "pytest" | "unittest";
  /** What to run, in the runner's words: files, or ids. */
  readonly tests: readonly string[];
  /** Absolute paths of the test files; never changed. */
  readonly testFiles: readonly string[];
  /** Failing tests to repair, as an absolute path and a name in it such as `TestSum::test_add`; empty for all. */
  readonly targets: readonly (readonly [file: string, name: string])[];
}

/** Outcomes of whole tests by id. */
export type Confirmation = Readonly<Record<string, "passed" | "failed" | "skipped">>;

export interface TrialWorker {
  readonly baseline: TrialBaseline;
  /** Trials to hand over at a time where each is slow; absent: many. */
  readonly batchSize?: number;
  /** Why the fast worker of this language does not serve, for a person, as a whole sentence; absent when it does or there is none. */
  readonly slowPath?: string;
  /**
   * Answers come one by one; the promise settles after the last. Changes that cost far more than others are left without
   * an answer once one has passed, and so may those be that a worker has not come to in `budgetMs`, of the processor.
   * Rejects when the worker ends.
   */
  tryAll(
    trials: readonly Trial[],
    options: { readonly isPatient: boolean; readonly budgetMs: number },
    onAnswer: (answer: TrialAnswer) => void,
  ): Promise<void>;
  /** Runs all tests once in a process that has loaded nothing before, with other texts for some files by absolute path. */
  confirm(texts: Readonly<Record<string, string>>, seconds: number): Promise<Confirmation>;
  close(): void;
}
