import { expect, test } from "vitest";
import { failedFiles, failedTests, retriedTests } from "../../../scripts/lib/failedTests.ts";

const vitest = `
 \u001b[31m❯\u001b[39m \u001b[30m\u001b[42m unit \u001b[49m\u001b[39m test/unit/sum.test.ts (2 tests | 2 failed) 60ms
\u001b[31m     × adds\u001b[39m 6ms

\u001b[31m⎯⎯⎯⎯⎯⎯⎯\u001b[39m\u001b[1m\u001b[41m Failed Tests 2 \u001b[49m\u001b[22m\u001b[31m⎯⎯⎯⎯⎯⎯⎯\u001b[39m

\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m \u001b[30m\u001b[42m unit \u001b[49m\u001b[39m test/unit/sum.test.ts\u001b[2m > \u001b[22madds
\u001b[31m\u001b[1mAssertionError\u001b[22m: expected 2 to be 3 // Object.is equality\u001b[39m

- Expected
+ Received

\u001b[41m\u001b[1m FAIL \u001b[22m\u001b[49m \u001b[30m\u001b[42m unit \u001b[49m\u001b[39m test/unit/sum.test.ts\u001b[2m > \u001b[22mwaits
\u001b[31m\u001b[1mTestTimeoutError\u001b[22m: Test timed out in 50ms.
If this is a long-running test, pass a timeout value as the last argument.\u001b[39m

 Test Files  1 failed (1)
`;

const unhandled = `
⎯⎯⎯⎯⎯⎯ Unhandled Errors ⎯⎯⎯⎯⎯⎯

Vitest caught 1 unhandled error during the test run.

⎯⎯⎯⎯ Unhandled Rejection ⎯⎯⎯⎯⎯
Error: not awaited
 ❯ test/unit/sum.test.ts:3:18
`;

const node = `✔ ok (1.132319ms)
✖ in the window, light (1.050066ms)
ℹ fail 1

✖ failing tests:

test at test/ui/window.test.ts:2:21
✖ in the window, light (1.050066ms)
  AssertionError [ERR_ASSERTION]: 1 == 2
      at TestContext.<anonymous> (file:///window.test.ts:2:70)
`;

const mocha = `  suite
    ✔ good
    1) bad one

  1 passing (6ms)
  1 failing

  1) suite
       bad one:
     Error: why
      at Context.<anonymous> (m.cjs:1:69)
`;

test.each([
  [
    "Vitest",
    vitest,
    [
      "unit  test/unit/sum.test.ts > adds | AssertionError: expected 2 to be 3 // Object.is equality",
      "unit  test/unit/sum.test.ts > waits | TestTimeoutError: Test timed out in 50ms. | If this is a long-running test, pass a timeout value as the last argument.",
    ],
  ],
  ["Vitest", unhandled, ["Unhandled Rejection | Error: not awaited | ❯ test/unit/sum.test.ts:3:18"]],
  ["Node", node, ["in the window, light | AssertionError [ERR_ASSERTION]: 1 == 2"]],
  ["Mocha", mocha, ["suite | bad one: | Error: why"]],
])("names the tests that failed under %s once each, with what was wrong", (_runner, output, expected) => {
  expect(failedTests(output)).toEqual(expected);
});

test("more failures than are asked for are counted", () => {
  expect(failedTests(vitest, 1)).toEqual([
    "unit  test/unit/sum.test.ts > adds | AssertionError: expected 2 to be 3 // Object.is equality",
    "and 1 more",
  ]);
});

test("gives the last lines where no test failed", () => {
  expect(failedTests("checked\n\na.ts(1,2): error TS2304: Cannot find name 'x'.\n")).toEqual([
    "checked",
    "a.ts(1,2): error TS2304: Cannot find name 'x'.",
  ]);
});

test("tells the files in which tests failed, each once, where the runner tells them", () => {
  expect(failedFiles(vitest)).toEqual(["test/unit/sum.test.ts"]);
  expect(failedFiles(node)).toEqual(["test/ui/window.test.ts"]);
  expect(failedFiles(mocha)).toEqual([]);
});

test("tells which tests were tried a second time", () => {
  const output = `✔ good\nFailed once, tried again: "in the "window", light" Error: why\n    at x\n✔ in the window`;
  expect(retriedTests(output)).toEqual(['in the "window", light']);
  expect(retriedTests(node)).toEqual([]);
});
