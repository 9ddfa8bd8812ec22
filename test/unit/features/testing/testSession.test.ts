import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { SettingValues } from "../../../../src/core/config/settings.ts";
import { findTargets } from "../../../../src/features/repair/targets.ts";
import {
  type TestProgress,
  TestSession,
  TestsRefused,
} from "../../../../src/features/testing/testSession.ts";
import { memorySettings } from "../../../support/memorySettings.ts";
import { findTests } from "../../../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../../../support/testing/folders.ts";
import { thisMachine } from "../../../support/testing/machine.ts";

const never = new AbortController().signal;
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = makeFolder(files);
  made.push(folder);
  return folder;
};

const sample = (value: number) => ({
  "package.json": '{ "scripts": { "test": "node --test" } }',
  "value.js": `module.exports = ${value};`,
  "a.test.js": `const test = require("node:test"), assert = require("node:assert");
test("is two", () => assert.strictEqual(require("./value.js"), 2));
test("is there", () => assert.ok(require("./value.js")));
`,
});

interface Options {
  readonly settings?: Partial<SettingValues>;
  readonly consent?: boolean;
  readonly unsaved?: ReadonlyMap<string, string>;
}

function sessionOf(
  folders: Readonly<Record<string, string>>,
  { settings, consent = true, unsaved = new Map() }: Options = {},
) {
  const asked: string[] = [];
  const roots = Object.entries(folders).map(([name, path]) => ({ name, path }));
  const temporaryFolder = folderOf({});
  const session = new TestSession({
    engine: { findTests: () => Promise.all(roots.map(({ path }) => findTests(path))) },
    copies: thisMachine({ withoutSandbox: true, temporaryFolder }).copies,
    settings: memorySettings(settings).settings,
    roots: () => roots,
    unsaved: () => unsaved,
    consent: async (reason) => {
      asked.push(reason);
      return consent;
    },
  });
  return { session, asked };
}

const told = (outcomes: readonly { readonly id: string; readonly status: string }[]): string[] =>
  outcomes.map(({ id, status }) => `${status} ${id}`).sort();

test("runs all tests, or one, and leaves the files as they were", async () => {
  const root = folderOf(sample(1));
  const before = hashOfTree(root);
  const { session } = sessionOf({ root });
  const all = await session.run({ askedFor: "Test" }, never);
  expect(told(all.outcomes)).toEqual(["failed node:a.test.js::is two", "passed node:a.test.js::is there"]);
  const one = await session.run(
    { askedFor: "Test", ids: ["node:a.test.js::is there", "node:b::gone"] },
    never,
  );
  expect(told(one.outcomes)).toEqual(["passed node:a.test.js::is there"]);
  expect(one.unknown).toEqual(["node:b::gone"]);
  expect(hashOfTree(root)).toBe(before);
});

test("tests what is in the editor, not what is on the disk", async () => {
  const root = folderOf(sample(1));
  const { session } = sessionOf(
    { root },
    { unsaved: new Map([[`${root}/value.js`, "module.exports = 2;"]]) },
  );
  expect(told((await session.run({ askedFor: "Test" }, never)).outcomes)).toEqual([
    "passed node:a.test.js::is there",
    "passed node:a.test.js::is two",
  ]);
});

test("tells of each root below its name", async () => {
  const { session } = sessionOf({ one: folderOf(sample(1)), two: folderOf(sample(2)) });
  const { tests, projects } = await session.discover(never);
  expect(tests.map(({ id }) => id).sort()).toEqual([
    "node:one/a.test.js::is there",
    "node:one/a.test.js::is two",
    "node:two/a.test.js::is there",
    "node:two/a.test.js::is two",
  ]);
  expect(projects.map(({ folder }) => folder)).toEqual(["one", "two"]);
  const progress: TestProgress[] = [];
  const run = await session.run(
    {
      askedFor: "Test",
      ids: ["node:one/a.test.js::is two", "node:two/a.test.js::is two"],
      onProgress: (one) => void progress.push(one),
    },
    never,
  );
  expect(told(run.outcomes)).toEqual([
    "failed node:one/a.test.js::is two",
    "passed node:two/a.test.js::is two",
  ]);
  expect(run.outcomes[0]?.stack?.[0]?.path).toBe("one/a.test.js");
  expect([...new Set(progress.map(({ kind }) => kind))]).toEqual([
    "copying",
    "running",
    "output",
    "outcomes",
  ]);
});

test("without a sandbox, asks; without a yes, or where one is required, runs nothing", async () => {
  const root = folderOf(sample(2));
  const refused = sessionOf({ root }, { consent: false });
  await expect(refused.session.run({ askedFor: "Test" }, never)).rejects.toThrow(TestsRefused);
  expect(refused.asked).toEqual(["it is switched off"]);
  const required = sessionOf({ root }, { settings: { "tests.sandbox": "required" } });
  await expect(required.session.run({ askedFor: "Test" }, never)).rejects.toThrow("there is no sandbox");
  const off = sessionOf({ root }, { settings: { "tests.sandbox": "off" } });
  expect((await off.session.run({ askedFor: "Test" }, never)).isolation).toBe("processes");
  expect([...required.asked, ...off.asked]).toEqual([]);
});

