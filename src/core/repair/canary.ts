/** A test that must fail: where it passes, or is not told of, something deals with the runner instead of the task. */
import { type TestCase, type TestRunnerName, testId } from "../testing/testCase.ts";

export interface Canary {
  /** The test file with the canary at its end. */
  readonly text: string;
  readonly test: TestCase;
}

const name = "test_touchstone_canary";
const title = "touchstone canary";

interface Form {
  readonly code: (text: string) => string;
  readonly suites: readonly string[];
  readonly label: string;
}

const isModule = (text: string): boolean => /^\s*(?:import|export)\b/m.test(text);
/** Brings in names of a module, in the way the file does. */
const bring = (text: string, names: string, module: string): string =>
  isModule(text)
    ? `import { ${names.replaceAll(":", " as")} } from ${JSON.stringify(module)};`
    : `const { ${names} } = require(${JSON.stringify(module)});`;

const forms: Partial<Readonly<Record<TestRunnerName, Form>>> = {
  pytest: { code: () => `\n\ndef ${name}():\n    assert [1] == [2]\n`, suites: [], label: name },
  unittest: {
    code: () =>
      `\n\nimport unittest as touchstone_unittest\n\n\nclass TouchstoneCanary(touchstone_unittest.TestCase):\n    def ${name}(self):\n        self.assertEqual([1], [2])\n`,
    suites: ["TouchstoneCanary"],
    label: name,
  },
  node: {
    code: (text) =>
      `\n${bring(text, "test: touchstoneTest", "node:test")}\n${bring(text, "equal: touchstoneEqual", "node:assert")}\ntouchstoneTest("${title}", () => touchstoneEqual(1, 2));\n`,
    suites: [],
    label: title,
  },
  vitest: {
    code: (text) =>
      `\n${bring(text, "test: touchstoneTest, expect: touchstoneExpect", "vitest")}\ntouchstoneTest("${title}", () => touchstoneExpect(1).toBe(2));\n`,
    suites: [],
    label: title,
  },
  jest: { code: () => `\ntest("${title}", () => expect(1).toBe(2));\n`, suites: [], label: title },
};

/** Undefined for a runner without one. */
export function canaryIn(beside: TestCase, text: string): Canary | undefined {
  const form = forms[beside.runner];
  if (!form) return undefined;
  const { runner, path, folder } = beside;
  const { suites, label } = form;
  const test = { id: testId({ runner, path, suites, label }), label, path, suites, runner, folder };
  return { text: `${text}\n${form.code(text)}`, test };
}
