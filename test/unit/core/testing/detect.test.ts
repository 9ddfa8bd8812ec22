import { describe, expect, test } from "vitest";
import { detectProjects } from "../../../../src/core/testing/detect/detectProjects.ts";
import { SetupFiles, type TestFile } from "../../../../src/core/testing/detect/setupFiles.ts";
import { testFileKind } from "../../../../src/core/testing/discover/testFiles.ts";

const range = { startLine: 0, endLine: 0 };

/** @param uses test libraries that a file imports, by path @param expected `runner folder: first reason` */
function check(
  setup: Readonly<Record<string, string>>,
  uses: Readonly<Record<string, readonly string[]>>,
  expected: readonly string[],
): void {
  const files = Object.entries(uses).map(([path, libraries]): TestFile => {
    const { language } = testFileKind(path)!;
    const isUnittest = libraries.includes("unittest") ? { isUnittest: true } : { isUnittest: false };
    return { path, language, uses: libraries, tests: [{ label: "test", suites: [], range, ...isUnittest }] };
  });
  const { projects } = detectProjects(files, new SetupFiles(new Map(Object.entries(setup))));
  expect(
    projects.map(({ runner, folder, reasons }) => `${runner} ${folder || "."}: ${reasons[0]?.text}`),
  ).toEqual(expected);
}

test.each<
  [
    name: string,
    setup: Readonly<Record<string, string>>,
    uses: Readonly<Record<string, readonly string[]>>,
    expected: readonly string[],
  ]
>([
  [
    "pytest by its section",
    { "pyproject.toml": "[tool.pytest.ini_options]\n" },
    { "tests/test_a.py": [] },
    ["pytest .: [tool.pytest] in pyproject.toml"],
  ],
  [
    "pytest by a dependency",
    { "a/setup.py": 'tests_require=["pytest"]' },
    { "a/tests/test_a.py": [] },
    ["pytest a: pytest in the project's setup"],
  ],
  [
    "pytest by CI",
    { ".github/workflows/ci.yml": "      - run: python -m pytest -q\n" },
    { "tests/test_a.py": ["unittest"] },
    ["pytest .: `python -m pytest -q` in .github/workflows/ci.yml"],
  ],
  [
    "pytest by tests that only it runs",
    {},
    { "tests/test_a.py": [] },
    ["pytest .: Tests outside of classes of unittest, which only pytest runs"],
  ],
  [
    "unittest, from beside its tests",
    {},
    { "python/tests/test_a.py": ["unittest"] },
    ["unittest python: test_a.py has tests of unittest, and nothing names pytest"],
  ],
  [
    "Vitest by a script",
    { "package.json": '{"scripts":{"test":"vitest run"}}' },
    { "a.test.ts": [] },
    ['vitest .: "test": "vitest run" in package.json'],
  ],
  [
    "Jest by its configuration",
    { "package.json": "{}", "jest.config.js": "" },
    { "a.test.js": [] },
    ["jest .: jest.config.js"],
  ],
  [
    "Mocha by a dependency",
    { "package.json": '{"devDependencies":{"mocha":"1"}}' },
    { "test/a.js": [] },
    ['mocha .: "mocha" among the dependencies in package.json'],
  ],
  [
    "each package of a workspace by itself",
    {
      "package.json": '{"devDependencies":{"jest":"1"}}',
      "web/package.json": '{"scripts":{"test":"vitest"}}',
    },
    { "a.test.js": [], "web/b.test.ts": [] },
    ['jest .: "jest" among the dependencies in package.json', 'vitest web: "test": "vitest" in package.json'],
  ],
  [
    "Node's runner by what is imported",
    { "package.json": '{"devDependencies":{"jest":"1"}}' },
    { "a.test.js": ["node:test"] },
    ["node .: a.test.js imports node:test"],
  ],
  ["nothing for a folder that is only named so", { "package.json": "{}" }, { "test/a.js": [] }, []],
  ["nothing for a manifest that is no JSON", { "package.json": "{" }, { "test/a.js": [] }, []],
  ["Go by its module", { "go.mod": "module x" }, { "a/b_test.go": [] }, ["go .: go.mod"]],
  [
    "Rust by the workspace",
    { "Cargo.toml": "[workspace]\n", "a/Cargo.toml": "[package]\n" },
    { "a/src/lib.rs": [] },
    ["cargo .: Cargo.toml"],
  ],
  [
    "Maven by the outermost part",
    { "pom.xml": "", "core/pom.xml": "" },
    { "core/src/test/java/ATest.java": [] },
    ["maven .: pom.xml"],
  ],
  [
    "Gradle",
    { "app/build.gradle.kts": "" },
    { "app/src/test/java/ATest.java": [] },
    ["gradle app: build.gradle.kts"],
  ],
])("%s", (_name, setup, uses, expected) => check(setup, uses, expected));

describe("what the project's own command passes on", () => {
  const cases: [string, Record<string, string>, string][] = [
    ["jest", { test: "jest --config ci/jest.config.js --coverage" }, "--config ci/jest.config.js"],
    ["jest", { lint: "eslint -c x . && jest-lint", test: "tsc -c no && jest -c unit.json" }, "-c unit.json"],
    [
      "jest",
      { test: "NODE_OPTIONS='--experimental-vm-modules --no-warnings' jest" },
      "--experimental-vm-modules",
    ],
    ["jest", { test: `jest --config '{"preset": "ts-jest"}'` }, '--config {"preset": "ts-jest"}'],
    ["jest", { bench: "jest --config=bench.js", test: "jest --config=unit.js" }, "--config=unit.js"],
    ["vitest", { test: "vitest run -c vitest.unit.ts --reporter=dot" }, "-c vitest.unit.ts"],
    ["mocha", { test: "c8 -c x mocha --config .mocharc.unit.yml --exit" }, "--config .mocharc.unit.yml"],
  ];
  test.each(cases)("%s: %j", (name, scripts, expected) => {
    const manifest = JSON.stringify({ scripts, devDependencies: { [name]: "1" } });
    const file: TestFile = {
      path: "a.test.ts",
      language: "ecma",
      uses: [],
      tests: [{ label: "a", suites: [], range }],
    };
    const { projects } = detectProjects([file], new SetupFiles(new Map([["package.json", manifest]])));
    expect(projects[0]?.options?.join(" ")).toBe(expected);
  });

  test("what continuous integration runs, where no script does", () => {
    const setup = new Map([
      ["package.json", '{ "devDependencies": { "jest": "1" } }'],
      [".github/workflows/test.yml", "jobs:\n  test:\n    - run: npx jest --config ci/jest.config.js\n"],
    ]);
    const file: TestFile = {
      path: "a.test.ts",
      language: "ecma",
      uses: [],
      tests: [{ label: "a", suites: [], range }],
    };
    const { projects } = detectProjects([file], new SetupFiles(setup));
    expect(projects[0]?.options).toEqual(["--config", "ci/jest.config.js"]);
  });
});

test("loaders that a script names are passed on", () => {
  const script = JSON.stringify({
    scripts: { test: "node --import tsx --test --test-concurrency=1 test/*.ts" },
  });
  const file: TestFile = {
    path: "test/a.test.ts",
    language: "ecma",
    uses: [],
    tests: [{ label: "a", suites: [], range }],
  };
  const { projects } = detectProjects([file], new SetupFiles(new Map([["package.json", script]])));
  expect(projects[0]?.options).toEqual(["--import", "tsx"]);
});
