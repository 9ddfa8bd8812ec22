import { expect, test } from "vitest";
import { gradle, maven } from "../../../../src/core/testing/runners/javaBuild.ts";
import { type TestCase, testId } from "../../../../src/core/testing/testCase.ts";
import { toOutcomes } from "../../../../src/core/testing/toOutcomes.ts";

const path = "core/src/test/java/com/acme/SumTest.java";
const testCase = (suites: readonly string[], label: string): TestCase => ({
  id: testId({ runner: "maven", path, suites, label }),
  label,
  path,
  suites,
  runner: "maven",
  folder: "",
});
const adds = testCase(["com.acme.SumTest"], "adds");
const deep = testCase(["com.acme.SumTest", "Inner"], "deep");
const many = testCase(["com.acme.SumTest"], "many");
const known = [adds, deep, many];
const project = { runner: "maven", folder: "", reasons: [] } as const;
const request = { project, known, tests: [adds, deep], root: "/w", scratch: "/s", cache: "/c" };

test("names classes and methods as Maven and Gradle take them", () => {
  expect(maven.plan(request).argv).toContain("-Dtest=com.acme.SumTest#adds,com.acme.SumTest$Inner#deep");
  expect(maven.plan(request).reports).toEqual(["/w/core/target/surefire-reports"]);
  expect(gradle.plan(request).argv.slice(-4)).toEqual([
    "--tests",
    "com.acme.SumTest.adds",
    "--tests",
    "com.acme.SumTest$Inner.deep",
  ]);
  expect(maven.plan({ ...request, tests: undefined }).argv.at(-1)).toBe("test");
});

test("reads Surefire's reports: inner classes, parameters, calls", () => {
  const report = `<testsuite name="com.acme.SumTest">
    <testcase name="adds" classname="com.acme.SumTest" time="0.01"><failure message="expected: &lt;3&gt; but was: &lt;-1&gt;" type="x">org.opentest4j.AssertionFailedError: expected: &lt;3&gt; but was: &lt;-1&gt;
	at org.junit.jupiter.api.AssertEquals.failNotEqual(AssertEquals.java:150)
	at com.acme.Sum.of(Sum.java:5)
	at com.acme.SumTest.adds(SumTest.java:9)</failure></testcase>
    <testcase name="deep" classname="com.acme.SumTest$Inner" time="0"/>
    <testcase name="many(int)[1]" classname="com.acme.SumTest" time="0"/>
    <testcase name="many(int)[2]" classname="com.acme.SumTest" time="0"><error type="java.lang.Error"/></testcase>
  </testsuite>`;
  const reported = maven.read({ stdout: "", stderr: "", code: 1, reports: [report] }, request);
  const { outcomes } = toOutcomes(reported, { project, known, asked: undefined, root: "/w" });
  expect(outcomes).toMatchObject([
    { id: adds.id, status: "failed", expected: "3", actual: "-1" },
    { id: deep.id, status: "passed" },
    { id: many.id, status: "errored" },
  ]);
  expect(outcomes[0]?.stack?.map((frame) => `${frame.path}:${frame.line + 1}`)).toEqual([
    "core/src/main/java/com/acme/Sum.java:5",
    `${path}:9`,
  ]);
});
