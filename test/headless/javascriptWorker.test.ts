/** The worker for JavaScript: what becomes of a batch whose time is used up, and Jest's tests in it. */
import { globSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { startLineProcess } from "../../bench/repair/lineProcess.ts";
import {
  type JavascriptStart,
  javascriptWorkerOptions,
  openJavascriptTrials,
} from "../../src/features/repair/javascriptTrials.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { confirms } from "../../src/features/repair/searchRepair.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import type { TrialAnswer } from "../../src/ports/trials.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { configuredSamples } from "../support/testing/configuredSamples.ts";
import { findTests } from "../support/testing/findTests.ts";
import { makeFolder } from "../support/testing/folders.ts";
import { openSample, samplesHere } from "../support/testing/runnersHere.ts";

const worker = fileURLToPath(new URL("../../media/repair/javascriptWorker.mjs", import.meta.url));
const buildSchema = schemaBuilder(new TreeSitterReader(grammarFiles, quietLog));
const never = new AbortController().signal;
const made: string[] = [];
afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true, force: true });
});

/** The worker in a folder with some code and tests; `states` judges changes of one place of the code each, in their order. */
async function open(
  folder: string,
  runner: JavascriptStart["runner"],
  file: string,
  options: readonly string[] = [],
) {
  const root = realpathSync(folder);
  made.push(root);
  const path = join(root, file);
  const code = readFileSync(path, "utf8");
  const tests = globSync(["*.test.js", "src/*.test.ts", "test/*.js"], { cwd: root }).sort();
  const testFiles = tests.map((name) => join(root, name));
  const process = startLineProcess("node", [...javascriptWorkerOptions, worker], root);
  const trials = await openJavascriptTrials(
    process,
    { root, folder: root, runner, tests: testFiles, testFiles, targets: [], nodeOptions: [], options },
    async (one) => readFileSync(one, "utf8"),
    (query) => buildSchema(query, never),
  );
  const states = async (changes: readonly (readonly [string, string])[], budgetMs: number) => {
    const answers = new Map<number, TrialAnswer["state"]>();
    const asked = changes.map(([before, text], id) => {
      const at = code.indexOf(before);
      return { id, path, edits: [{ start: at, end: at + before.length, text }] };
    });
    await trials.tryAll(asked, { isPatient: false, budgetMs }, ({ id, state }) => answers.set(id, state));
    expect(readFileSync(path, "utf8")).toBe(code);
    return changes.map((_, id) => answers.get(id));
  };
  return { states, trials, path, code };
}

