/** Runs tests of one project in a copy, and reads what its runner tells. */
import type { Ask, CoverageRequest, CoverageTool } from "../../core/testing/coverage/coverageTool.ts";
import { coverageTools } from "../../core/testing/coverage/coverageTools.ts";
import {
  type MeasuredFile,
  type Measurement,
  mergeMeasured,
} from "../../core/testing/coverage/measuredFile.ts";
import type { RunPlan, TestRunner } from "../../core/testing/runners/testRunner.ts";
import { testRunners } from "../../core/testing/runners/testRunners.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { TestReport } from "../../core/testing/testReport.ts";
import { toOutcomes } from "../../core/testing/toOutcomes.ts";
import type { ProcessEnd, ProcessLimits } from "../../ports/processes.ts";
import type { CopyProcessRequest, WorkCopy } from "../../ports/workCopy.ts";
import { freshenSources } from "./freshSources.ts";

export interface RunInCopyRequest {
  readonly copy: WorkCopy;
  readonly project: TestProject;
  /** Only these; undefined: all. */
  readonly tests?: readonly TestCase[] | undefined;
  /** All that are known of the project. */
  readonly known: readonly TestCase[];
  readonly limits: ProcessLimits;
  /** What the runner writes, as it writes it. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Whether to note which lines run; it makes runs slower. */
  readonly isMeasured?: boolean;
}

export interface CopyReport extends TestReport {
  /** Tests that only the report names. */
  readonly tests: readonly TestCase[];
  /** Where it was asked for. */
  readonly measurement?: Measurement;
}

/** More than these are not named to the runner: all run, and those that were asked for are told. */
const mostNamed = 300;
/** Some runners report on their standard output. Bytes of each stream. */
const outputBytes = 16 * 2 ** 20;
const shownUnits = 200_000;
/** Of one file with notes of lines. */
const notesBytes = 64 * 2 ** 20;
/** Of a program that is asked something. */
const askedMs = 120_000;

/** Tests may be run many times in one copy: reports of an earlier run are removed. Never rejects but for the signal's copy. */
export async function runInCopy(request: RunInCopyRequest, signal: AbortSignal): Promise<CopyReport> {
  const { copy, project, known, limits } = request;
  const runner = testRunners[project.runner];
  const named = request.tests && request.tests.length <= mostNamed ? request.tests : undefined;
  const { seenAs: root, scratch, cache } = copy;
  const textOf = (path: string) => copy.read(path).catch(() => undefined);
  const ask = askIn(copy, project, signal);
  const asked = { project, tests: named, known, root, scratch, cache, textOf, ask };
  const measuring = request.isMeasured ? await measured(copy, runner.plan(asked), asked) : undefined;
  const plan = measuring?.plan ?? runner.plan(asked);
  for (const path of plan.reports) await removeReports(copy, path);
  for (const [path, text] of Object.entries(plan.files ?? {})) await copy.write(path, text);
  const attempt = async (argv: RunPlan["argv"]) => {
    const end = await runPlan(request, { ...plan, argv }, signal);
    const { stdout, stderr, code } = end;
    const reports = (await Promise.all(plan.reports.map((path) => readReports(copy, path)))).flat();
    const result = { stdout, stderr, code, reports };
    const reported = runner.read(result, asked);
    const isMute = end.kind === "exited" && reported.length === 0;
    return { end, reported, remedy: isMute ? runner.remedy?.(result, asked, argv) : undefined };
  };
  const first = await attempt(plan.argv);
  const instead = first.remedy?.instead;
  const { end, reported } = instead ? await attempt(instead.argv) : first;
  const interruption = interruptionOf(end, limits);
  const { outcomes, tests } = toOutcomes(reported, {
    project,
    known,
    asked: request.tests,
    root,
    interruption,
  });
  const output = [runner.readable?.(end.stdout) ?? end.stdout, end.stderr]
    .filter((text) => text.trim() !== "")
    .join("\n");
  const shown = output.length <= shownUnits ? output : `…${output.slice(-shownUnits)}`;
  const measurement = measuring && { measurement: await measuring.read() };
  const common = { project, outcomes, tests, output: shown, durationMs: end.durationMs, ...measurement };
  if (interruption !== undefined) return { kind: "interrupted", reason: interruption, ...common };
  const note = instead ? { reason: instead.note } : {};
  if (reported.length > 0 || isQuiet(end, known)) return { kind: "complete", ...note, ...common };
  return { kind: "broken", reason: first.remedy?.why ?? brokenReason(runner, end), ...common };
}

function runPlan(
  { copy, project, limits, onOutput: tell }: RunInCopyRequest,
  { argv, env = {} }: RunPlan,
  signal: AbortSignal,
): Promise<ProcessEnd> {
  const onOutput = tell && readable(testRunners[project.runner], tell);
  const started = {
    argv,
    env,
    folder: project.folder,
    maxOutputBytes: outputBytes,
    ...limits,
    ...(onOutput ? { onOutput } : {}),
  };
  if (project.runner !== "cargo") return copy.run(started, signal);
  const results = env["CARGO_TARGET_DIR"] ?? `${copy.cache}/target`;
  return runCargo(copy, started, results, tell ?? (() => {}), signal);
}

/** Named so among the works of one root that copies do one after the other. */
export const cargoTurn = "cargo";
const waiting = "Waiting: cargo already works on this project, here or in another window\n";

/**
 * Copies of one project compile into the same folder, and each is seen at the same place: while tests of one run, another one's
 * programs would be put in the place of theirs.
 */
