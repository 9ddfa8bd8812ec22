import fc from "fast-check";
import { expect, test } from "vitest";
import { findComparison } from "../../../../src/core/testing/report/comparison.ts";
import { parseReportLines } from "../../../../src/core/testing/report/jsonLines.ts";
import { parseJunitXml } from "../../../../src/core/testing/report/junitXml.ts";
import { findFrames } from "../../../../src/core/testing/report/stackFrames.ts";
import { pytest } from "../../../../src/core/testing/runners/pytest.ts";

test("reads JUnit's XML as pytest and Surefire write it", () => {
  const text = `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" tests="3">
    <testcase classname="tests.test_a.TestA" name="test_ok[1-&quot;x&quot;]" file="tests/test_a.py" line="3" time="0.012" />
    <testcase classname="tests.test_a" name="test_bad" time="0.001"><failure message="assert 1 == 2">def test_bad():
&gt;       assert 1 == 2
E       assert 1 == 2</failure></testcase>
    <testcase classname="tests.test_a" name="test_skip" time="0"><skipped type="pytest.skip" message="not now">x</skipped></testcase>
    <testcase classname="a.B" name="c"><error type="java.lang.Error"/></testcase>
    </testsuite></testsuites>`;
  const cases = parseJunitXml(text)!;
  expect(cases.map(({ label, status, durationMs }) => [label, status, durationMs])).toEqual([
    ['test_ok[1-"x"]', "passed", 12],
    ["test_bad", "failed", 1],
    ["test_skip", "skipped", 0],
    ["c", "errored", 0],
  ]);
  expect(cases[0]).toMatchObject({ path: "tests/test_a.py", line: 3, className: "tests.test_a.TestA" });
  expect(cases[1]).toMatchObject({
    message: "assert 1 == 2",
    trace: expect.stringContaining("E       assert 1 == 2"),
  });
  expect(cases[3]!.message).toBe("java.lang.Error");
});

test("tells of a file that pytest could not load what stopped it", () => {
  const junit = `<testsuites><testsuite name="pytest"><testcase classname="" name="tests.test_a" time="0"><error message="collection failure">tests/test_a.py:1: in &lt;module&gt;
    from slugs import slug
E     File "slugs.py", line 3
E   ModuleNotFoundError: No module named 'unidecode'</error></testcase></testsuite></testsuites>`;
  const request = {
    project: { runner: "pytest", folder: "", reasons: [] },
    tests: undefined,
    known: [],
    root: "/w",
    scratch: "/s",
    cache: "/c",
  } as const;
  expect(pytest.read({ stdout: "", stderr: "", code: 2, reports: [junit] }, request)).toMatchObject([
    {
      path: "tests/test_a.py",
      status: "errored",
      message: "ModuleNotFoundError: No module named 'unidecode'",
    },
  ]);
});

test("reads one test suite alone, and nested ones", () => {
  const text = `<testsuite name="outer"><testsuite name="inner" file="x.js"><testcase name="t" time="1"/></testsuite></testsuite>`;
  expect(parseJunitXml(text)).toMatchObject([
    { suiteNames: ["outer", "inner"], path: "x.js", label: "t", durationMs: 1000 },
  ]);
});

test("never throws, whatever stands in a report", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      parseJunitXml(`<testsuite>${text}`);
      parseJunitXml(text);
      parseReportLines(text);
      parseReportLines(`{"suites":${text}}`);
      findComparison(text);
      findFrames(text, (path) => path);
    }),
  );
});

