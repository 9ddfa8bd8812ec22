import { expect, test } from "vitest";
import {
  type ProgramRequest,
  type TestProgram,
  testPrograms,
} from "../../../../src/core/testing/runners/testPrograms.ts";
import { type TestCase, type TestRunnerName, testId } from "../../../../src/core/testing/testCase.ts";

function named(runner: TestRunnerName, path: string, ...names: readonly string[]): TestCase {
  const [suites, label] = [names.slice(0, -1), names.at(-1)!];
  return { id: testId({ runner, path, suites, label }), label, path, suites, runner, folder: "" };
}

const requestOf = (
  runner: "go" | "cargo",
  tests: readonly TestCase[],
  more: Partial<ProgramRequest> = {},
): ProgramRequest => ({
  project: { runner, folder: "", reasons: [] },
  known: tests,
  tests,
  root: "/w",
  scratch: "/s",
  cache: "/c",
  textOf: async () => undefined,
  isCounted: false,
  ...more,
});

test("Go: a program for each package, started where the package is", async () => {
  const tests = [named("go", "a_test.go", "TestA"), named("go", "in/b_test.go", "TestB")];
  const request = requestOf("go", tests);
  const steps = await testPrograms.go.steps(request);
  expect(steps.map(({ argv }) => argv.join(" "))).toEqual([
    "go test -c -gcflags=-e -o /s/plain-0.test .",
    "go test -c -gcflags=-e -o /s/plain-1.test ./in",
  ]);
  const [counted] = await testPrograms.go.steps({ ...request, isCounted: true });
  expect(counted!.argv).toEqual(expect.arrayContaining(["-coverpkg=./...", "-covermode=set"]));
  const programs = testPrograms.go.programs(request, []);
  expect(programs.map(({ folder, tests: own }) => [folder, own])).toEqual([
    ["", [tests[0]]],
    ["in", [tests[1]]],
  ]);
  const errors = "# x/in\n./a.go:3:2: undefined: b\nin/c.go:4:1: syntax error\n";
  expect(testPrograms.go.errors(request, [{ stdout: "", stderr: errors, code: 1 }])).toEqual([
    { path: "a.go", line: 3 },
    { path: "in/c.go", line: 4 },
  ]);
});

const program: TestProgram = { file: "/s/x", folder: "", tests: [], options: [], env: {} };

test("Go: what a program tells of tests, within others too, and what it does not come to", () => {
  const [a, part, later, never] = [
    named("go", "a_test.go", "TestA"),
    named("go", "a_test.go", "TestA", "of_both"),
    named("go", "a_test.go", "TestLater"),
    named("go", "a_test.go", "TestNever"),
  ];
  const { argv } = testPrograms.go.run(program, [part!], "/s/one.out");
  expect(argv).toEqual([
    "/s/x",
    "-test.v",
    "-test.run",
    "^TestA$/^of_both$",
    "-test.coverprofile=/s/one.out",
  ]);
  const stdout =
    "=== RUN TestA\nsome text--- FAIL: TestA (0.00s)\n    --- PASS: TestA/of_both (0.00s)\n--- SKIP: TestLater (0.00s)\npanic: x";
  const read = testPrograms.go.read({ stdout, stderr: "", code: 2 }, [a!, part!, later!, never!]);
  expect([...read.values()]).toEqual(["failed", "passed", "skipped", "failed"]);
  expect(testPrograms.go.read({ stdout: "", stderr: "", code: 0 }, [never!]).size).toBe(0);
});

test("Rust: each test in the crates that hold it, which are built alone when they are known", async () => {
  const unit = named("cargo", "src/a/b.rs", "tests", "x");
  const whole = named("cargo", "tests/all/c.rs", "y");
  const single = named("cargo", "tests/d.rs", "z");
  const request = requestOf("cargo", [unit, whole, single]);
  const artifact = (kind: string, name: string, source: string, isTest = true) =>
    JSON.stringify({
      reason: "compiler-artifact",
      package_id: "path+file:///w#a@0.1.0",
      manifest_path: "/w/Cargo.toml",
      target: { src_path: `/w/${source}`, name, kind: [kind] },
      profile: { test: isTest },
      executable: `/c/${name}`,
    });
  const stdout = [
    artifact("lib", "a", "src/lib.rs"),
    artifact("bin", "tool", "src/bin/tool.rs", false),
    artifact("test", "all", "tests/all/main.rs"),
    artifact("test", "d", "tests/d.rs"),
  ].join("\n");
  const programs = testPrograms.cargo.programs(request, [{ stdout, stderr: "", code: 0 }]);
  expect(programs.map(({ file, tests }) => [file, tests])).toEqual([
    ["/c/a", [unit]],
    ["/c/all", [whole]],
    ["/c/d", [single]],
  ]);
  const [first] = await testPrograms.cargo.steps({ ...request, only: programs });
  expect(first!.argv.slice(-3)).toEqual(["--manifest-path", "/w/Cargo.toml", "--lib"]);
  expect(first!.env["CARGO_TARGET_DIR"]).toBe("/c/target-trials");
  const [, second] = programs;
  expect(testPrograms.cargo.run(second!, [whole]).argv).toEqual(["/c/all", "--exact", "c::y"]);
  const told = "test a::b::tests::x ... ok\ntest tests::other - should panic ... FAILED\n";
  const other = named("cargo", "src/lib.rs", "tests", "other");
  expect([
    ...testPrograms.cargo.read({ stdout: told, stderr: "", code: 101 }, [unit, other]).values(),
  ]).toEqual(["passed", "failed"]);
});
