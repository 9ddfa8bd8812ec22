import { expect, test } from "vitest";
import type { CheckFinding } from "../../../../src/core/checking/checkFinding.ts";
import { checkGroups, labelsOf } from "../../../../src/core/checking/checkGroups.ts";
import { areLibrariesUnseen, unseenBefore } from "../../../../src/core/checking/unseenLibraries.ts";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { ChangeChecks } from "../../../../src/features/checking/changeChecks.ts";
import { scriptedCopy } from "../../../support/scriptedCopy.ts";

const files = {
  ".flake8": "",
  "a.py": "x = BAD_old\n",
  "b.py": "y = 1\n",
  "user.py": "from a import x\n",
};
const never = new AbortController().signal;

function checksOf(given: Readonly<Record<string, string>> = files, installed = true) {
  const made = scriptedCopy(given, { installed });
  const checks = new ChangeChecks(made.copy, async () => ["user.py"], never);
  return { ...made, checks };
}

const changed = (path: string, before: string, after: string): FileChange => ({
  kind: "changed",
  path,
  before,
  after,
});
const messages = (findings: readonly CheckFinding[]): readonly string[] =>
  findings.map(({ path, line, message }) => `${path}:${line + 1} ${message}`);

test("what was said before the change is not new, wherever it stands now; the copy is as it was", async () => {
  const { checks, files: left, runs } = checksOf();
  const { said, reasons } = await checks.appeared([
    changed("a.py", files["a.py"], "z = 1\nx = BAD_old\nw = BAD_new\n"),
  ]);
  expect(said.map(({ label, findings }) => [label, messages(findings)])).toEqual([
    ["Flake8", ["a.py:3 undefined name 'BAD_new'"]],
  ]);
  expect(reasons).toEqual([]);
  expect(Object.fromEntries(left)).toEqual(files);
  expect(runs).toEqual([
    ["a.py", "user.py"],
    ["a.py", "user.py"],
  ]);
});

test("a change without findings needs no run without it, and one that is asked again no second one", async () => {
  const { checks, runs } = checksOf();
  await checks.appeared([changed("b.py", files["b.py"], "y = 2\n")]);
  expect(runs).toHaveLength(1);
  await checks.appeared([changed("b.py", files["b.py"], "y = BAD_1\n")]);
  await checks.appeared([changed("b.py", files["b.py"], "y = BAD_2\n")]);
  expect(runs).toHaveLength(4);
});

test("files that come, go and move are asked about where they are", async () => {
  const { checks, files: left, runs } = checksOf();
  const { said } = await checks.appeared([
    { kind: "created", path: "new.py", after: "n = BAD_new\n" },
    { kind: "deleted", path: "b.py", before: files["b.py"] },
    { kind: "renamed", from: "a.py", path: "c.py", before: files["a.py"], after: files["a.py"] },
  ]);
  expect(messages(said[0]!.findings)).toEqual(["new.py:1 undefined name 'BAD_new'"]);
  expect(runs[0]).toEqual(["new.py", "c.py", "user.py"]);
  expect(runs[1]).toEqual(["b.py", "a.py", "user.py"]);
  expect(Object.fromEntries(left)).toEqual(files);
});

test("a file that alone is deleted leaves those that import it", async () => {
  const { checks, runs } = checksOf();
  await checks.appeared([{ kind: "deleted", path: "a.py", before: files["a.py"] }]);
  expect(runs).toEqual([["user.py"]]);
});

test("what is not installed is told, and a file that cannot be written is an error that leaves the copy", async () => {
  const { checks } = checksOf(files, false);
  const told = await checks.appeared([changed("a.py", files["a.py"], "x = 1\n")]);
  expect(told.said).toEqual([]);
  expect(told.reasons).toContain("Flake8 is not installed");

  const { copy, files: left } = scriptedCopy(files);
  const linked = {
    ...copy,
    write: async (path: string, text: string) => {
      if (path === "b.py" && text !== files["b.py"]) throw new Error("it lies behind a link");
      await copy.write(path, text);
    },
  };
  await expect(
    new ChangeChecks(linked, async () => [], never).appeared([
      changed("a.py", files["a.py"], "x = 1\n"),
      changed("b.py", files["b.py"], "y = 2\n"),
    ]),
  ).rejects.toThrow("behind a link");
  expect(Object.fromEntries(left)).toEqual(files);
});

test("files as they are", async () => {
  const { checks } = checksOf();
  const { said } = await checks.says(["a.py", "b.py"]);
  expect(messages(said[0]!.findings)).toEqual(["a.py:1 undefined name 'BAD_old'"]);
});

test("checkers that are set up are asked, each once for its folder; others where none is", async () => {
  const set: Readonly<Record<string, string>> = { "web/tsconfig.json": "{}", "mypy.ini": "" };
  const groups = await checkGroups(["web/a.ts", "web/b.ts", "c.py", "Main.java"], async (path) => set[path]);
  expect(
    groups.map(({ chosen, files: own, isSpare }) => [chosen.checker.name, chosen.folder, own, isSpare]),
  ).toEqual([
    ["tsc", "web", ["web/a.ts", "web/b.ts"], false],
    ["mypy", "", ["c.py"], false],
    ["pyflakes", "", ["c.py"], true],
    ["imports", "", ["c.py"], true],
    ["python", "", ["c.py"], true],
    ["javac", "", ["Main.java"], true],
  ]);
  expect(labelsOf(groups)).toEqual(["the TypeScript compiler", "mypy", "the Java compiler"]);
});

test("libraries that a checker does not see are told apart from what is wrong", () => {
  const finding = (message: string): CheckFinding => ({ path: "a", line: 0, code: "", message });
  const missing = finding("package org.junit does not exist");
  expect(unseenBefore(missing, [{ ...missing, path: "b" }])).toBe(true);
  expect(unseenBefore(missing, [])).toBe(false);
  expect(unseenBefore(finding("cannot find symbol"), [finding("cannot find symbol")])).toBe(false);
  expect(areLibrariesUnseen([finding("cannot find symbol"), missing])).toBe(true);
});
