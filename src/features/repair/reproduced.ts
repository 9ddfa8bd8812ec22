/** Tests that fail in a copy, and what tracing them tells: where every repair begins. */
import type { SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { Isolation, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import type { FixPhase } from "./fix.ts";
import { openTrials, type WorkerPrograms } from "./openTrials.ts";
import { failedStatuses } from "./patchJudge.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import { failureTexts } from "./suspectCode.ts";
import { type EvidenceDeps, type LineHistory, withMoreEvidence } from "./suspectEvidence.ts";
import { linesIn, suspectLines } from "./suspects.ts";
import { belongsToTests, type TargetTests } from "./targets.ts";

export interface Reproduced {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
  /** Of all tests that ran. */
  readonly outcomes: readonly TestOutcome[];
  /** Or why there is none, for a person. */
  readonly worker: TrialWorker | string;
  /** Of the files that the worker watches, by absolute path as programs in the copy see it; without marks of byte order. */
  readonly texts: ReadonlyMap<string, string>;
  /** Best first, paths absolute as programs in the copy see them; empty without a worker. Told once, when they are first asked for. */
  readonly suspects: () => Promise<readonly SuspectLine[]>;
}

export interface ReproduceDeps {
  readonly engine: Pick<Engine, "buildSchema"> & EvidenceDeps["engine"];
  readonly copies: Pick<WorkCopies, "create">;
  /** @throws TestsRefused, whose message is for people, when tests may not run here */
  readonly isolation: () => Promise<Isolation>;
  readonly programs: WorkerPrograms;
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved?: () => ReadonlyMap<string, string>;
  /** What git knows of suspected lines; not given: it is not asked. */
  readonly history?: LineHistory;
}

/** Why there is nothing to repair. */
export const NO_FAILURE = "No test fails";

/** One run of a project's tests, ms. */
const runLimits = { wallMs: 180_000, silenceMs: 90_000 };
/** The worker lives as long as the longest search, ms. */
const workerMs = 600_000;

/** A copy of a target's files as they are now. */
export async function openCopy(
  { copies, isolation, unsaved }: ReproduceDeps,
  root: string,
  signal: AbortSignal,
): Promise<WorkCopy> {
  const request = { root, isolation: await isolation(), askedFor: "Fix failing tests" };
  return copies.create({ ...request, unsaved: unsaved?.() ?? new Map() }, signal);
}

/** Gives why not, for a person, when the tests of a project pass or cannot be run. */
export async function withReproduced<T>(
  deps: ReproduceDeps,
  target: TargetTests,
  tell: (phase: FixPhase) => void,
  signal: AbortSignal,
  work: (reproduced: Reproduced) => Promise<T>,
): Promise<T | string> {
  tell("copying");
  const copy = await openCopy(deps, target.root, signal);
  let worker: TrialWorker | string | undefined;
  try {
    tell("reproducing");
    const { project, known, asked } = target;
    const report = await runInCopy({ copy, project, tests: asked, known, limits: runLimits }, signal);
    signal.throwIfAborted();
    if (report.kind === "broken") return report.reason ?? "The tests cannot be run";
    const { outcomes } = report;
    const ids = new Set(outcomes.filter(({ status }) => failedStatuses.has(status)).map(({ id }) => id));
    const failing = [...known, ...report.tests].filter(({ id }) => ids.has(id));
    if (failing.length === 0) return NO_FAILURE;
    tell("localizing");
    const texts = new Map<string, string>();
    const textOf = (path: string) => texts.get(path) ?? "";
    const { programs, engine } = deps;
    const request = { copy, target, failing, programs, engine, wallMs: workerMs, textOf };
    worker = await openTrials(request, signal).catch((error: unknown) => {
      if (error instanceof TrialsUnavailable && !signal.aborted) return error.message;
      throw error;
    });
    if (typeof worker !== "string") {
      for (const path of worker.baseline.watched) {
        const text = await copy.read(path);
        if (text !== undefined) texts.set(path, text.replace(/^\ufeff/, ""));
      }
    }
    const told = { copy, target, failing, outcomes, worker, texts };
    let suspects: Promise<readonly SuspectLine[]> | undefined;
    return await work({ ...told, suspects: () => (suspects ??= rankSuspects(told, deps, signal)) });
  } catch (error) {
    if (error instanceof TrialsUnavailable && !signal.aborted) return error.message;
    throw error;
  } finally {
    if (typeof worker === "object") worker.close();
    await copy.dispose();
  }
}

async function rankSuspects(
  { copy, target, failing, outcomes, worker, texts }: Omit<Reproduced, "suspects">,
  deps: EvidenceDeps,
  signal: AbortSignal,
): Promise<readonly SuspectLine[]> {
  if (typeof worker === "string") return [];
  const linesOf = linesIn((path) => texts.get(path));
  const lines = suspectLines(worker.baseline, linesOf);
  const onDisk = (path: string) =>
    path.startsWith(`${copy.seenAs}/`) ? `${target.root}/${relativeTo(copy, path)}` : undefined;
  const failures = await failureTexts(copy, failing, outcomes);
  const code = lines.filter(({ path }) => !belongsToTests(relativeTo(copy, path), target.testPaths));
  return withMoreEvidence({ lines: code, linesOf, failures, onDisk }, deps, signal);
}

/** Paths of the copy as people know them. */
export function relativeTo({ seenAs }: Pick<WorkCopy, "seenAs">, path: string): string {
  return path.startsWith(`${seenAs}/`) ? path.slice(seenAs.length + 1) : path;
}
