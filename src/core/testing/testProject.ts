/** A folder with tests and the program that runs them, as found from the files that set it up. */
import type { TestRunnerName } from "./testCase.ts";

/** Where in the workspace something stands that tells how tests are run. */
export interface TestReason {
  /** For a person, such as `"vitest" in devDependencies`. */
  readonly text: string;
  /** As `TestCase.path`. */
  readonly path: string;
}

export interface TestProject {
  readonly runner: TestRunnerName;
  /** Folder that the runner is started in, as `TestCase.folder`. */
  readonly folder: string;
  /** Why this runner, most telling first; never empty. */
  readonly reasons: readonly TestReason[];
  /**
   * Program of the workspace that runs the tests, relative to the root: an interpreter of an environment, the script of
   * an installed package, a wrapper. Not given: the one of that name on the machine.
   */
  readonly program?: string;
  /** Arguments from the project's own script that its tests need, such as loaders. */
  readonly options?: readonly string[];
}
