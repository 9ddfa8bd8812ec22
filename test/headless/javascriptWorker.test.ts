/** The worker for JavaScript with Node's own runner: what becomes of a batch whose time is used up. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { startLineProcess } from "../../bench/repair/lineProcess.ts";
import { javascriptWorkerOptions, openJavascriptTrials } from "../../src/features/repair/javascriptTrials.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import type { TrialAnswer } from "../../src/ports/trials.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { makeFolder } from "../support/testing/folders.ts";

const code = "const step = 2;\nexport function next(n) {\n  return n + step;\n}\n";
const root = makeFolder({
  "package.json": '{ "type": "module" }',
  "next.js": code,
  "next.test.js":
    'import assert from "node:assert";\nimport { test } from "node:test";\nimport { next } from "./next.js";\n\ntest("next", () => assert.equal(next(1), 2));\n',
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const worker = fileURLToPath(new URL("../../media/repair/javascriptWorker.mjs", import.meta.url));
const buildSchema = schemaBuilder(new TreeSitterReader(grammarFiles, quietLog));
const never = new AbortController().signal;
const path = join(root, "next.js");

/** Judges changes of one place each, in their order. */
const open = async () => {
  const process = startLineProcess("node", [...javascriptWorkerOptions, worker], root);
  const tests = [join(root, "next.test.js")];
  const start = { root, folder: root, runner: "node", tests, testFiles: tests, targets: [] } as const;
  const trials = await openJavascriptTrials(
    process,
    { ...start, nodeOptions: [], options: [] },
    async (file) => readFileSync(file, "utf8"),
    (query) => buildSchema(query, never),
  );
  const states = async (changes: readonly (readonly [string, string])[], budgetMs: number) => {
    const answers = new Map<number, TrialAnswer["state"]>();
    const asked = changes.map(([before, text], id) => {
      const at = code.indexOf(before);
      return { id, path, edits: [{ start: at, end: at + before.length, text }] };
    });
    await trials.tryAll(asked, { isPatient: false, budgetMs }, ({ id, state }) => answers.set(id, state));
    return changes.map((_, id) => answers.get(id));
  };
  return { states, close: () => trials.close() };
};

/** Sleeps without an end: no loop to count, no time of the processor. */
const sleeping = ["n + step", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"] as const;
const right = ["n + step", "n + 1"] as const;
const wrong = ["n + step", "n - step"] as const;
/** Runs while the file is loaded, so that it has a process of its own. */
const rightAtLoad = ["2", "1"] as const;
const wrongAtLoad = ["2", "3"] as const;

test("a batch ends with its time, whatever a change does, and the next one is tried", {
  timeout: 120_000,
}, async () => {
  const { states, close } = await open();
  try {
    const [, second, third] = await states([sleeping, right, rightAtLoad], 400);
    expect([second, third]).toEqual([undefined, undefined]);
    expect(await states([wrongAtLoad, rightAtLoad], 0)).toEqual([undefined, undefined]);
    expect(await states([wrong, right, wrongAtLoad], 60_000)).toEqual(["failed", "passed", undefined]);
    expect(await states([wrong, wrongAtLoad, rightAtLoad], 60_000)).toEqual(["failed", "failed", "passed"]);
    expect(readFileSync(path, "utf8")).toBe(code);
  } finally {
    close();
  }
});