test.each<[message: string, expected: string, actual: string]>([
  ["expect(received).toBe(expected) // Object.is equality\n\nExpected: 4\nReceived: 3", "4", "3"],
  ["AssertionError: expected 3 to be 4 // Object.is equality", "4", "3"],
  ["AssertionError: expected [ 1 ] to deeply equal [ 2 ]", "[ 2 ]", "[ 1 ]"],
  ["Expected values to be strictly equal:\n\n3 !== 4\n", "4", "3"],
  ["    def test():\n>       assert f(2) == 4\nE       assert 3 == 4\nE        +  where 3 = f(2)", "4", "3"],
  ["AssertionError: 3 != 4", "4", "3"],
  ["AssertionError: 'a' != 'b' : told so", "'b'", "'a'"],
  ["assertion `left == right` failed: told so\n  left: 3\n right: 4", "4", "3"],
  ["expected: <4> but was: <3>", "4", "3"],
  ["expected:<[4]> but was:<[3]>", "[4]", "[3]"],
  ["    sum_test.go:6: Sum(1, 2) = got 3, want 4", "4", "3"],
  ["        Error:  Not equal: \n  expected: 4\n  actual  : 3", "4", "3"],
])("finds both sides of %j", (message, expected, actual) =>
  expect(findComparison(message)).toEqual({ expected, actual }),
);

test("finds nothing to compare where nothing is", () =>
  expect(findComparison("TypeError: x is not a function")).toBeUndefined());

/** Frames as `path:line function`, lines from 1; paths are those below `/w`. */
function frames(text: string): string[] {
  const found = findFrames(text, (path) =>
    path.startsWith("/") ? (path.startsWith("/w/") ? path.slice(3) : undefined) : path,
  );
  return found.map(({ path, line, function: name }) => `${path}:${line + 1}${name ? ` ${name}` : ""}`);
}

test.each<[language: string, text: string, expected: readonly string[]]>([
  [
    "Python",
    'Traceback (most recent call last):\n  File "/w/test_a.py", line 3, in test_a\n    f()\n  File "/usr/lib/x.py", line 9, in g\n  File "/w/a.py", line 7, in f\n    raise',
    ["a.py:7 f", "test_a.py:3 test_a"],
  ],
  [
    "pytest",
    "tests/test_a.py:5: \n_ _ _\n\na.py:2: in f\n    return 1\nb.py:9: ValueError",
    ["b.py:9", "a.py:2 f", "tests/test_a.py:5"],
  ],
  [
    "JavaScript",
    "Error: x\n    at sum (/w/src/sum.ts:3:9)\n    at async Object.<anonymous> (file:///w/test/a.mjs:10:3)\n    at /w/c.js:1:1\n    at node:internal/x:1:2",
    ["src/sum.ts:3 sum", "test/a.mjs:10 Object.<anonymous>", "c.js:1"],
  ],
  [
    "a URL of a file",
    "Error: x\n    at f (file:///w/my%20code/caf%C3%A9.mjs:10:3)\n    at file:///w/100%/b.mjs:2:1",
    ["my code/café.mjs:10 f", "100%/b.mjs:2"],
  ],
  ["Vitest", " ❯ sum src/sum.ts:3:9\n ❯ src/a.test.ts:5:7", ["src/sum.ts:3 sum", "src/a.test.ts:5"]],
  [
    "Go",
    "--- FAIL: TestA\n    sum_test.go:6: bad\ngoroutine 7:\nsum.F(...)\n\t/w/sum/sum.go:4 +0x1d",
    ["sum_test.go:6", "sum/sum.go:4"],
  ],
  [
    "Rust",
    "thread 'tests::x' panicked at src/lib.rs:10:9:\nbad\n   2: y\n             at ./src/a.rs:4:5",
    ["src/lib.rs:10", "./src/a.rs:4"],
  ],
  [
    "Java",
    "java.lang.Error\n\tat com.acme.Sum.of(Sum.java:5)\n\tat com.acme.SumTest.t(SumTest.java:9)",
    ["Sum.java:5 com.acme.Sum.of", "SumTest.java:9 com.acme.SumTest.t"],
  ],
])("finds the calls of %s, innermost first", (_language, text, expected) =>
  expect(frames(text)).toEqual(expected),
);
