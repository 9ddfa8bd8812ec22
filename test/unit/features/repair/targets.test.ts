import { expect, test } from "vitest";
import { type TestCase, testId } from "../../../../src/core/testing/testCase.ts";
import type { TestProject } from "../../../../src/core/testing/testProject.ts";
import { findTargets } from "../../../../src/features/repair/targets.ts";

const testOf = (runner: "pytest" | "vitest", path: string, ...names: readonly string[]): TestCase => {
  const [label, ...suites] = [...names].reverse() as [string, ...string[]];
  const name = { runner, path, suites: suites.reverse(), label };
  return { ...name, id: testId(name), folder: "" };
};
const project = (runner: "pytest" | "vitest"): TestProject => ({ runner, folder: "", reasons: [] });
const workspace = [
  {
    root: "/w",
    projects: [project("vitest"), project("pytest")],
    tests: [
      testOf("vitest", "a.test.ts", "split", "%s => %s"),
      testOf("vitest", "a.test.ts", "split", "an empty text"),
      testOf("vitest", "a.test.ts", "join", "%s => %s"),
      testOf("pytest", "test_a.py", "test_add"),
      testOf("pytest", "test_a.py", "test_add_twice"),
    ],
  },
];

/** Expects the tests that are looked at, in the order of the workspace. */
const check = (testIds: readonly string[], expected: readonly string[]) =>
  expect(findTargets(workspace, { testIds }).flatMap(({ asked = [] }) => asked.map(({ id }) => id))).toEqual(
    expected,
  );

test("for rows of a table, which only a report names, stands their test", () => {
  check(["vitest:a.test.ts::split::ALink => [ 'A', 'Link' ]"], ["vitest:a.test.ts::split::%s => %s"]);
  check(["pytest:test_a.py::test_add[a::b-3]", "pytest:test_a.py::test_add"], ["pytest:test_a.py::test_add"]);
});

test("a test that is known is meant alone, also where a table's name would fit it", () =>
  check(["vitest:a.test.ts::split::an empty text"], ["vitest:a.test.ts::split::an empty text"]));

test.each([
  "vitest:a.test.ts::split::nowhere",
  "pytest:test_b.py::test_add",
  "vitest:b.test.ts::split::a => b",
])("%j is refused", (id) =>
  expect(() => findTargets(workspace, { testIds: [id] })).toThrow(`Cannot find the test "${id}"`),
);
