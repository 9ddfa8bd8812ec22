/** Which tests run, beside those that were named. */
import { type TestCase, testId } from "./testCase.ts";
import type { TestReport } from "./testReport.ts";
import type { RootTests } from "./workspaceTests.ts";

/** Beyond this many, failures have a common cause, and a second run tells nothing. */
const mostAgain = 20;

/** Tests to run a second time, to see which of them fail now and then. */
export function failedAgain({ outcomes }: TestReport, known: readonly TestCase[]): readonly TestCase[] {
  const failed = new Set(
    outcomes.filter(({ status }) => status === "failed" || status === "errored").map(({ id }) => id),
  );
  const tests = known.filter(({ id }) => failed.has(id));
  return tests.length <= mostAgain ? tests : [];
}

/** A person's own command stands in for all that was detected; it is one test, and its report tells more. */
export function ownProject(tests: RootTests, command: readonly string[]): RootTests {
  const name = { runner: "command", path: "", suites: [], label: command.join(" ") } as const;
  const reasons = [{ text: "The setting touchstone.tests.command", path: "" }];
  return {
    root: tests.root,
    projects: [{ runner: "command", folder: "", reasons, options: command }],
    tests: [{ ...name, id: testId(name), folder: "" }],
  };
}
