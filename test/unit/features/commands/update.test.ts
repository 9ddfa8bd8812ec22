/** Tests that a change made outdated: a real runner tells which, in copies; what git says and what a model answers is given. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { TestSession } from "../../../../src/features/testing/testSession.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { findTests } from "../../../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../../../support/testing/folders.ts";
import { thisMachine } from "../../../support/testing/machine.ts";
import { commandFixture, diffOf, never } from "./commandFixture.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = makeFolder(files);
  made.push(folder);
  return folder;
};

const tests = `const test = require("node:test"), assert = require("node:assert");
const { price, words } = require("./price.js");
test("has tax", () => {
  assert.strictEqual(price(100), 120);
  assert.strictEqual(price(50), 60);
});
test("in words", () => assert.match(words(100), /^120 /));
test("of nothing", () => assert.strictEqual(price(0), 0));
test("never passed", () => assert.strictEqual(price(1), "?"));
`;
const words = 'exports.words = (net) => exports.price(net) + " in all";';
const code = (percent: number) => `exports.price = (net) => (net * ${percent}) / 100;`;

async function check({
  percent = 125,
  answer,
  isTrusted = true,
}: {
  percent?: number;
  answer?: string;
  isTrusted?: boolean;
} = {}) {
  const root = folderOf({
    "package.json": '{ "scripts": { "test": "node --test" } }',
    "price.js": `${code(percent)}\n${words}\n`,
    "a.test.js": tests,
  });
  const before = hashOfTree(root);
  const roots = [{ name: "w", path: root }];
  const session = new TestSession({
    engine: { findTests: async () => [await findTests(root)] },
    copies: thisMachine({ withoutSandbox: true, temporaryFolder: folderOf({}) }).copies,
    settings: memorySettings().settings,
    roots: () => roots,
    unsaved: () => new Map(),
    consent: async () => true,
  });
  const diff = percent === 120 ? "" : diffOf("price.js", [`-${code(120)}`, `+${code(percent)}`, ` ${words}`]);
  const { deps, models } = await commandFixture(
    {},
    {
      isTrusted,
      ...(answer === undefined ? {} : { answer }),
      git: { changes: async () => ({ repository: root, diff, isWhole: true }) },
      runs: { tests: async () => session },
    },
  );
  const readText = async (path: string) => readFileSync(path, "utf8");
  const own = { ...deps, roots: () => roots, readText };
  const told = await runSlashCommand(own, { name: "update", argument: "" }, {}, never);
  expect(hashOfTree(root), "Nothing is changed but in copies").toBe(before);
  const textOf = (patch: number) =>
    told.patches[patch]?.changes.map((one) => ("after" in one ? one.after : ""))[0];
  return { told, models, textOf, text: readFileSync(join(root, "a.test.js"), "utf8") };
}

test("literals are brought up to date one after the other, and what was red before stays out", {
  timeout: 60_000,
}, async () => {
  const { told, textOf } = await check();
  expect(told.markdown).toContain("2 tests passed before the working changes and fail with them");
  expect(told.markdown).toContain("has tax` expects `120` and gets `125`");
  expect(told.markdown).not.toContain("never passed");
  expect(told.patches).toHaveLength(1);
  expect(told.patches[0]).toMatchObject({
    title: "Update 1 test to what the code gives now",
    verdict: "unverified",
  });
  expect(textOf(0)).toBe(tests.replace("100), 120", "100), 125").replace("60", "62.5"));
  expect(told.patches[0]!.evidence.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "good: 1 test passes with it",
    "open: The tests follow the code, which does not make it right: read each expectation before you keep it",
    "open: 2 tests passed without the working changes and failed with them, in copies, without a sandbox",
    "open: They run 1 of 1 changed line",
    "bad: 1 test that could not be updated",
  ]);
});

const block = (path: string, search: string, replace: string) =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const inWords = 'test("in words", () => assert.match(words(100), /^120 /));';

test("a model updates what is more than a literal, if it passes then", { timeout: 60_000 }, async () => {
  const { told, textOf, models } = await check({
    answer: block("a.test.js", inWords, inWords.replace("120", "125")),
  });
  expect(told.patches.map(({ title }) => title)).toEqual([
    "Update 1 test to what the code gives now",
    "Update 1 test to the change, by the model",
  ]);
  expect(textOf(1)).toBe(tests.replace("/^120 /", "/^125 /"));
  expect(models.requests).toHaveLength(1);
});

test("a model that changes code, or nothing that helps, changes nothing", { timeout: 60_000 }, async () => {
  const lying = await check({ answer: block("price.js", code(125), code(120)) });
  expect(lying.told.patches).toHaveLength(1);
  expect(lying.told.markdown).toContain("The model gave no change of these tests alone");
  const useless = await check({ answer: block("a.test.js", inWords, inWords.replace("120", "121")) });
  expect(useless.told.markdown).toContain("The tests do not pass as the model changed them");
});

test("nothing changed, and no trust", async () => {
  expect((await check({ percent: 120 })).told.refused).toContain("No code is changed");
  expect((await check({ isTrusted: false })).told.refused).toContain("trust it first");
});
