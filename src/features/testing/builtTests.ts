/** Tests of Go and Rust as programs in a copy: built, and run without their runner. */
import type { CoverageRequest } from "../../core/testing/coverage/coverageTool.ts";
import { coverageTools } from "../../core/testing/coverage/coverageTools.ts";
import { findLlvmTools, type LlvmTools } from "../../core/testing/coverage/llvmTools.ts";
import type { MeasuredFile } from "../../core/testing/coverage/measuredFile.ts";
import { exportLines, readRustLines } from "../../core/testing/coverage/rustLines.ts";
import {
  type BuildError,
  hasPrograms,
  type ProgramOutput,
  type ProgramRequest,
  type ProgramVerdict,
  type TestProgram,
  type TestPrograms,
  testPrograms,
} from "../../core/testing/runners/testPrograms.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { ProcessEndKind } from "../../ports/processes.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { freshenSources } from "./freshSources.ts";
import { askIn, cargoTurn } from "./runInCopy.ts";

export interface BuildRequest {
  readonly copy: WorkCopy;
  readonly project: TestProject;
  readonly known: readonly TestCase[];
  /** Those to compile; never empty. */
  readonly tests: readonly TestCase[];
  readonly isCounted: boolean;
  readonly only?: readonly TestProgram[];
}

export interface Built {
  readonly programs: readonly TestProgram[];
  /** Of the compilers, ms. */
  readonly durationMs: number;
}

/** Why it was not built. */
export interface NotBuilt {
  readonly errors: readonly BuildError[];
  readonly output: string;
  readonly durationMs: number;
}

export interface ProgramRun {
  readonly end: ProcessEndKind;
  readonly verdicts: ReadonlyMap<string, ProgramVerdict>;
  readonly durationMs: number;
}

/** One compilation. */
const buildLimits = { wallMs: 180_000, silenceMs: 120_000, maxOutputBytes: 16 * 2 ** 20 };

/** @returns undefined for runners whose tests are no programs */
export const programsOf = ({ runner }: TestProject): TestPrograms | undefined =>
  hasPrograms(runner) ? testPrograms[runner] : undefined;

/**
 * Cargo's results of all copies of a root are in the same folders, and another copy's programs would be put in the place of those that
 * are built: building and running them is one piece of work. It may not take a turn itself, as a run by the runner does.
 */
export const aloneWithBuilds = <T>(
  { copy, project }: Pick<BuildRequest, "copy" | "project">,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> => (project.runner === "cargo" ? copy.alone(cargoTurn, work, () => {}, signal) : work());

export async function buildTests(request: BuildRequest, signal: AbortSignal): Promise<Built | NotBuilt> {
  const { copy, project } = request;
  const kind = programsOf(project)!;
  const asked = programRequest(request);
  const outputs: ProgramOutput[] = [];
  let durationMs = 0;
  for (const { argv, env } of await kind.steps(asked)) {
    if (project.runner === "cargo") await freshenSources(copy, env["CARGO_TARGET_DIR"]!);
    const end = await copy.run({ argv, env, folder: project.folder, ...buildLimits }, signal);
    signal.throwIfAborted();
    durationMs += end.durationMs;
    outputs.push({ stdout: end.stdout, stderr: end.stderr, code: end.code });
    if (end.code !== 0)
      return { errors: kind.errors(asked, outputs), output: `${end.stderr}\n${end.stdout}`, durationMs };
  }
  return { programs: kind.programs(asked, outputs), durationMs };
}

function programRequest({ copy, ...rest }: BuildRequest): ProgramRequest {
  const { seenAs: root, scratch, cache } = copy;
  return { ...rest, root, scratch, cache, textOf: (path) => copy.read(path).catch(() => undefined) };
}

export interface RunProgramOptions {
  readonly wallMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** As `TestPrograms.run`. */
  readonly notes?: string;
}

/** @param tests of the program, never empty */
export async function runProgram(
  copy: WorkCopy,
  project: TestProject,
  program: TestProgram,
  tests: readonly TestCase[],
  { wallMs, env = {}, notes }: RunProgramOptions,
  signal: AbortSignal,
): Promise<ProgramRun> {
  const kind = programsOf(project)!;
  const step = kind.run(program, tests, notes);
  const end = await copy.run(
    {
      argv: step.argv,
      env: { ...step.env, ...env },
      folder: program.folder,
      wallMs,
      maxOutputBytes: 1 << 20,
    },
    signal,
  );
  const verdicts = kind.read({ stdout: end.stdout, stderr: end.stderr, code: end.code }, tests);
  return { end: end.kind, verdicts, durationMs: end.durationMs };
}

/** Reads the lines that one run of a program noted. */
export interface LineReader {
  /** Where the program notes them, absolute. */
  readonly notes: string;
  /** @returns undefined when there are none */
  read(program: TestProgram): Promise<readonly MeasuredFile[] | undefined>;
  /** What programs that read notes took so far, ms. */
  spentMs(): number;
}

/** @returns why lines cannot be noted here, for a person, as text */
export async function lineReader(
  copy: WorkCopy,
  project: TestProject,
  known: readonly TestCase[],
  signal: AbortSignal,
): Promise<LineReader | string> {
  const { seenAs: root, scratch, cache } = copy;
  const textOf = cached((path: string) => copy.read(path).catch(() => undefined));
  let spentMs = 0;
  const timed: Pick<WorkCopy, "run"> = {
    run: async (...asked: Parameters<WorkCopy["run"]>) => {
      const end = await copy.run(...asked);
      spentMs += end.durationMs;
      return end;
    },
  };
  const ask = askIn(timed, project, signal);
  const asked: CoverageRequest = { project, tests: undefined, known, root, scratch, cache, textOf, ask };
  if (project.runner === "go") return { ...goReader(copy, asked), spentMs: () => spentMs };
  const tools = await findLlvmTools(ask);
  return typeof tools === "string" ? tools : { ...rustReader(copy, tools, asked), spentMs: () => spentMs };
}

function goReader(copy: WorkCopy, asked: CoverageRequest): Omit<LineReader, "spentMs"> {
  const notes = `${asked.scratch}/one.out`;
  return {
    notes,
    async read() {
      const text = await copy.read(notes);
      await copy.remove(notes);
      return text === undefined ? undefined : coverageTools.go!.read([text], asked);
    },
  };
}

function rustReader(copy: WorkCopy, tools: LlvmTools, asked: CoverageRequest): Omit<LineReader, "spentMs"> {
  const notes = `${asked.scratch}/one`;
  const merged = `${asked.scratch}/one.profdata`;
  return {
    notes,
    async read({ file }) {
      const counted = { programs: [file], libraries: [] };
      const told = await exportLines(tools, counted, { counts: notes, merged }, asked);
      for (const name of await copy.list(notes)) await copy.remove(`${notes}/${name}`);
      return typeof told === "string" ? undefined : readRustLines(told.lcov, asked);
    },
  };
}

/** Texts do not change while lines are noted. */
function cached<T>(read: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (path) => {
    const found = known.get(path) ?? read(path);
    known.set(path, found);
    return found;
  };
}