const runCargo = (
  copy: WorkCopy,
  started: CopyProcessRequest,
  results: string,
  onOutput: (text: string) => void,
  signal: AbortSignal,
): Promise<ProcessEnd> => {
  const work = async () => {
    await freshenSources(copy, results);
    return copy.run(started, signal);
  };
  return copy.alone(cargoTurn, work, () => onOutput(waiting), signal);
};

interface Measuring {
  readonly plan: RunPlan;
  read(): Promise<Measurement>;
}

/** The same run with notes of lines, where the runner can have them. */
async function measured(copy: WorkCopy, plan: RunPlan, asked: CoverageRequest): Promise<Measuring> {
  const { runner } = asked.project;
  const tool = coverageTools[runner];
  const noted = tool
    ? await tool.plan(plan, asked)
    : `Which lines run is not known with ${testRunners[runner].label}`;
  if (!tool || typeof noted === "string")
    return { plan, read: async () => ({ kind: "unknown", reason: String(noted) }) };
  for (const path of tool.notes(asked)) await removeAll(copy, path);
  return { plan: noted, read: () => readNotes(copy, tool, asked) };
}

/** How programs are asked in the folder of a project. */
export function askIn(copy: Pick<WorkCopy, "run">, { folder }: TestProject, signal: AbortSignal): Ask {
  return async (argv, env = {}) => {
    const limits = { wallMs: askedMs, maxOutputBytes: notesBytes };
    const { stdout, stderr, code } = await copy.run({ argv, env, folder, ...limits }, signal);
    return { stdout, stderr, code };
  };
}

async function readNotes(copy: WorkCopy, tool: CoverageTool, asked: CoverageRequest): Promise<Measurement> {
  const texts = await tool.texts?.(asked);
  if (typeof texts === "string") return { kind: "unknown", reason: texts };
  if (texts) return measurementOf(await tool.read(texts, asked), asked);
  const paths = (await Promise.all(tool.notes(asked).map((path) => filesAt(copy, path)))).flat();
  const found: MeasuredFile[] = [];
  for (const path of paths) {
    const text = await copy.read(path, notesBytes);
    if (text !== undefined) found.push(...(await tool.read([text], asked)));
  }
  return measurementOf(found, asked);
}

function measurementOf(found: readonly MeasuredFile[], { project }: CoverageRequest): Measurement {
  if (found.length > 0) return { kind: "measured", files: mergeMeasured(found) };
  return { kind: "unknown", reason: `${testRunners[project.runner].label} left no notes of which lines ran` };
}

const filesAt = async (copy: WorkCopy, path: string): Promise<string[]> =>
  isFolder(path) ? (await copy.list(path)).map((name) => `${path}/${name}`) : [path];

async function removeAll(copy: WorkCopy, path: string): Promise<void> {
  for (const file of await filesAt(copy, path)) await copy.remove(file);
}

/** No tests, none told: nothing is wrong. */
const isQuiet = ({ kind, code }: ProcessEnd, known: readonly TestCase[]): boolean =>
  kind === "exited" && code === 0 && known.length === 0;

function interruptionOf({ kind }: ProcessEnd, limits: ProcessLimits): string | undefined {
  switch (kind) {
    case "wallLimit":
      return `The tests were ended after ${Math.round(limits.wallMs / 1000)} s`;
    case "silenceLimit":
      return `The tests were ended after ${Math.round((limits.silenceMs ?? 0) / 1000)} s without any output`;
    case "processLimit":
      return "The tests were ended: they started too many processes";
    case "memoryLimit":
      return "The tests were ended: they took too much memory";
    case "aborted":
      return "The run was cancelled";
    default:
      return undefined;
  }
}

function brokenReason({ label }: TestRunner, end: ProcessEnd): string {
  const lines = `${end.stderr}\n${end.stdout}`
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const missing = lines.find((line) =>
    /No module named|Cannot find module|there is no such program/.test(line),
  );
  const how = end.kind === "exited" ? `ended with code ${end.code}` : "did not start";
  const line = missing ?? lines.find((one) => /error|cannot|fail/i.test(one)) ?? lines.at(-1);
  return `${label} ${how} and told of no tests${line === undefined ? "" : `: ${line.slice(0, 300)}`}`;
}

const isFolder = (path: string): boolean => !/\.\w+$/.test(path.slice(path.lastIndexOf("/") + 1));

async function removeReports(copy: WorkCopy, path: string): Promise<void> {
  if (!isFolder(path)) return copy.remove(path);
  for (const name of await copy.list(path)) if (name.endsWith(".xml")) await copy.remove(`${path}/${name}`);
}

async function readReports(copy: WorkCopy, path: string): Promise<string[]> {
  const paths = isFolder(path)
    ? (await copy.list(path)).filter((name) => name.endsWith(".xml")).map((name) => `${path}/${name}`)
    : [path];
  const texts = await Promise.all(paths.map((one) => copy.read(one)));
  return texts.filter((text) => text !== undefined);
}

/** For a person: whole lines of output that is written for programs are put into words. */
function readable(
  runner: TestRunner,
  onOutput: (text: string) => void,
): (text: string, stream: "stdout" | "stderr") => void {
  const toText = runner.readable;
  if (!toText) return onOutput;
  let rest = "";
  return (text, stream) => {
    if (stream === "stderr") return onOutput(text);
    const lines = rest + text;
    const end = lines.lastIndexOf("\n") + 1;
    rest = lines.slice(end);
    const told = toText(lines.slice(0, end));
    if (told !== "") onOutput(told);
  };
}
