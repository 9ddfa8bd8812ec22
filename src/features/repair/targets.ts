/** Which tests a repair is about, and where they run. */
import { protectionOf } from "../../core/patch/protectedPaths.ts";
import { holdsInlineTests } from "../../core/testing/inlineTests.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { isIdOfPart } from "../../core/testing/toOutcomes.ts";
import { type RootTests, testsOf } from "../../core/testing/workspaceTests.ts";
import { FixRefused, type FixRequest } from "./fix.ts";

export interface TargetTests {
  /** Absolute. */
  readonly root: string;
  readonly project: TestProject;
  /** All tests of the project. */
  readonly known: readonly TestCase[];
  /** Those to look at; undefined for all. */
  readonly asked: readonly TestCase[] | undefined;
  /** Paths of files with tests, of all projects of the root. */
  readonly testPaths: ReadonlySet<string>;
}

/**
 * One for each project that has tests of the request, in the order of the workspace. For a row of a table stands the table's test.
 *
 * @throws FixRefused when there are no tests, or an id is not known
 */
export function findTargets(
  workspace: readonly RootTests[],
  { testIds, path, root }: Pick<FixRequest, "testIds" | "path" | "root">,
): TargetTests[] {
  const knownIds = new Set(workspace.flatMap(({ tests }) => tests.map(({ id }) => id)));
  const isMeant: IsMeant = (test, id) => (knownIds.has(id) ? test.id === id : isIdOfPart(id, test));
  const targets = workspace
    .filter((one) => root === undefined || one.root === root)
    .flatMap((one) => targetsOf(one, testIds, isMeant, path));
  const found = targets.flatMap(({ asked = [] }) => asked);
  const missing = testIds.find((id) => !found.some((test) => isMeant(test, id)));
  if (missing !== undefined) throw new FixRefused(`Cannot find the test "${missing}": no such test is known`);
  if (targets.length === 0) {
    const where = path === undefined ? "the workspace" : `"${path}"`;
    const why = workspace.flatMap(({ incomplete }) => incomplete ?? []);
    throw new FixRefused([`Cannot find tests of ${where}: none are known`, ...why].join(". "));
  }
  return targets;
}

/** Whether an identifier asks for a test. */
type IsMeant = (test: TestCase, id: string) => boolean;

function targetsOf(
  tests: RootTests,
  testIds: readonly string[],
  isMeant: IsMeant,
  path: string | undefined,
): TargetTests[] {
  const testPaths = new Set(tests.tests.map((test) => test.path));
  // A path without tests of its own is code: any test may be about it.
  const isTestFile = path !== undefined && testPaths.has(path);
  return tests.projects.flatMap((project) => {
    const known = testsOf(tests, project);
    const asked =
      testIds.length > 0
        ? known.filter((test) => testIds.some((id) => isMeant(test, id)))
        : isTestFile
          ? known.filter((test) => test.path === path)
          : undefined;
    if (known.length === 0 || asked?.length === 0) return [];
    return [{ root: tests.root, project, known, asked, testPaths }];
  });
}

const testFolders = /(?:^|\/)(?:tests?|__tests__|specs?|testing|fixtures)\//;
const testNames = /(?:^|\/)(?:conftest\.py|test_[^/]*|[^/]*(?:_test|\.test|\.spec|Test|Tests)\.\w+)$/;

/** Whether a file belongs to tests: a repair never changes one. */
export function belongsToTests(path: string, testPaths: ReadonlySet<string>): boolean {
  // Rust keeps tests beside the code: there the tests alone stay as they are, not the file.
  if (holdsInlineTests(path)) return false;
  return testPaths.has(path) || testFolders.test(path) || testNames.test(path);
}

/** Tests are what a repair must satisfy, and files with power over other programs need a person. */
export function mayChange(path: string, { testPaths }: Pick<TargetTests, "testPaths">): boolean {
  return !path.startsWith("/") && !belongsToTests(path, testPaths) && protectionOf(path) === undefined;
}
