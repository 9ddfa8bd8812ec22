/** One checker in a copy: the program that works there, and its findings. */

import { type CheckPlan, checkers } from "../../core/checking/checkers.ts";
import { type CheckFinding, findingAt, type ReportedProblem } from "../../core/checking/checkFinding.ts";
import { type ChosenChecker, chooseCheckers } from "../../core/checking/chooseCheckers.ts";
import { findingsOfVariants, variantPath } from "../../core/checking/variants.ts";
import { parentFolder } from "../../core/testing/detect/setupFiles.ts";
import { inFolder } from "../../core/testing/runners/testRunner.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";

const limits = { wallMs: 180_000, maxOutputBytes: 16 * 2 ** 20 };
const environments = [".venv", "venv", "env"];

export class CheckSession {
  readonly chosen: ChosenChecker;
  readonly #copy: WorkCopy;
  readonly #program: readonly [string, ...string[]];
  readonly #signal: AbortSignal;

  private constructor(
    copy: WorkCopy,
    chosen: ChosenChecker,
    program: readonly [string, ...string[]],
    signal: AbortSignal,
  ) {
    this.#copy = copy;
    this.chosen = chosen;
    this.#program = program;
    this.#signal = signal;
  }

  /**
   * The first program that checks the files, with what it says of them.
   *
   * @returns why there is none, for a person
   */
  static async open(
    copy: WorkCopy,
    chosen: ChosenChecker,
    files: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly session: CheckSession; readonly findings: readonly CheckFinding[] } | string> {
    let reason = `${chosen.checker.label} is not installed`;
    for (const program of await programsOf(copy, chosen, signal)) {
      const session = new CheckSession(copy, chosen, program, signal);
      const found = await session.check(files);
      signal.throwIfAborted();
      if (typeof found !== "string") return { session, findings: found };
      if (found !== notThere) reason = found;
    }
    return reason;
  }

  get label(): string {
    return this.chosen.checker.label;
  }

  /** Of the whole project where the checker knows one, else of these files. @returns why not, for a person */
  check(files: readonly string[]): Promise<readonly CheckFinding[] | string> {
    return this.#run(files, false);
  }

  /**
   * What is said of each text as if it stood in the file, all in one run; the first should be the file as it is.
   *
   * @returns undefined when the checker judges no files beside each other
   */
  async checkVariants(
    path: string,
    texts: readonly string[],
  ): Promise<readonly (readonly CheckFinding[])[] | undefined> {
    if (!this.chosen.checker.takesVariants) return undefined;
    const paths = texts.map((_, number) => variantPath(path, number));
    try {
      for (const [number, text] of texts.entries()) await this.#copy.write(paths[number]!, text);
      const found = await this.#run(paths, true);
      return typeof found === "string" ? undefined : findingsOfVariants(found, path, texts.length);
    } finally {
      for (const one of paths) await this.#copy.remove(one).catch(() => undefined);
    }
  }

