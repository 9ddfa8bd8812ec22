/**
 * A faster version: real interpreters call, test and measure, in copies. What a call costs is told by its code, not by a clock: which version is
 * proposed must not depend on the machine.
 */
import { readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import type { CommandRequest } from "../../../../src/features/commands/slashCommand.ts";
import { Optimizer } from "../../../../src/features/optimize/optimizer.ts";
import { TestsRefused } from "../../../../src/features/testing/testSession.ts";
import { subjectReader } from "../../../../src/features/testWriting/subjectReader.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";
import { findTests } from "../../../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../../../support/testing/folders.ts";
import { thisMachine } from "../../../support/testing/machine.ts";
import { commandFixture } from "../commands/commandFixture.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = makeFolder(files);
  made.push(folder);
  return folder;
};
const reader = subjectReader(new TreeSitterReader(grammarFiles, quietLog));

interface Project {
  readonly code: string;
  readonly text: string;
  readonly test: string;
  readonly testText: string;
  readonly functions: readonly { readonly name: string; readonly line: number }[];
}

const python: Project = {
  code: "words.py",
  text: `def unique(values):
    result = []
    for value in values:
        if value not in result:
            result.append(value)
    return result


def plain(value):
    return value + 1


class Box:
    def open(self):
        return any([True])
`,
  test: "test_words.py",
  testText: `import unittest
from words import plain, unique


class TestWords(unittest.TestCase):
    def test_all(self):
        self.assertEqual(unique([3, 1, 3]), [3, 1])
        self.assertEqual(unique(list(range(500)))[499], 499)
        self.assertEqual(plain(1), 2)
`,
  functions: [
    { name: "unique", line: 0 },
    { name: "plain", line: 8 },
    { name: "open", line: 13 },
  ],
};

const ecma: Project = {
  code: "lists.js",
  text: `exports.first = function () {};
function squares(values) {
  let all = [];
  for (const value of values) {
    all = [...all, value * value];
  }
  return all;
}
exports.squares = squares;
`,
  test: "lists.test.js",
  testText: `const test = require("node:test"), assert = require("node:assert");
const { squares } = require("./lists.js");
test("squares", () => assert.deepStrictEqual(squares([1, 2, 3]), [1, 4, 9]));
`,
  functions: [{ name: "squares", line: 1 }],
};

/** What a call costs, in milliseconds: of code in which the word stands; 1 of other code. */
const costs: Readonly<Record<string, number>> = { seen_result: 0.2, add: 0.3, spin: 3, push: 0.1 };

/** By program: where it reads its clock, and what stands there in its place. */
const clocks: Readonly<Record<string, readonly [clock: string, told: string]>> = {
  "measure.py": [
    "return time.process_time() - start",
    `words = set(function.__code__.co_names + function.__code__.co_varnames)
        costs = ${JSON.stringify(costs)}
        return len(prepared) * next((costs[word] for word in costs if word in words), 1) / 1000`,
  ],
  "measure.js": [
    "return cpuMs() - start;",
    `const [, cost = 1] = Object.entries(${JSON.stringify(costs)}).find(([word]) => String(subject).includes(word)) ?? [];
  return prepared.length * cost;`,
  ],
};

async function programWithToldCosts(program: string): Promise<string> {
  const text = await programAsItIs(program);
  const [clock, told] = clocks[program] ?? ["", ""];
  expect(text, "The program reads its clock there").toContain(clock);
  return text.replace(clock, () => told);
}

const programAsItIs = (program: string): Promise<string> =>
  readFile(join(import.meta.dirname, "../../../../media/testWriting", program), "utf8");

async function check(
  { code, text, test: testPath, testText, functions }: Project,
  name: string,
  {
    answer,
    isTrusted = true,
    mayRun = true,
    stopAt,
    programs = programWithToldCosts,
    ...request
  }: {
    answer?: string;
    isTrusted?: boolean;
    mayRun?: boolean;
    /** The step at which a person cancels. */
    stopAt?: string;
    programs?: (program: string) => Promise<string>;
  } & Partial<CommandRequest> = {},
) {
  const root = folderOf({
    [code]: text,
    [testPath]: testText,
    ...(code.endsWith(".js") ? { "package.json": '{ "scripts": { "test": "node --test" } }' } : {}),
  });
  const before = hashOfTree(root);
  const line = functions.find((one) => one.name === name)!.line;
  const optimizer = new Optimizer({
    engine: {
      ...reader,
      findTests: async () => [await findTests(root)],
      outline: async () =>
        ({
          symbols: functions.map((one) => ({
            ...one,
            kind: "function",
            container: "",
            startLine: one.line,
            endLine: one.line + 3,
          })),
          imports: [],
        }) as never,
      findReferences: async () => [{ path: join(root, testPath), role: "call" }] as never,
      graph: async () => [{ path: join(root, testPath) }] as never,
    },
    copies: thisMachine({ withoutSandbox: true, temporaryFolder: folderOf({}) }).copies,
    isolation: async () => {
      if (!mayRun) throw new TestsRefused("Nothing may run here");
      return "processes";
    },
    readText: (path) => readFile(path, "utf8").catch(() => undefined),
    programs,
  });
  const { deps, models } = await commandFixture(
    {},
    { isTrusted, ...(answer === undefined ? {} : { answer }), runs: { optimizer: async () => optimizer } },
  );
  const place = { path: join(root, code), languageId: "", startLine: line + 1, endLine: line + 1 };
  const steps: string[] = [];
  const stop = new AbortController();
  const own = {
    ...deps,
    roots: () => [{ name: "w", path: root }],
    readText: async (path: string) => readFileSync(path, "utf8"),
  };
  const told = await runSlashCommand(
    own,
    { name: "optimize", argument: "", place, ...request },
    {
      onProgress(step) {
        steps.push(step);
        if (step === stopAt) stop.abort(new Error("cancelled"));
      },
    },
    stop.signal,
  );
  expect(hashOfTree(root), "Nothing is changed but in copies").toBe(before);
  const change = told.patches[0]?.changes[0];
  return {
    told,
    steps,
    asked: models.requests.length,
    after: change && "after" in change ? change.after : undefined,
  };
}

