/** All tests of a workspace, and how they are run. */
import type { TestCase } from "./testCase.ts";
import type { TestProject } from "./testProject.ts";

/** Of one folder of the workspace; paths are relative to it. */
export interface RootTests {
  /** Absolute. */
  readonly root: string;
  readonly projects: readonly TestProject[];
  /** By path, then by place. */
  readonly tests: readonly TestCase[];
  /** Why not all tests are here, for a person. */
  readonly incomplete?: string;
}

/** A project with its tests. */
export const testsOf = ({ tests }: RootTests, project: TestProject): readonly TestCase[] =>
  tests.filter(({ runner, folder }) => runner === project.runner && folder === project.folder);
