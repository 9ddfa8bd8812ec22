/** A test as it is known before it has run: by the text of the files alone. */

/** 0-based lines, both inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

export const testRunnerNames = [
  "pytest",
  "unittest",
  "node",
  "vitest",
  "jest",
  "mocha",
  "go",
  "cargo",
  "maven",
  "gradle",
  "command",
] as const;
/** The program that runs a test; `command` is one that a person has set. */
export type TestRunnerName = (typeof testRunnerNames)[number];

export interface TestCase {
  /** As `testId` writes it; the same test has the same one in a list of tests and in a report. */
  readonly id: string;
  /** The test's own name, without those of what is around it. */
  readonly label: string;
  /** Relative to the root with `/`; with several roots, below the root's name. */
  readonly path: string;
  /** Where it stands; absent when only a report names it. */
  readonly range?: LineRange;
  /** Names of the classes, `describe` blocks or modules around it, outermost first. */
  readonly suites: readonly string[];
  readonly runner: TestRunnerName;
  /** Folder that its runner is started in, as `path`; empty for the root itself. */
  readonly folder: string;
}

/** What tells one test from all others. */
export interface TestName {
  readonly runner: TestRunnerName;
  readonly path: string;
  readonly suites: readonly string[];
  readonly label: string;
}

const separator = "::";

/** `pytest:tests/test_sum.py::TestSum::test_empty`: a runner, a path, and names from the outside in. */
export const testId = ({ runner, path, suites, label }: TestName): string =>
  [`${runner}:${path}`, ...suites, label].join(separator);
