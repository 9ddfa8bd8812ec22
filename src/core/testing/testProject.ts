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
}
