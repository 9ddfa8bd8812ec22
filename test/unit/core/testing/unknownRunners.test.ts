/** Runners that are not known here are named, and only where nothing else runs the tests. */
import { expect, test } from "vitest";
import { SetupFiles } from "../../../../src/core/testing/detect/setupFiles.ts";
import { unknownRunners } from "../../../../src/core/testing/detect/unknownRunners.ts";

/** @param expected `folder: runner (sign)` */
function check(
  files: Readonly<Record<string, string>>,
  expected: readonly string[],
  projects: readonly string[] = [],
): void {
  const told = unknownRunners(
    new SetupFiles(new Map(Object.entries(files))),
    projects.map((folder) => ({ runner: "vitest", folder, reasons: [] })),
  );
  const short = told.map((sentence) => {
    const [, folder, what] = /^(?:"(.*?)"|This repository) seems to be tested with (.*), which /.exec(
      sentence,
    )!;
    return `${folder ?? "."}: ${what}`;
  });
  expect(short).toEqual(expected);
}
const script = (test: string, more: object = {}) => JSON.stringify({ scripts: { test }, ...more });

test.each([
  ["tape test/*.js", "tape"],
  ["node_modules/.bin/tape test.js | tap-spec", "tape"],
  ["tap --100", "tap"],
  ["c8 tap test/*.js", "tap"],
  ["xo && ava", "AVA"],
  ["jasmine --config=jasmine.json", "Jasmine"],
  ["bun test", "bun test"],
  ["deno test -A", "deno test"],
])("%s", (line, runner) =>
  check({ "package.json": script(line) }, [`.: ${runner} ("test": "${line}" in package.json)`]),
);

test.each([
  "mocha",
  "vitest run",
  "node --test",
  "node ./tap-runner.js",
  "bun run build",
  "echo ava.js is gone",
])("%s names none of them", (line) => check({ "package.json": script(line) }, []));

test("a script that is not for tests says nothing, a dependency does", () =>
  check(
    { "package.json": JSON.stringify({ scripts: { dev: "bun test" }, devDependencies: { tape: "^5" } }) },
    ['.: tape ("tape" among the dependencies in package.json)'],
  ));

test("tasks of Deno", () =>
  check({ "deno.json": '{ "tasks": { "test": "deno test" } }' }, [
    '.: deno test ("test": "deno test" in deno.json)',
  ]));

test("a folder whose tests are run by a runner that is known", () =>
  check(
    { "package.json": script("tape a.js"), "b/package.json": script("tap") },
    ['b: tap ("test": "tap" in package.json)'],
    [""],
  ));

test("of many folders the outer ones are told, and text that is no JSON says nothing", () =>
  check(
    {
      "p/a/package.json": script("tap"),
      "p/b/package.json": script("tap"),
      "p/c/package.json": script("tap"),
      "package.json": script("tap"),
      "q/package.json": "{",
    },
    [".", "p/a", "p/b"].map((folder) => `${folder}: tap ("test": "tap" in package.json)`),
  ));

test("what can be done is said", () => {
  const [told] = unknownRunners(new SetupFiles(new Map([["package.json", script("tape a.js")]])), []);
  expect(told).toContain(
    "touchstone.tests.command runs the tests as a whole; repairs need a runner that is known",
  );
});
