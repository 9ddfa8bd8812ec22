/** From failing tests to patches: reproduced, localized, searched and proven in a copy; a person's files are not touched. */

import { protectionOf } from "../../core/patch/protectedPaths.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { applyReplacements } from "../../core/repair/candidate.ts";
import { judgePatch, type PatchVerdict } from "../../core/repair/verdict.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TrialWorker } from "../../ports/trials.ts";
import type { Isolation, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import { type CopyReport, runInCopy } from "../testing/runInCopy.ts";
import {
  type FixPatch,
  type FixPhase,
  type FixProgress,
  FixRefused,
  type FixRequest,
  type FixResult,
  type Localization,
} from "./fix.ts";
import { openTrials, type WorkerPrograms } from "./openTrials.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import { type FoundRepair, type SearchReport, type SuspectFile, searchRepair } from "./searchRepair.ts";
import { suspectFunctions } from "./suspectFunctions.ts";
import { knownLiterals, suspectFiles, suspectLines } from "./suspects.ts";
import { belongsToTests, findTargets, type TargetTests } from "./targets.ts";

export interface FixerDeps {
  readonly engine: Pick<Engine, "findTests" | "proposeRepairs" | "outline">;
  readonly copies: Pick<WorkCopies, "create">;
  /** @throws TestsRefused, whose message is for people, when tests may not run here */
  readonly isolation: () => Promise<Isolation>;
  readonly programs: WorkerPrograms;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved?: () => ReadonlyMap<string, string>;
}

/** One run of a project's tests, ms. */
const runLimits = { wallMs: 180_000, silenceMs: 90_000 };
/** Beside the search the worker needs time to start, ms. */
const workerGraceMs = 120_000;
const mostFiles = 6;

const failed = new Set<TestOutcome["status"]>(["failed", "errored", "timedOut"]);

/** What is known once the tests have failed in a copy and were traced. */
interface Reproduced {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
  readonly worker: TrialWorker;
  /** Absolute as programs in the copy see it, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export class Fixer {
  readonly #deps: FixerDeps;

  constructor(deps: FixerDeps) {
    this.#deps = deps;
  }

  /** @throws FixRefused when there is nothing to repair or it cannot be run; rejects as the signal tells */
  async fix(
    request: FixRequest,
    onProgress: (progress: FixProgress) => void,
    signal: AbortSignal,
  ): Promise<FixResult> {
    const tell = (phase: FixPhase, counts: Partial<FixProgress> = {}) =>
      onProgress({ phase, tried: 0, waiting: 0, found: 0, ...counts });
    const reasons: string[] = [];
    let tried = 0;
    for await (const target of this.#targets(request, tell, signal)) {
      const outcome = await this.#inCopy(target, tell, signal, (reproduced) =>
        this.#repair(reproduced, request, tell, signal),
      );
      if (typeof outcome === "string") reasons.push(outcome);
      else if (outcome.patches.length > 0) return outcome;
      else {
        tried += outcome.tried;
        if (outcome.reason !== undefined) reasons.push(outcome.reason);
      }
    }
    return { patches: [], tried, reason: reasons.join("; ") };
  }

  /** @throws FixRefused as `fix` */
  async localize(
    request: Pick<FixRequest, "testIds" | "path"> & { readonly limit: number },
    signal: AbortSignal,
  ): Promise<Localization> {
    let reason = "No test fails";
    for await (const target of this.#targets(request, () => undefined, signal)) {
      const found = await this.#inCopy(
        target,
        () => undefined,
        signal,
        (reproduced) => this.#locate(reproduced, request.limit, signal),
      );
      if (typeof found !== "string") return found;
      reason = found;
    }
    throw new FixRefused(reason);
  }

  async *#targets(
    request: Pick<FixRequest, "testIds" | "path">,
    tell: (phase: FixPhase) => void,
    signal: AbortSignal,
  ): AsyncGenerator<TargetTests> {
    tell("finding");
    yield* findTargets(await this.#deps.engine.findTests(signal), request);
  }

  /** Gives why not, for a person, when the tests of a project pass or cannot be tried. */
  async #inCopy<T>(
    target: TargetTests,
    tell: (phase: FixPhase) => void,
    signal: AbortSignal,
    work: (reproduced: Reproduced) => Promise<T>,
  ): Promise<T | string> {
    const { copies, unsaved, programs } = this.#deps;
    tell("copying");
    const isolation = await this.#deps.isolation();
    const request = { root: target.root, isolation, askedFor: "Fix failing tests" };
    const copy = await copies.create({ ...request, unsaved: unsaved?.() ?? new Map() }, signal);
    let worker: TrialWorker | undefined;
    try {
      tell("reproducing");
      const report = await this.#run(copy, target, target.asked, signal);
      if (report.kind === "broken") return report.reason ?? "The tests cannot be run";
      const ids = new Set(report.outcomes.filter(({ status }) => failed.has(status)).map(({ id }) => id));
      const failing = [...target.known, ...report.tests].filter(({ id }) => ids.has(id));
      if (failing.length === 0) return "No test fails";
      tell("localizing");
      const texts = new Map<string, string>();
      const textOf = (path: string) => texts.get(path) ?? "";
      const wallMs = workerGraceMs * 5;
      worker = await openTrials({ copy, target, failing, programs, wallMs, textOf }, signal);
      for (const path of worker.baseline.watched) {
        const text = await copy.read(path);
        if (text !== undefined) texts.set(path, text.replace(/^\ufeff/, ""));
      }
      return await work({ copy, target, failing, worker, texts });
    } catch (error) {
      if (error instanceof TrialsUnavailable && !signal.aborted) return error.message;
      throw error;
    } finally {
      worker?.close();
      await copy.dispose();
    }
  }

  #run(
    copy: WorkCopy,
    { project, known }: TargetTests,
    tests: readonly TestCase[] | undefined,
    signal: AbortSignal,
  ): Promise<CopyReport> {
    return runInCopy({ copy, project, tests, known, limits: runLimits }, signal);
  }

  async #locate(
    { copy, target, worker, failing }: Reproduced,
    limit: number,
    signal: AbortSignal,
  ): Promise<Localization> {
    const all = suspectLines(worker.baseline).map((line) => ({ ...line, path: relativeTo(copy, line.path) }));
    const lines = all.filter(({ path }) => !belongsToTests(path, target.testPaths));
    const functions = await suspectFunctions(lines, target.root, this.#deps.engine, signal);
    return {
      root: target.root,
      lines: lines.slice(0, limit),
      functions: functions.slice(0, limit),
      failing: failing.map(({ id }) => id),
    };
  }

  async #repair(
    reproduced: Reproduced,
    request: FixRequest,
    tell: (phase: FixPhase, counts?: Partial<FixProgress>) => void,
    signal: AbortSignal,
  ): Promise<FixResult> {
    const { copy, target, worker, texts } = reproduced;
    const { engine, now } = this.#deps;
    const lines = suspectLines(worker.baseline).filter(({ path }) =>
      mayChange(relativeTo(copy, path), target),
    );
    if (lines.length === 0)
      return { patches: [], tried: 0, reason: "No line of the project's code was run by the failing tests" };
    const files = suspectFiles(lines, mostFiles).map((file) => ({
      ...file,
      text: texts.get(file.path) ?? "",
    }));
    tell("searching");
    const report = await searchRepair({
      worker,
      files,
      literals: knownLiterals(worker.baseline),
      generate: ({ path, text, lineScores }: SuspectFile, { literals, limit }) => {
        const languageId = languageIdOf(path) ?? "";
        return engine.proposeRepairs(
          { languageId, text, lineScores: [...lineScores], literals, limit },
          signal,
        );
      },
      now,
      limits: request,
      onProgress: (counts) => tell("searching", counts),
      isCancelled: () => signal.aborted,
    });
    signal.throwIfAborted();
    if (report.found.length === 0) return { patches: [], tried: report.tried, reason: whyNone(report) };
    tell("validating", { tried: report.tried, found: report.found.length });
    const patches = await this.#validate(reproduced, report, signal);
    const tried = report.tried;
    return patches.length > 0
      ? { patches, tried }
      : { patches, tried, reason: "Every repair that was found broke other tests" };
  }

  /** Runs the whole project by its own runner, without each patch and with it. */
  async #validate(
    { copy, target, failing, texts }: Reproduced,
    { found }: SearchReport,
    signal: AbortSignal,
  ): Promise<FixPatch[]> {
    const before = await this.#run(copy, target, undefined, signal);
    const patches: FixPatch[] = [];
    for (const repair of found) {
      const text = texts.get(repair.path)!;
      const bom = (await copy.read(repair.path))?.startsWith("\ufeff") ? "\ufeff" : "";
      const patched = applyReplacements(text, repair.candidate.edits);
      await copy.write(repair.path, bom + patched);
      const after = await this.#run(copy, target, undefined, signal);
      await copy.write(repair.path, bom + text);
      const targets = failing.map(({ id }) => id);
      const areComplete = before.kind === "complete" && after.kind === "complete";
      const judged = judgePatch({ targets, before: before.outcomes, after: after.outcomes, areComplete });
      const limitation = areComplete ? undefined : (after.reason ?? before.reason);
      const change = {
        kind: "changed",
        path: relativeTo(copy, repair.path),
        before: bom + text,
        after: bom + patched,
      } as const;
      const { verdict, ...rest } = judged;
      if (rest.broken.length > 0) continue;
      patches.push({
        root: target.root,
        changes: [change],
        diff: renderDiff([change]),
        verdict,
        evidence: {
          ...rest,
          ...evidenceOf(repair),
          targets,
          isolation: copy.isolation,
          ...(limitation ? { limitation } : {}),
        },
      });
    }
    return patches.sort((a, b) => rank[a.verdict] - rank[b.verdict]);
  }
}

const rank: Readonly<Record<PatchVerdict, number>> = { verified: 0, plausible: 1, unverified: 2 };

const evidenceOf = ({ candidate, triedBefore, foundMs }: FoundRepair) => ({
  tried: triedBefore,
  foundMs: Math.round(foundMs),
  template: candidate.template,
  line: candidate.line,
});

/** Paths of the copy as people know them. */
function relativeTo({ seenAs }: WorkCopy, path: string): string {
  return path.startsWith(`${seenAs}/`) ? path.slice(seenAs.length + 1) : path;
}

/** Tests are what a repair must satisfy, and files with power over other programs need a person. */
function mayChange(path: string, { testPaths }: TargetTests): boolean {
  return !path.startsWith("/") && !belongsToTests(path, testPaths) && protectionOf(path) === undefined;
}

function whyNone({ end, tried }: SearchReport): string {
  switch (end) {
    case "outOfTime":
      return `No repair was found in the time given: ${tried} changes were tried`;
    case "cancelled":
      return "The search was cancelled";
    default:
      return `None of ${tried} changes makes the tests pass`;
  }
}
