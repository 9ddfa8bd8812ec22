/** The faults of the Python sets as projects on disk: a program that fails its tests, and nothing of the right one. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface FaultyProject {
  readonly set: "quixbugs" | "functions";
  readonly name: string;
  /** Text by path relative to the project's root. */
  readonly files: Readonly<Record<string, string>>;
  /** Relative. */
  readonly testFile: string;
  readonly programFile: string;
  /** Name of the function under test. */
  readonly entry: string;
  /** Text of the program as it should be: for the judge alone. */
  readonly correct: string;
  /** Drawn by the name's hash: only half of the faults were looked at while templates were written. */
  readonly half: "development" | "heldOut";
}

function halfOf(name: string): FaultyProject["half"] {
  const first = createHash("sha256").update(name).digest()[0]!;
  return first % 2 === 0 ? "development" : "heldOut";
}

function readLines(path: string): Record<string, string>[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}

export function quixbugs(data: string): FaultyProject[] {
  const support = JSON.parse(readFileSync(join(data, "quixbugs-python-support.json"), "utf8"));
  return readLines(join(data, "quixbugs-python.jsonl")).map(({ name, buggy, correct, test, cases }) => ({
    set: "quixbugs",
    name: name!,
    files: {
      ...support,
      [`python_programs/${name}.py`]: buggy!,
      [`python_testcases/test_${name}.py`]: test!,
      ...(cases ? { [`json_testcases/${name}.json`]: cases } : {}),
    },
    testFile: `python_testcases/test_${name}.py`,
    programFile: `python_programs/${name}.py`,
    entry: name!,
    correct: correct!,
    half: halfOf(name!),
  }));
}

export function functions(data: string): FaultyProject[] {
  return readLines(join(data, "repair-python.jsonl")).map((row) => ({
    set: "functions",
    name: row["task_id"]!,
    files: {
      "solution.py": row["declaration"]! + row["buggy_solution"]!,
      "test_solution.py": asTest(row["test"]!, row["entry_point"]!),
    },
    testFile: "test_solution.py",
    programFile: "solution.py",
    entry: row["entry_point"]!,
    correct: row["declaration"]! + row["canonical_solution"]!,
    half: halfOf(row["task_id"]!),
  }));
}

/** `def check(f)` and its call become a test that any runner finds; nothing of what it asserts changes. */
function asTest(test: string, entry: string): string {
  const parameter = /def check\((\w+)\):/.exec(test)?.[1] ?? entry;
  const body = test
    .replace(/def check\(\w+\):/, "def test_check():")
    .replace(new RegExp(`^check\\(${entry}\\)\\s*$`, "m"), "");
  const alias = parameter === entry ? "" : `${parameter} = ${entry}\n`;
  return `from solution import *\nfrom solution import ${entry}\n${alias}\n${body}`;
}

export function writeProject({ files }: FaultyProject, root: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
