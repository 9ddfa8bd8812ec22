import { expect, test } from "vitest";
import { clusterByBehaviour, tellingCall } from "../../../../../src/core/repair/behaviour.ts";
import {
  planReproduction,
  readWrittenTest,
  reproductionFault,
} from "../../../../../src/core/repair/model/reproduction.ts";
import { type TestRunnerName, testId } from "../../../../../src/core/testing/testCase.ts";
import type { TestStatus } from "../../../../../src/core/testing/testOutcome.ts";

const beside = (runner: TestRunnerName) => {
  const name = { runner, path: "tests/a_test.x", suites: [], label: "a" };
  return { ...name, id: testId(name), folder: "" };
};

test("a test is put beside the others, named as its runner finds it, never over a file that is there", () => {
  const plan = planReproduction(beside("unittest"), () => false)!;
  expect(plan.path).toBe("tests/test_described_problem.py");
  expect(plan.test.id).toBe(
    "unittest:tests/test_described_problem.py::DescribedProblemTest::test_described_problem",
  );
  expect(planReproduction(beside("pytest"), () => true)).toBeUndefined();
  expect(planReproduction(beside("maven"), () => false)).toBeUndefined();
});

test("the first fence that is closed is the test, what stands before it the expectation", () => {
  expect(readWrittenTest("It is 3.\n```python\nx = 1\n```\nmore")).toEqual({
    text: "x = 1\n",
    expectation: "It is 3.",
  });
  expect(readWrittenTest("```python\nx = 1\n")).toBeUndefined();
  expect(readWrittenTest("nothing")).toBeUndefined();
});

test.each<[TestStatus, string, string | undefined]>([
  ["failed", "AssertionError: 2 != 3", undefined],
  ["errored", "KeyError: 'a'", undefined],
  ["passed", "", "does not show the problem"],
  ["skipped", "", "skipped"],
  ["timedOut", "", "does not end"],
  ["errored", "ModuleNotFoundError: No module named 'x'", "written wrongly"],
  ["failed", "NameError: name 'y' is not defined", "written wrongly"],
  ["failed", "TypeError: f() takes 1 positional argument but 2 were given", "written wrongly"],
  ["failed", "TypeError: x.f is not a function", "written wrongly"],
])("%s with %j", (status, message, fault) => {
  const found = reproductionFault({ id: "t", status, message, durationMs: 0 });
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});

const call = (text: string, ...outcomes: string[]) => ({ call: text, isOfTests: false, outcomes });

test("patches that no call tells apart are one group; the call that tells most apart is named", () => {
  const calls = [
    call("f(1)", "gives 0", "gives 1", "gives 1", "gives 1"),
    call("f(2)", "gives 0", "gives 2", "gives 2", "raises KeyError"),
    call("f(3)", "gives 0", "gives 3", "gives 3", "gives 4"),
  ];
  expect(clusterByBehaviour(calls, 3)).toEqual([[0, 1], [2]]);
  expect(tellingCall(calls, [0, 2])).toEqual({
    call: "f(3)",
    before: "gives 0",
    outcomes: ["gives 3", "gives 4"],
  });
  expect(tellingCall(calls, [0, 1])).toBeUndefined();
});
