import { expect, test } from "vitest";
import { type TestCase, testId } from "../../../../src/core/testing/testCase.ts";
import type { TestProject } from "../../../../src/core/testing/testProject.ts";
import { type TestRow, testsBelow, testTree } from "../../../../src/features/testing/testTree.ts";

const testCase = (
  path: string,
  names: string,
  runner: TestCase["runner"] = "pytest",
  folder = "",
): TestCase => {
  const all = names.split(" > ");
  const [suites, label] = [all.slice(0, -1), all.at(-1)!];
  return { id: testId({ runner, path, suites, label }), label, path, suites, runner, folder };
};
const project = (runner: TestCase["runner"], folder = ""): TestProject => ({ runner, folder, reasons: [] });

const lines = (rows: readonly TestRow[], indent = ""): string[] =>
  rows.flatMap(({ label, description, isTest, children }) => [
    `${indent}${label}${description === undefined ? "" : ` (${description})`}${isTest ? "" : "/"}`,
    ...lines(children, `${indent}  `),
  ]);

function check(
  projects: readonly TestProject[],
  tests: readonly TestCase[],
  expected: readonly string[],
): void {
  const rows = testTree({ projects, tests });
  expect(lines(rows)).toEqual(expected);
  expect(rows.flatMap(testsBelow).sort()).toEqual(tests.map(({ id }) => id).sort());
}

test("one project: files, suites, tests", () =>
  check(
    [project("pytest")],
    [
      testCase("a/test_a.py", "test_one"),
      testCase("a/test_a.py", "TestA > test_two"),
      testCase("b.py", "test_b"),
    ],
    ["a/test_a.py/", "  test_one", "  TestA/", "    test_two", "b.py/", "  test_b"],
  ));

test("several projects stand above their files", () =>
  check(
    [project("pytest"), project("vitest", "web")],
    [testCase("t.py", "test_one"), testCase("web/a.test.ts", "sum > adds", "vitest", "web")],
    ["pytest (.)/", "  t.py/", "    test_one", "vitest (web)/", "  web/a.test.ts/", "    sum/", "      adds"],
  ));

test("rows of a table, and tests within tests, stand below their test", () =>
  check(
    [project("pytest")],
    [
      testCase("t.py", "test_one"),
      testCase("t.py", "test_one[a]"),
      testCase("t.go", "TestA", "go"),
      testCase("t.go", "TestA > sub", "go"),
    ],
    ["t.py/", "  test_one", "    test_one[a]", "t.go/", "  TestA", "    sub"],
  ));