  async #run(files: readonly string[], isNarrow: boolean): Promise<readonly CheckFinding[] | string> {
    const { checker, folder, config } = this.chosen;
    const { cache, scratch } = this.#copy;
    const own = files.filter((file) => checker.files.test(file)).map((file) => inFolder(file, folder));
    const plan = checker.plan({ program: this.#program, files: own, config, isNarrow, cache, scratch });
    const prefix = folder === "" ? "" : `${folder}/`;
    const written = Object.entries(plan.files ?? {});
    for (const [path, text] of written) await this.#copy.write(prefix + path, text);
    try {
      return await this.#start(plan);
    } finally {
      for (const [path] of written) await this.#copy.remove(prefix + path).catch(() => undefined);
    }
  }

  async #start({ argv, env = {} }: CheckPlan): Promise<readonly CheckFinding[] | string> {
    const { checker, folder } = this.chosen;
    const end = await this.#copy.run({ argv, env, folder, ...limits }, this.#signal);
    this.#signal.throwIfAborted();
    const { kind, stdout, stderr, code = -1 } = end;
    if (kind === "wallLimit") return `${checker.label} was ended after ${limits.wallMs / 1000} s`;
    const read = kind === "exited" ? checker.read({ stdout, stderr, code }, this.#toRoot) : undefined;
    if (read) return read;
    if (kind === "notStarted" || code === 127 || isMissing.test(stderr)) return notThere;
    const line = `${stderr}\n${stdout}`.split("\n").find((one) => one.trim() !== "");
    return `${checker.label} cannot be run${line === undefined ? "" : `: ${line.trim().slice(0, 200)}`}`;
  }

  readonly #toRoot = (path: string): string | undefined => {
    const { seenAs } = this.#copy;
    const { folder } = this.chosen;
    const absolute = path.startsWith("/") ? path : `${seenAs}/${folder === "" ? "" : `${folder}/`}${path}`;
    const parts: string[] = [];
    for (const part of absolute.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    const clean = parts.join("/");
    return clean.startsWith(`${seenAs}/`) ? clean.slice(seenAs.length + 1) : undefined;
  };
}

const notThere = "there is no such program";
const isMissing =
  /execvp|No such file or directory|Cannot find module|No module named|there is no such program/;

/** Of the workspace first, the nearest folder first; then by name. */
async function programsOf(
  copy: WorkCopy,
  { checker, folder }: ChosenChecker,
  signal: AbortSignal,
): Promise<(readonly [string, ...string[]])[]> {
  const { npm, programs } = checker;
  const places: string[] = [];
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at))
    places.push(at === "" ? copy.seenAs : `${copy.seenAs}/${at}`);
  const scripts = npm ? places.map((place) => `${place}/node_modules/${npm.package}/${npm.script}`) : [];
  const isPython = checker.files.test("a.py");
  const named = programs.filter(([program]) => !program.startsWith("/"));
  const inEnvironments = isPython
    ? places.flatMap((place) =>
        environments.flatMap((environment) =>
          named.map(([program, ...rest]) => [`${place}/${environment}/bin/${program}`, ...rest] as const),
        ),
      )
    : [];
  const own = [...scripts.map((script) => ["node", script] as const), ...inEnvironments];
  const isThere = await presentIn(copy, [...scripts, ...inEnvironments.map(([program]) => program)], signal);
  return [...own.filter((argv) => isThere(argv[0] === "node" ? argv[1]! : argv[0])), ...programs];
}

/** Which files programs in the copy see: what is linked into a sandbox lies nowhere else. All where nobody tells. */
async function presentIn(
  copy: WorkCopy,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<(path: string) => boolean> {
  if (paths.length === 0) return () => false;
  const end = await copy.run({ argv: ["ls", "-d", ...paths], folder: "", wallMs: 10_000 }, signal);
  signal.throwIfAborted();
  if (end.kind !== "exited") return () => true;
  const there = new Set(end.stdout.split("\n"));
  return (path) => there.has(path);
}

/** What tells of a changed text that its imports are there, whoever found the problem; undefined where there is none. */
export async function openImportSearch(
  copy: WorkCopy,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly session: CheckSession; readonly findings: readonly CheckFinding[] } | undefined> {
  const checker = checkers.find(({ name, files }) => name === "imports" && files.test(path));
  if (!checker) return undefined;
  const chosen = { checker, folder: "", config: undefined, isNamed: false };
  const opened = await CheckSession.open(copy, chosen, [path], signal);
  return typeof opened === "string" ? undefined : opened;
}

export interface FoundProblem {
  readonly session: CheckSession;
  readonly finding: CheckFinding;
  /** All that the checker says before any change. */
  readonly before: readonly CheckFinding[];
}

/** The checker that says what a person points at, or why there is none, one reason for each that was asked. */
export async function findProblem(
  copy: WorkCopy,
  problem: ReportedProblem,
  files: readonly string[],
  signal: AbortSignal,
): Promise<FoundProblem | readonly string[]> {
  const reasons: string[] = [];
  for (const chosen of await chooseCheckers(problem, (path) => copy.read(path))) {
    const opened = await CheckSession.open(copy, chosen, files, signal);
    if (typeof opened === "string") reasons.push(opened);
    else {
      const finding = findingAt(opened.findings, problem);
      if (finding) return { session: opened.session, finding, before: opened.findings };
      reasons.push(`${chosen.checker.label} finds nothing there`);
    }
  }
  return reasons;
}
