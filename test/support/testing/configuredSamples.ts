/** The sample projects again, their set-up in a file that only the project's script names: without it no test can be read. */
import type { TestRunnerName } from "../../../src/core/testing/testCase.ts";
import { type SampleProject, samples } from "./samples.ts";

interface Configuration {
  readonly script: string;
  readonly files: Readonly<Record<string, string>>;
  /** What of the sample's test file the configuration provides in another way. */
  readonly test: readonly [before: string, after: string];
}

const configurations: Readonly<Partial<Record<TestRunnerName, Configuration>>> = {
  vitest: {
    script: "vitest run --config ci/unit.config.ts",
    files: { "ci/unit.config.ts": "export default { test: { globals: true } };\n" },
    test: ['import { describe, expect, it } from "vitest";\n', ""],
  },
  jest: {
    script: "jest -c ci/jest.json --coverage",
    files: {
      "ci/jest.json": '{ "rootDir": "..", "setupFiles": ["<rootDir>/ci/setUp.cjs"] }',
      "ci/setUp.cjs": "globalThis.zero = 0;\n",
    },
    test: ["total(0, 0)", "total(zero, 0)"],
  },
  mocha: {
    script: "mocha --config=ci/mocharc.json",
    files: {
      "ci/mocharc.json": '{ "require": "./ci/assert.cjs" }',
      "ci/assert.cjs": 'globalThis.assert = require("node:assert");\n',
    },
    test: ['const assert = require("node:assert");\n', "\n"],
  },
};

export const configuredSamples: readonly SampleProject[] = samples.flatMap((sample) => {
  const configuration = configurations[sample.runner];
  if (configuration === undefined) return [];
  const { script, files, test } = configuration;
  const isTest = (path: string): boolean => /test/.test(path);
  const manifest = JSON.parse(sample.files["package.json"]!) as Record<string, unknown>;
  delete manifest["jest"];
  const own = Object.entries(sample.files).map(([path, text]) => [
    path,
    isTest(path) ? text.replace(...test) : text,
  ]);
  return [
    {
      ...sample,
      files: {
        ...(Object.fromEntries(own) as Record<string, string>),
        ...files,
        "package.json": JSON.stringify({ ...manifest, scripts: { test: script } }),
      },
    },
  ];
});
