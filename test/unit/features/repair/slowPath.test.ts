/** Why the fast worker does not serve is told, whatever the slow way comes to. */
import { expect, test } from "vitest";
import type { TestCase } from "../../../../src/core/testing/testCase.ts";
import { repairByTemplates } from "../../../../src/features/repair/builtinRepair.ts";
import { openTrials } from "../../../../src/features/repair/openTrials.ts";
import { notStarted, TrialsUnavailable } from "../../../../src/features/repair/pythonTrials.ts";
import type { WorkCopy } from "../../../../src/ports/workCopy.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";
import { scriptedEngine } from "../../../support/scriptedEngine.ts";

const never = new AbortController().signal;
const failing: TestCase = {
  id: "node:sum.test.js::adds",
  label: "adds",
  path: "sum.test.js",
  suites: [],
  runner: "node",
  folder: "",
  range: { startLine: 0, endLine: 1 },
};
const target = {
  root: "/w",
  project: { runner: "node", folder: "", reasons: [] },
  known: [failing],
  asked: undefined,
  testPaths: new Set(["sum.test.js"]),
} as const;

/** Programs that are talked to end at once, with these words. */
function endingCopy(files: Readonly<Record<string, string>>, stderr: string): WorkCopy {
  const end = { stdout: "", stderr, droppedBytes: 0, durationMs: 1, stragglers: 0 };
  return {
    ...scriptedCopy(files).copy,
    start: () => ({
      write: async () => false,
      closeInput: () => undefined,
      ended: Promise.resolve({ ...end, kind: "exited", code: 1 }),
      kill: () => undefined,
    }),
  };
}

const open = (files: Readonly<Record<string, string>>, stderr: string) =>
  openTrials(
    {
      copy: endingCopy(files, stderr),
      target,
      failing: [failing],
      programs: async () => "",
      engine: scriptedEngine(),
      wallMs: 1000,
      textOf: () => "",
    },
    never,
  );

const crash =
  "node:internal/modules\n    throw err\n\nError: Cannot find module 'tsx'\n    at x (y.js:1:1)\n\nNode.js v24.0.0\n";
const why =
  "The fast worker did not start: the process that runs tests has ended (Error: Cannot find module 'tsx')";

test("a slow way that serves says why it is taken", async () => {
  const imports = { "sum.test.js": 'import { sum } from "./sum.js";\n', "sum.js": "export const sum = 1;\n" };
  const worker = await open(imports, crash);
  expect(worker.slowPath).toBe(why);
  expect(worker.baseline.watched).toEqual(["/w/sum.js"]);
});

test("one that serves no better does so too", () =>
  expect(open({ "sum.test.js": "" }, crash)).rejects.toThrow(
    `Cannot try repairs: the failing tests import no file of the project. ${why}`,
  ));

test("a program that ends without a word is told as ended", () =>
  expect(open({ "sum.test.js": "" }, "")).rejects.toThrow(/the process that runs tests has ended$/));

test("it goes with what templates come to", async () => {
  const worker = await open({ "sum.test.js": 'import "./sum.js";\n', "sum.js": "1;\n" }, crash);
  const { copy } = scriptedCopy({});
  const reproduced = {
    copy,
    target,
    failing: [failing],
    outcomes: [],
    worker,
    texts: new Map(),
    suspects: async () => [],
  };
  const report = await repairByTemplates(
    {
      reproduced,
      engine: scriptedEngine(),
      judge: { full: () => Promise.reject(new Error("Nothing is found here")) },
      limits: { budgetMs: 1, maxPatches: 1 },
      now: () => 0,
      onProgress: () => undefined,
      isOver: () => false,
    },
    never,
  );
  expect(report).toMatchObject({ patches: [], slowPath: why });
});

test("of what a worker says at length one line is told", () =>
  expect(notStarted(new TrialsUnavailable(`Cannot try repairs: ${crash}`))).toBe(
    "The fast worker did not start: Error: Cannot find module 'tsx'",
  ));
