/** How the tests of a project are written: taken from one that is there. */
import type { TestRunnerName } from "../testing/testCase.ts";

export interface TestStyle {
  /** One of the table in `renderTests.ts`. */
  readonly form: TestForm;
  readonly quote: '"' | "'";
  readonly semicolon: ";" | "";
  readonly indent: string;
  /** Whether modules are taken by `require`. */
  readonly usesRequire: boolean;
  /** What a test is called in JavaScript. */
  readonly word: "test" | "it";
  /** The module that `test` and `expect` are imported from; undefined where they are there without. */
  readonly testModule: string | undefined;
}

const testForms = ["pytest", "unittest", "node", "expect", "mocha"] as const;
/** `expect`: Vitest and Jest. */
export type TestForm = (typeof testForms)[number];

const formOf: Partial<Readonly<Record<TestRunnerName, TestForm>>> = {
  pytest: "pytest",
  unittest: "unittest",
  node: "node",
  vitest: "expect",
  jest: "expect",
  mocha: "mocha",
};

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * @param sample text of a test file of the project, or of code when there is none
 * @returns undefined for a runner whose tests cannot be written yet
 */
export function testStyle(runner: TestRunnerName, sample: string): TestStyle | undefined {
  const form = formOf[runner];
  if (!form) return undefined;
  const usesUnittest = form === "pytest" && /\bTestCase\)/.test(sample) && !/^def test/m.test(sample);
  return {
    form: usesUnittest ? "unittest" : form,
    quote: count(sample, /'[^'\n]*'/g) > count(sample, /"[^"\n]*"/g) ? "'" : '"',
    semicolon: count(sample, /;[ \t]*$/gm) * 4 >= count(sample, /[\w)'"\]][ \t]*$/gm) ? ";" : "",
    indent: /^(\t| {2,8})\S/m.exec(sample)?.[1] ?? "    ",
    usesRequire: /\brequire\s*\(/.test(sample) && !/^\s*import\s/m.test(sample),
    word: count(sample, /^\s*it\s*\(/gm) > count(sample, /^\s*test\s*\(/gm) ? "it" : "test",
    testModule: testModuleOf(form, sample),
  };
}

function testModuleOf(form: TestForm, sample: string): string | undefined {
  if (form === "node") return "node:test";
  return form === "expect" ? /["'](vitest|@jest\/globals)["']/.exec(sample)?.[1] : undefined;
}