const edit = (path: string, search: string, replace: string) =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;

test("Python: a list that is searched for each value, with what is measured", {
  timeout: 120_000,
}, async () => {
  const { told, steps, after } = await check(python, "unique");
  expect(told.refused).toBeUndefined();
  expect(after).toContain("seen_result.add(value)");
  expect(told.markdown).toContain(
    "It takes 0.20 of the time (0.20 to 0.20; the code against itself 1.00 to 1.00)",
  );
  expect(told.markdown).toContain(" calls, 200 µs a call in place of 1.00 ms: median of 25 rounds");
  expect(told.markdown).toMatch(
    /- `a round of [\d,]+ calls takes .* of CPU time, and .* with the code as it is`/,
  );
  expect(told.markdown).toContain("1 affected test passes before and with it, in a copy without a sandbox");
  expect(told.markdown).toMatch(/calls? give the same/);
  expect(told.markdown).toContain("it raises TypeError");
  expect(told.model).toBeUndefined();
  expect(steps).toContain("Measuring the fastest once more");
});

test("JavaScript: an array that is copied for each value", { timeout: 120_000 }, async () => {
  const { told, after } = await check(ecma, "squares");
  expect(told.refused).toBeUndefined();
  expect(after).toContain("all.push(value * value);");
  expect(told.markdown).toMatch(/ calls, [\d.]+ [mµ]s a call in place of 1\.00 ms: /);
});

test.each([
  ["Python", python, "unique"],
  ["JavaScript", ecma, "squares"],
])(
  "%s: by its own clock it tells figures too, whatever they are",
  { timeout: 120_000 },
  async (_language, project, name) => {
    const { told } = await check(project, name, { programs: programAsItIs });
    expect(told.refused ?? told.markdown).toMatch(/\d+\.\d+ of the time|its time could not be measured/);
  },
);

test("a model's version is measured in the same way", { timeout: 120_000 }, async () => {
  const answer =
    edit("words.py", "def unique(values):", "from operator import add\n\n\ndef unique(values):") +
    edit("words.py", "    return value + 1", "    return add(value, 1)");
  const good = await check(python, "plain", { answer });
  expect(good.told.refused).toBeUndefined();
  expect(good.after).toContain("return add(value, 1)");
  expect(good.told.model).toBeDefined();
  expect(good.told.markdown).toContain("It takes 0.30 of the time");
});

test("versions that behave otherwise, are not faster, or change other code are not proposed", {
  timeout: 240_000,
}, async () => {
  const wrong = await check(python, "plain", {
    answer: edit("words.py", "    return value + 1", "    return 2"),
  });
  expect(wrong.told.refused).toMatch(/behaves otherwise in \d+ of \d+ calls/);
  expect(wrong.asked, "It is told once what was wrong").toBe(2);
  const same = await check(python, "plain", {
    answer: edit("words.py", "    return value + 1", "    spin = value\n    return spin + 1"),
  });
  expect(same.told.refused).toContain("it is slower: 3.00 of the time");
  const other = await check(python, "plain", {
    answer: edit("words.py", "        return any([True])", "        return True"),
  });
  expect(other.told.refused).toContain("changes more than the function and imports");
});

test("tests that fail before come first, and what cannot be called is not measured", {
  timeout: 120_000,
}, async () => {
  const failing = { ...python, testText: python.testText.replace("plain(1), 2", "plain(1), 3") };
  const red = await check(failing, "unique");
  expect(red.told.refused).toContain(
    "have to pass before anything is changed: 1 affected test does not pass, such as test_all",
  );
  const method = await check(python, "open");
  expect(method.told.refused).toContain(
    'No calls could be collected, so nothing was measured: "open" needs an object',
  );
  const plain = await check(python, "plain");
  expect(plain.told.refused).toContain("a model can propose others");
});

test("who cancels gets no answer", { timeout: 60_000 }, async () => {
  for (const stopAt of ["Calling the function", "Measuring 1 version"])
    await expect(check(ecma, "squares", { stopAt })).rejects.toThrow("cancelled");
});

test("no trust, no consent, no place", async () => {
  expect((await check(python, "unique", { isTrusted: false })).told.refused).toContain("untrusted workspace");
  expect((await check(python, "unique", { mayRun: false })).told.refused).toBe("Nothing may run here");
  expect((await check(python, "unique", { place: undefined })).told.refused).toContain("behind /optimize");
  expect((await check(python, "unique", { engine: "model" })).told.refused).toContain("No model is set up");
});
