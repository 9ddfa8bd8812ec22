import { expect, test } from "vitest";
import { affectedTests } from "../../../src/features/repair/affectedTests.ts";
import { never } from "../../support/indexerHarness.ts";

/** Paths of tests that can notice a change of a path; nobody imports anything. */
async function check(changed: string, tests: readonly string[], expected: readonly string[]): Promise<void> {
  const known = tests.map((path) => ({
    id: path,
    runner: "go" as const,
    folder: "",
    path,
    suites: [],
    label: "t",
  }));
  const target = { root: "/w", known, testPaths: new Set(tests) };
  const change = { kind: "changed", path: changed, before: "", after: " " } as const;
  const found = await affectedTests([change], target, { graph: async () => [] }, never);
  expect(found.map(({ path }) => path)).toEqual(expected);
}

test("Go: tests of the same folder", () =>
  check("sum/sum.go", ["sum/sum_test.go", "sum/deep/x_test.go", "x_test.go"], ["sum/sum_test.go"]));
test("Java: tests of the same package", () =>
  check(
    "m/src/main/java/a/B.java",
    ["m/src/test/java/a/BTest.java", "m/src/test/java/c/DTest.java", "src/test/java/a/BTest.java"],
    ["m/src/test/java/a/BTest.java"],
  ));
test("Rust: tests of the same crate", () =>
  check(
    "one/src/a/b.rs",
    ["one/src/c.rs", "one/tests/whole.rs", "two/src/c.rs"],
    ["one/src/c.rs", "one/tests/whole.rs"],
  ));
test("others: who imports alone", () => check("src/a.ts", ["src/a.test.ts"], []));
