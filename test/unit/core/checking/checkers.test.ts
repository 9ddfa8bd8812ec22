import { expect, test } from "vitest";
import { type CheckerName, type CheckResult, checkers } from "../../../../src/core/checking/checkers.ts";
import {
  type CheckFinding,
  compareFindings,
  findingAt,
  findingText,
  weighsAgainst,
} from "../../../../src/core/checking/checkFinding.ts";
import { chooseCheckers } from "../../../../src/core/checking/chooseCheckers.ts";
import { offsetOf } from "../../../../src/core/checking/readFindings.ts";
import { findingsOfVariants, variantPath } from "../../../../src/core/checking/variants.ts";

const inRoot = (path: string) =>
  path.startsWith("/") ? path.replace(/^\/w\//, "") : path.replace(/^\.\//, "");

/** What a checker writes, and its findings: `path:line:column code message`. */
function check(name: CheckerName, result: Partial<CheckResult>, ...expected: readonly string[]): void {
  const checker = checkers.find((one) => one.name === name)!;
  const found = checker.read({ stdout: "", stderr: "", code: 1, ...result }, inRoot);
  expect(
    found?.map(
      ({ path, line, column, code, message }) =>
        `${path}:${line + 1}:${(column ?? -1) + 1} ${code} ${message}`,
    ),
  ).toEqual(expected);
}

test("tsc, with what stands below a message", () =>
  check(
    "tsc",
    {
      stdout:
        "src/a.ts(3,5): error TS2304: Cannot find name 'x'.\nsrc/b.ts(1,1): error TS2322: Type 'A' is not assignable to type 'B'.\n  Property 'c' is missing.\n",
      code: 2,
    },
    "src/a.ts:3:5 TS2304 Cannot find name 'x'.",
    "src/b.ts:1:1 TS2322 Type 'A' is not assignable to type 'B'.\n  Property 'c' is missing.",
  ));
test("tsc without findings", () => check("tsc", { code: 0 }));
test("mypy", () =>
  check(
    "mypy",
    {
      stdout:
        'a.py:4:9: error: Name "lenn" is not defined  [name-defined]\na.py:11:5: note: "h" of "A" defined here\n',
    },
    'a.py:4:9 name-defined Name "lenn" is not defined',
  ));
test("Flake8", () =>
  check(
    "flake8",
    { stdout: "./a.py:4:9: F821 undefined name 'lenn'\n" },
    "a.py:4:9 F821 undefined name 'lenn'",
  ));
test("Pyflakes, and what does not parse on standard error", () =>
  check(
    "pyflakes",
    { stdout: "a.py:4:9: undefined name 'lenn'\n", stderr: "s.py:1:8: invalid syntax\ndef f(:\n       ^\n" },
    "a.py:4:9  undefined name 'lenn'",
    "s.py:1:8  invalid syntax",
  ));
test("Go", () =>
  check(
    "go",
    {
      stdout: "FAIL\tx [build failed]\n",
      stderr: '# x\n./a.go:4:2: imported and not used: "os"\n./a.go:9:9: undefined: cuont\n',
    },
    'a.go:4:2  imported and not used: "os"',
    "a.go:9:9  undefined: cuont",
  ));
test("javac, with its symbol and column", () =>
  check(
    "javac",
    {
      stderr:
        "src/A.java:2: error: cannot find symbol\n  return cuont;\n         ^\n  symbol:   variable cuont\n  location: class A\n1 error\n",
    },
    "src/A.java:2:10  cannot find symbol; symbol: variable cuont; location: class A",
  ));
test("ESLint, with what it proposes", () => {
  const message = { ruleId: "no-undef", line: 2, column: 3, message: "'x' is not defined." };
  const stdout = JSON.stringify([
    { filePath: "/w/a.js", messages: [{ ...message, fix: { range: [4, 5], text: "y" } }] },
  ]);
  check("eslint", { stdout }, "a.js:2:3 no-undef 'x' is not defined.");
  const [finding] = checkers
    .find(({ name }) => name === "eslint")!
    .read({ stdout, stderr: "", code: 1 }, inRoot)!;
  expect(finding!.fixes).toEqual([{ edits: [{ start: 4, end: 5, text: "y" }] }]);
});
test("Biome", () => {
  const location = { path: "q.ts", start: { line: 3, column: 7 } };
  const one = {
    severity: "error",
    message: "Using == may be unsafe.",
    category: "lint/suspicious/noDoubleEquals",
    location,
  };
  check(
    "biome",
    { stdout: JSON.stringify({ diagnostics: [one] }) },
    "q.ts:3:7 suspicious/noDoubleEquals Using == may be unsafe.",
  );
});
test("Biome before 2.3, by bytes", () => {
  const sourceCode = "// Größe\nconst a = 1;\nif (a == 2) a;\n";
  const start = new TextEncoder().encode(sourceCode.slice(0, sourceCode.indexOf("=="))).length;
  const one = {
    category: "lint/suspicious/noDoubleEquals",
    description: "Use === instead of ==.",
    message: [{ elements: [], content: "Use " }],
    location: { path: { file: "q.ts" }, span: [start, start + 2], sourceCode },
  };
  check(
    "biome",
    { stdout: JSON.stringify({ diagnostics: [one] }) },
    "q.ts:3:7 suspicious/noDoubleEquals Use === instead of ==.",
  );
});
test("a report behind a line of another kind", () =>
  check(
    "pylint",
    {
      stdout:
        'No config file found\n[\n{"path": "a.py", "line": 1, "column": 0, "symbol": "s", "message": "m"}\n]\n',
    },
    "a.py:1:1 s m",
  ));
test("of several findings of a line the nearest to the place is meant", () => {
  const all = [
    { ...finding("Returning Any", 1), column: 4 },
    { ...finding('"str" has no attribute "uper"', 1), column: 11 },
  ];
  expect(findingAt(all, { path: "a.py", line: 1, column: 16 })).toBe(all[1]);
});
test("of several findings of a line an error is meant before a matter of style", () => {
  const row = (type: string, message: string) => ({
    path: "a.py",
    line: 1,
    column: 0,
    type,
    symbol: "s",
    message,
  });
  const stdout = JSON.stringify([
    row("convention", "Missing docstring"),
    row("error", "Undefined variable 'x'"),
  ]);
  const found = checkers
    .find(({ name }) => name === "pylint")!
    .read({ stdout, stderr: "", code: 1 }, inRoot)!;
  expect(findingAt(found, { path: "a.py", line: 0 })?.message).toBe("Undefined variable 'x'");
  expect(found.map((one) => weighsAgainst(one, found[1]!))).toEqual([false, true]);
});
test("Ruff, with its edits", () => {
  const place = { row: 1, column: 8 };
  const fix = {
    edits: [{ content: "", location: { row: 1, column: 1 }, end_location: { row: 2, column: 1 } }],
  };
  const stdout = JSON.stringify([
    { filename: "/w/a.py", location: place, code: "F401", message: "`os` imported but unused", fix },
  ]);
  check("ruff", { stdout }, "a.py:1:8 F401 `os` imported but unused");
});
test("Pyright and Pylint", () => {
  const range = { start: { line: 3, character: 8 } };
  const general = {
    file: "/w/a.py",
    severity: "error",
    message: '"x" is not defined',
    rule: "reportUndefinedVariable",
    range,
  };
  check(
    "pyright",
    { stdout: JSON.stringify({ generalDiagnostics: [general] }) },
    'a.py:4:9 reportUndefinedVariable "x" is not defined',
  );
  const row = {
    path: "a.py",
    line: 4,
    column: 8,
    symbol: "undefined-variable",
    message: "Undefined variable 'x'",
  };
  check("pylint", { stdout: JSON.stringify([row]) }, "a.py:4:9 undefined-variable Undefined variable 'x'");
});
test("cargo: alternatives are proposed one by one", () => {
  const place = {
    file_name: "src/lib.rs",
    line_start: 1,
    line_end: 1,
    column_start: 5,
    column_end: 9,
    byte_start: 4,
    byte_end: 8,
  };
  const proposed = (text: string) => ({ ...place, suggested_replacement: text });
  const message = {
    message: "cannot find value `cuon` in this scope",
    code: { code: "E0425" },
    spans: [{ ...place, is_primary: true }],
    children: [{ spans: [proposed("count"), proposed("coin")] }],
  };
  const stdout = `${JSON.stringify({ reason: "compiler-message", message })}\n${JSON.stringify({ reason: "build-finished", success: false })}\n`;
  check("cargo", { stdout, code: 101 }, "src/lib.rs:1:5 E0425 cannot find value `cuon` in this scope");
  const [finding] = checkers
    .find(({ name }) => name === "cargo")!
    .read({ stdout, stderr: "", code: 101 }, inRoot)!;
  expect(finding!.fixes?.map(({ edits }) => edits.map(({ text }) => text))).toEqual([["count"], ["coin"]]);
});
test("what is no report is none", () => {
  for (const checker of checkers)
    expect(
      checker.read({ stdout: "", stderr: "Segmentation fault", code: 139 }, inRoot),
      checker.name,
    ).toBeUndefined();
});

const finding = (message: string, line: number, path = "a.py"): CheckFinding => ({
  path,
  line,
  code: "X",
  message,
});

test("findings are the same on other lines, and counted", () => {
  const change = compareFindings(
    [finding("a", 1), finding("a", 2), finding("redefinition of 'b' from line 3", 4)],
    [finding("a", 9), finding("redefinition of 'b' from line 5", 6), finding("c", 1)],
  );
  expect(change.gone.map(findingText)).toEqual(["a.py:3: a (X)"]);
  expect(change.appeared.map(findingText)).toEqual(["a.py:2: c (X)"]);
});

test("the finding that is meant is told by line, then by the name in it", () => {
  const all = [
    finding("Name 'x' is unused", 3),
    finding("Name 'y' is not defined", 3),
    finding("Name 'y' is not defined", 4),
  ];
  const at = { path: "a.py", line: 3 };
  expect(findingAt(all, { ...at, message: '"y" is not defined' })).toBe(all[1]);
  expect(findingAt(all, at)).toBe(all[0]);
  expect(findingAt(all, { ...at, line: 5 })).toBeUndefined();
});

/** Names of the checkers for a problem, with their folders. */
async function chosen(path: string, source: string | undefined, setup: Readonly<Record<string, string>>) {
  const all = await chooseCheckers({ path, line: 0, source }, async (name) => setup[name]);
  return all.map(({ checker, folder, config }) => `${checker.name} ${folder} ${config ?? ""}`.trim());
}

test("who found it comes first, then what is set up, then what needs nothing", async () => {
  expect(await chosen("pkg/a.py", "Flake8", { "pyproject.toml": "[tool.mypy]\n" })).toEqual([
    "flake8",
    "mypy  pyproject.toml",
    "pyflakes",
    "imports",
    "python",
  ]);
  expect(await chosen("web/src/a.ts", "ts", { "web/tsconfig.json": "{}", "eslint.config.js": "" })).toEqual([
    "tsc web tsconfig.json",
    "eslint  eslint.config.js",
  ]);
});

test("of settings that refer to others those of the file are taken", async () => {
  const setup = {
    "tsconfig.json":
      '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./tools" }] }',
    "tsconfig.app.json": '{ "include": ["src"] }',
    "tools/tsconfig.json": "{}",
  };
  expect(await chosen("src/a.ts", undefined, setup)).toEqual(["tsc  tsconfig.app.json"]);
  expect(await chosen("tools/a.ts", undefined, setup)).toEqual(["tsc tools tsconfig.json"]);
});

test("texts beside each other are told apart by their names", () => {
  expect(variantPath("src/cart.test.ts", 3)).toBe("src/cart.touchstone3.test.ts");
  expect(variantPath("pkg/cart.py", 0)).toBe("pkg/cart_touchstone0.py");
  const findings = [
    finding("Module 'cart_touchstone1' has no 'x'", 1, "cart_touchstone1.py"),
    finding("b", 1, "other.py"),
  ];
  expect(findingsOfVariants(findings, "cart.py", 2)).toEqual([
    [],
    [finding("Module 'cart' has no 'x'", 1, "cart.py")],
  ]);
});

test("places are found in a text, and not beyond it", () => {
  expect(offsetOf("ab\ncd", { line: 1, column: 1 })).toBe(4);
  expect(offsetOf("ab\ncd", { line: 2, column: 0 })).toBeUndefined();
});
