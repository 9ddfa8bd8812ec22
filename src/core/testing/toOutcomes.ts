/** Which tests of the workspace a report is about, and what became of each. */
import { findComparison } from "./report/comparison.ts";
import type { ReportedTest } from "./report/reportedTest.ts";
import { findFrames } from "./report/stackFrames.ts";
import { type TestCase, testId } from "./testCase.ts";
import type { TestOutcome, TestStatus } from "./testOutcome.ts";
import type { TestProject } from "./testProject.ts";

export interface ReportContext {
  readonly project: TestProject;
  /** Tests of the project that are known. */
  readonly known: readonly TestCase[];
  /** Those that were to run; undefined: all. */
  readonly asked: readonly TestCase[] | undefined;
  /** Folder of the root as the runner saw it, absolute. */
  readonly root: string;
  /** Why the run was ended before its end, for a person; undefined when it was not. */
  readonly interruption?: string | undefined;
}

export interface Outcomes {
  /** One by test, those that were asked for first, in that order. */
  readonly outcomes: readonly TestOutcome[];
  /** Tests that only the report names, such as the rows of a table. */
  readonly tests: readonly TestCase[];
}

const mostMessageUnits = 20_000;

/** From bad to good. */
const severity: readonly TestStatus[] = ["errored", "failed", "timedOut", "passed", "skipped"];

interface Told {
  readonly test: TestCase;
  readonly outcome: TestOutcome;
}

export function toOutcomes(reported: readonly ReportedTest[], context: ReportContext): Outcomes {
  const reader = new ReportReader(context);
  /** Runners tell of tests that were left out because others were named as if they were skipped. */
  const isMeant = (test: TestCase, { status }: TestOutcome): boolean =>
    status !== "skipped" || context.asked?.some((one) => one.id === test.id || isPartOf(test, one)) !== false;
  const told = reported
    .flatMap((one) => reader.read(one))
    .filter(({ test, outcome }) => isMeant(test, outcome));
  const byId = new Map<string, Told>();
  for (const one of told) {
    const other = byId.get(one.test.id);
    byId.set(one.test.id, other ? { test: other.test, outcome: worse(other.outcome, one.outcome) } : one);
  }
  const knownIds = new Set(context.known.map(({ id }) => id));
  const tests = [...byId.values()].map(({ test }) => test).filter(({ id }) => !knownIds.has(id));
  const asked = (context.asked ?? context.known).flatMap(
    (test) =>
      byId.get(test.id)?.outcome ?? ofChildren(test, [...byId.values()]) ?? missing(test, context) ?? [],
  );
  const first = new Set(asked.map(({ id }) => id));
  return {
    outcomes: [
      ...asked,
      ...[...byId.values()].map(({ outcome }) => outcome).filter(({ id }) => !first.has(id)),
    ],
    tests,
  };
}

const worse = (a: TestOutcome, b: TestOutcome): TestOutcome => {
  const chosen = severity.indexOf(b.status) < severity.indexOf(a.status) ? b : a;
  return { ...chosen, durationMs: a.durationMs + b.durationMs };
};

/** What became of a test that is told by its parts: the rows of its table, what runs inside of it. */
function ofChildren(test: TestCase, all: readonly Told[]): TestOutcome | undefined {
  const children = all.filter((one) => isPartOf(one.test, test)).map(({ outcome }) => outcome);
  const [first, ...rest] = children;
  return first && { ...rest.reduce(worse, first), id: test.id };
}

function isPartOf(child: TestCase, test: TestCase): boolean {
  if (test.runner === "command") return child.id !== test.id;
  if (child.path !== test.path) return false;
  const names = [...test.suites, test.label];
  const same = (count: number) =>
    names.slice(0, count).every((name, i) => matches([...child.suites, child.label][i], name));
  if (child.suites.length >= names.length) return same(names.length);
  if (child.suites.length !== test.suites.length || !same(test.suites.length)) return false;
  return child.label.startsWith(`${test.label}[`) || matches(child.label, test.label);
}

/**
 * Whether an identifier is that of a part of a test, such as a row of its table: only a report knows those.
 *
 * @param id as `testId` writes it
 */
export function isIdOfPart(id: string, test: TestCase): boolean {
  if (id.startsWith(`${test.id}[`)) return true;
  const file = `${test.runner}:${test.path}::`;
  if (!id.startsWith(file)) return false;
  const suites = id.slice(file.length).split("::");
  const label = suites.pop() ?? "";
  return isPartOf({ ...test, id, suites, label }, test);
}