/** Sleeps without an end: no loop to count, no time of the processor. */
const sleeping = ["n + step", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"] as const;
const right = ["n + step", "n + 1"] as const;
const wrong = ["n + step", "n - step"] as const;
/** Runs while the file is loaded, so that it has a process of its own. */
const rightAtLoad = ["2", "1"] as const;
const wrongAtLoad = ["2", "3"] as const;

const next = {
  "package.json": '{ "type": "module" }',
  "next.js": "const step = 2;\nexport function next(n) {\n  return n + step;\n}\n",
  "next.test.js":
    'import assert from "node:assert";\nimport { test } from "node:test";\nimport { next } from "./next.js";\n\ntest("next", () => assert.equal(next(1), 2));\n',
};

test("a batch ends with its time, whatever a change does, and the next one is tried", {
  timeout: 300_000,
}, async () => {
  const { states, trials } = await open(makeFolder(next), "node", "next.js");
  try {
    const [, second, third] = await states([sleeping, right, rightAtLoad], 400);
    expect([second, third]).toEqual([undefined, undefined]);
    expect(await states([wrongAtLoad, rightAtLoad], 0)).toEqual([undefined, undefined]);
    expect(await states([wrong, right, wrongAtLoad], 60_000)).toEqual(["failed", "passed", undefined]);
    expect(await states([wrong, wrongAtLoad, rightAtLoad], 60_000)).toEqual(["failed", "failed", "passed"]);
  } finally {
    trials.close();
  }
});

const prices = {
  "package.json": '{ "name": "sample", "jest": { "clearMocks": true } }',
  "rate.js": "exports.rate = () => 3;\n",
  "price.js":
    'const { rate } = require("./rate.js");\nexports.price = function price(n) {\n  return n - rate();\n};\nexports.twice = function twice(n) {\n  return n * 2;\n};\n',
  "price.test.js": `const { price } = require("./price.js");
const { rate } = require("./rate.js");
jest.mock("./rate.js", () => ({ rate: jest.fn(() => 10) }));
let from;
beforeEach(() => {
  from = 2;
});
describe("price", () => {
  it("asks the rate", () => {
    expect(price(from)).toBe(12);
    expect(rate).toHaveBeenCalledTimes(1);
  });
  test.each([[1, 11], [5, 15]])("of %i", (n, wanted) => expect(price(n)).toEqual(wanted));
  it("calls back", (done) => {
    setTimeout(() => {
      expect(price(0)).toBe(10);
      done();
    }, 1);
  });
  it.skip("not now", () => {});
});
`,
  "twice.test.js": `const { rate } = require("./rate.js");
const { twice } = require("./price.js");
test("the rate of the other file's mock is not this one's", () => expect(rate()).toBe(3));
test("a snapshot", () => expect({ a: twice(2) }).toMatchInlineSnapshot(\`
{
  "a": 4,
}
\`));
test("assertions are counted", () => {
  expect.assertions(1);
  if (twice(1) === 2) expect(1).toBe(1);
});
`,
};
const runnersHere = new Set(samplesHere().map(({ runner }) => runner));
const configured = configuredSamples.filter(({ runner }) => runnersHere.has(runner));

test.each(configured.map((sample) => [sample.runner, sample] as const))(
  "%s takes the configuration that the project's script names",
  { timeout: 240_000 },
  async (runner, sample) => {
    const folder = openSample(sample);
    const project = (await findTests(folder)).projects[0]!;
    const { states, trials } = await open(
      folder,
      runner as JavascriptStart["runner"],
      sample.fix[0],
      project.options,
    );
    try {
      const outcomes = trials.baseline.cases.map(({ id, outcome }) => [id.split("::").at(-1), outcome]);
      expect(outcomes.sort()).toEqual([
        ["adds (both)", "failed"],
        ["not now", "skipped"],
        ["of nothing", "passed"],
      ]);
      expect(
        await states(
          [
            ["a - b", "a * b"],
            ["a - b", "a + b"],
          ],
          60_000,
        ),
      ).toEqual(["failed", "passed"]);
    } finally {
      trials.close();
    }
  },
);

const jestsHere = samplesHere().filter(({ runner }) => runner === "jest");

test.runIf(jestsHere.length > 0)(
  "Jest's own mocks, tables and snapshots, with changes side by side",
  { timeout: 240_000 },
  async () => {
    const { states, trials, path, code } = await open(
      openSample({ runner: "jest", files: prices }),
      "jest",
      "price.js",
    );
    try {
      const { cases, repeatable, watched } = trials.baseline;
      expect(cases.map(({ id, outcome }) => [id.replace(/^.*?::/, ""), outcome])).toEqual([
        ["price::asks the rate", "failed"],
        ["price::of 1", "failed"],
        ["price::of 5", "failed"],
        ["price::calls back", "failed"],
        ["price::not now", "skipped"],
        ["the rate of the other file's mock is not this one's", "passed"],
        ["a snapshot", "passed"],
        ["assertions are counted", "passed"],
      ]);
      expect(cases[0]!.lines).toEqual({ [path]: [3] });
      expect(cases[0]!.expected).toEqual(["12", "-8"]);
      expect(cases[0]!.raised!.map(([, line]) => line)).toEqual([10]);
      expect(repeatable).toBe(true);
      expect(watched.map((one) => one.split("/").at(-1))).toEqual(["price.js", "rate.js"]);
      const changes = [
        ["n - rate()", "n * rate()"],
        ["n - rate()", "n + rate()"],
        ["n * 2", "n * 3"],
        ["n - rate()", "rate( + n"],
      ] as const;
      expect(await states(changes, 60_000)).toEqual(["failed", "passed", "failed", "invalid"]);
      const confirmed = await trials.confirm({ [path]: code.replace("n - rate", "n + rate") }, 20);
      expect(confirms(trials.baseline, confirmed)).toBe(true);
      expect(confirms(trials.baseline, await trials.confirm({ [path]: code }, 20))).toBe(false);
    } finally {
      trials.close();
    }
  },
);
