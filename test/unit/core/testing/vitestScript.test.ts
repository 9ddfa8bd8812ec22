/** Vitest as it is started, with a program in its place that tells its arguments. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { vitest } from "../../../../src/core/testing/runners/jestLike.ts";
import { makeFolder } from "../../../support/testing/folders.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function argumentsGiven(version: string): string[] {
  const program = "node_modules/vitest/vitest.mjs";
  const root = makeFolder({
    "node_modules/vitest/package.json": JSON.stringify({ version }),
    [program]: "console.log(JSON.stringify(process.argv.slice(1)));",
  });
  const project = { runner: "vitest", folder: "", reasons: [], program } as const;
  const test = {
    id: "vitest:a.test.ts::sums::adds",
    label: "adds",
    path: "a.test.ts",
    suites: ["sums"],
    runner: "vitest",
    folder: "",
  } as const;
  const scratch = makeFolder({});
  made.push(root, scratch);
  const plan = vitest.plan({ project, tests: [test], known: [test], root, scratch, cache: scratch });
  const [path, text] = Object.entries(plan.files ?? {})[0]!;
  const folder = makeFolder({ "run.mjs": text });
  made.push(folder);
  const rest = plan.argv.slice(1).map((argument) => (argument === path ? join(folder, "run.mjs") : argument));
  const given: string[] = JSON.parse(execFileSync(process.execPath, rest, { encoding: "utf8" }));
  return given.map((argument) => argument.replace(root, "").replace(scratch, ""));
}

const always = ["/node_modules/vitest/vitest.mjs", "run", "--no-color", "--no-cache", "--watch=false"];

test("the lines of tests are asked for from version 2 on: version 1 refuses to start with that option", () => {
  expect(argumentsGiven("1.6.1").slice(0, 6)).toEqual([...always, "--passWithNoTests"]);
  expect(argumentsGiven("2.0.0").slice(0, 6)).toEqual([...always, "--includeTaskLocation"]);
});

test("tests are chosen by their names as each version tells them", () => {
  const given = argumentsGiven("1.6.1");
  const pattern = new RegExp(given[given.indexOf("-t") + 1]!);
  for (const name of ["sums adds", " sums adds", "sums > adds"]) expect(name).toMatch(pattern);
  for (const name of ["sums adds more", "more sums adds"]) expect(name).not.toMatch(pattern);
});