/** Whether a name that was told is one of those that a template stands for. */
function matches(told: string | undefined, name: string): boolean {
  if (told === name || told === undefined) return told === name;
  const parts = name.split(/%[a-zA-Z%#$]|\$\{[^}]*\}|\$[\w.]+/);
  if (parts.length === 1) return false;
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(told);
}

/** A test that should have run and is not told of. */
function missing(test: TestCase, { asked, interruption }: ReportContext): TestOutcome | undefined {
  if (asked === undefined) return undefined;
  return interruption === undefined
    ? { id: test.id, status: "errored", message: "The runner did not tell of this test", durationMs: 0 }
    : { id: test.id, status: "timedOut", message: interruption, durationMs: 0 };
}

class ReportReader {
  readonly #context: ReportContext;
  readonly #byName: ReadonlyMap<string, TestCase>;

  constructor(context: ReportContext) {
    this.#context = context;
    const names = context.known.map((test) => [nameOf(test.path, test.suites, test.label), test] as const);
    this.#byName = new Map(names);
  }

  read(one: ReportedTest): Told[] {
    if (one.label === "") return this.#wholeFile(one);
    const path = this.#pathOf(one);
    if (path === undefined) return [];
    const known = this.#byName.get(nameOf(path, one.suites, one.label));
    return [this.#told(known ?? this.#newTest(one, path), one)];
  }

  /** A file, or a package, of which nothing ran. */
  #wholeFile(one: ReportedTest): Told[] {
    const path = one.path === undefined ? undefined : this.#relative(one.path);
    const isMeant = (test: TestCase) =>
      path === undefined ? this.#isInPackage(test, one.packageFolder ?? "") : test.path === path;
    const tests = (this.#context.asked ?? this.#context.known).filter(isMeant);
    if (tests.length > 0) return tests.map((test) => this.#told(test, one));
    if (path === undefined) return [];
    return [
      this.#told(
        { ...this.#newTest(one, path), id: `${this.#context.project.runner}:${path}`, label: path },
        one,
      ),
    ];
  }

  #newTest({ suites, label, line }: ReportedTest, path: string): TestCase {
    const { runner, folder } = this.#context.project;
    const parent = this.#context.known.find(
      (test) => test.path === path && isPartOf({ ...test, suites, label }, test),
    );
    const range = parent?.range ?? (line === undefined ? undefined : { startLine: line, endLine: line });
    const id = testId({ runner, path, suites, label });
    return { id, label, path, suites, runner, folder, ...(range ? { range } : {}) };
  }

  #told(test: TestCase, one: ReportedTest): Told {
    const { status, durationMs } = one;
    if (status === "passed") return { test, outcome: { id: test.id, status, durationMs } };
    const message = (one.message ?? "").slice(0, mostMessageUnits);
    const trace = one.trace ?? message;
    const stack = findFrames(trace, (path, name) => this.#locate(path, name, test));
    const told = { id: test.id, status, durationMs, ...(message === "" ? {} : { message }) };
    if (status === "skipped") return { test, outcome: told };
    const { expected, actual } = one;
    const sides =
      expected !== undefined && actual !== undefined
        ? { expected, actual }
        : (findComparison(message) ?? findComparison(trace));
    return { test, outcome: { ...told, ...(stack.length > 0 ? { stack } : {}), ...sides } };
  }

  #pathOf(one: ReportedTest): string | undefined {
    if (one.path !== undefined) return this.#relative(one.path);
    const top = one.suites[0] ?? one.label;
    const isOf = (test: TestCase) =>
      (test.suites[0] ?? test.label) === top &&
      (one.packageFolder === undefined || this.#isInPackage(test, one.packageFolder));
    return this.#context.known.find(isOf)?.path;
  }

  #isInPackage(test: TestCase, packageFolder: string): boolean {
    const { folder } = this.#context.project;
    const within = [folder, packageFolder].filter(Boolean).join("/");
    if (this.#context.project.runner === "cargo") return within === "" || test.path.startsWith(`${within}/`);
    return test.path.slice(0, Math.max(0, test.path.lastIndexOf("/"))) === within;
  }

  /** Undefined outside of the root. */
  #relative(path: string): string | undefined {
    if (path === "") return path;
    const plain = path.replaceAll("\\", "/").replace(/^file:\/\//, "");
    const { root, project } = this.#context;
    if (plain.startsWith(`${root}/`)) return plain.slice(root.length + 1);
    if (plain.startsWith("/") || /^[A-Za-z]:/.test(plain)) return undefined;
    return normalized(project.folder === "" ? plain : `${project.folder}/${plain}`);
  }

  #locate(path: string, name: string | undefined, test: TestCase): string | undefined {
    if (/\.(?:java|kt)$/.test(path) && !path.includes("/")) return this.#javaFile(path, name, test);
    const isBare = !path.includes("/") && /\.go$/.test(path);
    const beside = test.path.slice(0, test.path.lastIndexOf("/") + 1);
    const found = isBare ? beside + path : this.#relative(path);
    return found === undefined || /(?:^|\/)(?:node_modules|site-packages|\.venv)\//.test(found)
      ? undefined
      : found;
  }

  /** By the folders that Maven and Gradle agree on. */
  #javaFile(path: string, name: string | undefined, test: TestCase): string | undefined {
    const own = test.path.slice(test.path.lastIndexOf("/") + 1);
    const [, source, kind] = /^(.*?)src\/(test)\/java\//.exec(test.path) ?? [];
    const packageOf = (name ?? "").replace(/^.*\//, "").split(".").slice(0, -2).join("/");
    const ownPackage = (test.suites[0] ?? "").split(".").slice(0, -1).join("/");
    if (path === own && packageOf === ownPackage) return test.path;
    if (kind === undefined || ownPackage.split("/")[0] !== packageOf.split("/")[0]) return undefined;
    return `${source}src/${/Tests?\.java$/.test(path) ? "test" : "main"}/java/${packageOf === "" ? "" : `${packageOf}/`}${path}`;
  }
}

const nameOf = (path: string, suites: readonly string[], label: string): string =>
  [path, ...suites, label].join("\0");

/** Without `.` and `..`; undefined when it leads out of the root. */
function normalized(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