test("marks as flaky what passes when it is run again", async () => {
  const root = folderOf({
    ...sample(2),
    "a.test.js": `const test = require("node:test"), fs = require("node:fs");
test("now and then", () => {
  const runs = fs.readFileSync("count", "utf8").length;
  fs.writeFileSync("count", "x".repeat(runs + 1));
  if (runs === 0) throw new Error("the first time");
});
test("never", () => { throw new Error("always"); });
`,
    count: "",
  });
  const { session } = sessionOf({ root }, { settings: { "tests.rerunFailed": true } });
  const { outcomes } = await session.run({ askedFor: "Test" }, never);
  expect(outcomes.map(({ id, isFlaky }) => `${id} ${isFlaky ?? false}`).sort()).toEqual([
    "node:a.test.js::never false",
    "node:a.test.js::now and then true",
  ]);
});

test("runs a person's own command, and reads the report that it writes", async () => {
  const root = folderOf({
    "check.cjs": `require("node:fs").writeFileSync(process.argv[2], '<testsuite><testcase name="own" classname="x" time="1"/><testcase name="bad"><failure message="no"/></testcase></testsuite>');`,
  });
  const command = [process.execPath, "check.cjs", "{report}"];
  const { session } = sessionOf({ root }, { settings: { "tests.command": command } });
  const { outcomes } = await session.run({ askedFor: "Test" }, never);
  expect(outcomes.map(({ id, status }) => `${status} ${id}`).sort()).toEqual(
    ["failed command:::bad", `failed command:::${command.join(" ")}`, "passed command:::x::own"].sort(),
  );
  const plain = sessionOf(
    { root },
    { settings: { "tests.command": [process.execPath, "-e", "process.exit(3)"] } },
  );
  const [only] = (await plain.session.run({ askedFor: "Test" }, never)).outcomes;
  expect(only).toMatchObject({ status: "failed", message: "The command ended with code 3" });
});

test("ends a run at the caller's signal, and at its limit, and says so", async () => {
  const root = folderOf({
    ...sample(2),
    "a.test.js":
      'const test = require("node:test");\ntest("hangs", () => new Promise(() => setInterval(() => {}, 1000)));',
  });
  const { session } = sessionOf({ root }, { settings: { "tests.timeoutSeconds": 2 } });
  const { outcomes, reports } = await session.run(
    { askedFor: "Test", ids: ["node:a.test.js::hangs"] },
    never,
  );
  expect(told(outcomes)).toEqual(["timedOut node:a.test.js::hangs"]);
  expect(reports[0]).toMatchObject({ kind: "interrupted", reason: "The tests were ended after 2 s" });
  const controller = new AbortController();
  const onProgress = ({ kind }: TestProgress) => {
    if (kind === "running") setTimeout(() => controller.abort(), 300);
  };
  const cancelled = await session.run({ askedFor: "Test", onProgress }, controller.signal);
  expect(cancelled.reports[0]?.reason).toBe("The run was cancelled");
});

test("says what is wrong when a runner cannot even begin", async () => {
  const manifest = '{ "devDependencies": { "mocha": "*" }, "scripts": { "test": "mocha" } }';
  const root = folderOf({ "package.json": manifest, "a.test.js": 'it("is here", () => {});' });
  const { session } = sessionOf({ root });
  const { reports, outcomes } = await session.run({ askedFor: "Test" }, never);
  expect(reports[0]?.kind).toBe("broken");
  expect(reports[0]?.reason).toMatch(/^Mocha ended with code 1 and told of no tests: .*(?:mocha|test)/);
  expect(outcomes).toEqual([]);
});

test("tests of a runner that is not known are not run silently: the reason is told, and a command of one's own runs them", async () => {
  const tape = folderOf({
    "package.json": '{ "scripts": { "test": "tape test/*.js" } }',
    "test/a.js": 'require("tape")("adds", (t) => t.equal(1, 1));\n',
  });
  const { session } = sessionOf({ tape });
  const { tests, incomplete } = await session.discover(never);
  expect(tests).toEqual([]);
  expect(incomplete).toEqual([expect.stringContaining("This repository seems to be tested with tape")]);
  const request = { ids: undefined, askedFor: "Run tests" };
  await expect(session.run(request, never)).rejects.toThrow(/^No tests can be run\. This repository seems/);
  expect(() =>
    findTargets([{ root: tape, projects: [], tests: [], incomplete: incomplete[0]! }], { testIds: [] }),
  ).toThrow(
    /^Cannot find tests of the workspace: none are known\. This repository seems to be tested with tape/,
  );
  const own = sessionOf({ tape }, { settings: { "tests.command": ["node", "--version"] } }).session;
  expect((await own.discover(never)).incomplete).toEqual([]);
  expect((await own.run(request, never)).outcomes).toMatchObject([{ status: "passed" }]);
});
