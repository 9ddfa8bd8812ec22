/** Programs that language models really wrote and that do not work, as projects whose tests fail. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { symbolsOf } from "../../src/core/patch/wholeSymbol.ts";

interface Row {
  readonly task_id: string;
  readonly model: string;
  readonly prompt: string;
  readonly entry_point: string;
  readonly canonical_solution: string;
  readonly solution: string;
  readonly is_solved: boolean;
  readonly given_tests: readonly string[];
  readonly test: string;
}

export interface RecordedFault {
  readonly name: string;
  readonly entry: string;
  /** The program as it was written. */
  readonly program: string;
  /** One that passes, with everything of the written one that others could use. */
  readonly right: string;
  /** Other programs for the task that do not work, recorded or made. */
  readonly wrong: readonly string[];
  /** Assertions that the writer was given. */
  readonly given: readonly string[];
  /** `check(function)` as source text. */
  readonly hidden: string;
}

export const programPath = "solution.py";
export const testPath = "test_solution.py";

export function recordedFaults(data: string): RecordedFault[] {
  const rows = readFileSync(join(data, "recorded-programs.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Row);
  return rows
    .filter(({ is_solved }) => !is_solved)
    .map((row) => {
      const others = rows.filter(
        (other) => other.task_id === row.task_id && other !== row && !other.is_solved,
      );
      return {
        name: `${row.task_id} ${row.model}`,
        entry: row.entry_point,
        program: row.solution,
        right: withOthers(row.prompt + row.canonical_solution, row.solution),
        wrong: [
          ...others.map(({ solution }) => withOthers(solution, row.solution)),
          withOthers(`${row.prompt}    return None\n`, row.solution),
        ],
        given: row.given_tests,
        hidden: row.test,
      };
    });
}

/** The program with the functions at the top of another that it lacks. */
function withOthers(program: string, other: string): string {
  const known = new Set(functionsIn(program).map(({ name }) => name));
  const lines = other.split("\n");
  const missing = functionsIn(other)
    .filter(({ name, container }) => container === "" && !known.has(name))
    .map(({ startLine, endLine }) => lines.slice(startLine, endLine + 1).join("\n"));
  return [program, ...missing].join("\n\n");
}

const functionsIn = (text: string) =>
  symbolsOf(programPath, text).filter(({ kind }) => kind === "function" || kind === "class");

/** Tests as a project has them; a program that hangs fails. */
export function testsOf({ entry, given, hidden }: RecordedFault, withHidden: boolean): string {
  // A program that cannot be loaded fails each test, and tests may use more of it than the one function.
  const method = (name: string, body: string) =>
    `    def ${name}(self):\n        import solution\n        globals().update({name: value for name, value in vars(solution).items() if name[0] != "_"})\n        ${body}\n`;
  const methods = given.map((text, at) => method(`test_given_${at + 1}`, text.replace(/\n\s*/g, " ")));
  if (withHidden) methods.push(method("test_hidden", `check(${entry})`));
  return `import signal
import unittest

${withHidden ? `${hidden}\n` : ""}

class SolutionTest(unittest.TestCase):
    def setUp(self):
        signal.alarm(5)
        signal.signal(signal.SIGALRM, self.stop)

    def tearDown(self):
        signal.alarm(0)

    def stop(self, *_):
        raise AssertionError("it does not end")

${methods.join("\n")}`;
}

/** Whether a program passes tests, told by the interpreter alone. */
export function passes(program: string, tests: string): boolean {
  const script = `${program}\n\nimport sys, types\nmodule = types.ModuleType("solution")\nmodule.__dict__.update(globals())\nsys.modules["solution"] = module\n${tests}\nunittest.main(argv=["x"], verbosity=0)\n`;
  try {
    execFileSync("python3", ["-c", script], { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
