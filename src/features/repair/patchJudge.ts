/**
 * The validator that every patch passes, whoever made it: the project's own runner in copies that have seen nothing else, without
 * the patch and with it, and again where outcomes waver.
 */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import { canaryIn } from "../../core/repair/canary.ts";
import { type LinePlace, linesNotRun } from "../../core/repair/notRun.ts";
import { judgePatch, type PatchJudgement } from "../../core/repair/verdict.ts";
import { type Measurement, mergeMeasured } from "../../core/testing/coverage/measuredFile.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type CopyReport, runInCopy } from "../testing/runInCopy.ts";
import { noTimeForAll } from "./fixTime.ts";
import type { TargetTests } from "./targets.ts";

export interface JudgedPatch {
  readonly judgement: PatchJudgement;
  /** Of tests that fail with it. */
  readonly failures: readonly TestOutcome[];
  /** Ids of tests that waver with nothing changed. */
  readonly flaky: readonly string[];
  /** Why not all tests ran, for a person. */
  readonly limitation?: string;
  /** Lines that it changes and no test ran; undefined where that is not known. */
  readonly notRun?: readonly LinePlace[];
  /** What it did to the tests while they ran, for a person and a model; one is enough to refuse it. */
  readonly tampering: readonly string[];
}

export interface QuickJudgement {
  /** Of the tests to repair, those that do not pass. */
  readonly failures: readonly TestOutcome[];
  /** As `JudgedPatch.tampering`. */
  readonly tampering: readonly string[];
}

export interface PatchJudgeDeps {
  /** A copy of the files as they are, nothing run in it yet. The judge disposes of it. */
  readonly openCopy: () => Promise<WorkCopy>;
  readonly target: TargetTests;
  /** Those to repair; they failed once. */
  readonly failing: readonly TestCase[];
  /** Tests that changes can be noticed by, if that is known; they run before all others. */
  readonly affected?: (changes: readonly FileChange[]) => Promise<readonly TestCase[]>;
  readonly signal: AbortSignal;
  /** Aborts when no time is left to run all tests: what is judged then is judged by the tests to repair. */
  readonly late?: AbortSignal;
}

interface Baseline {
  readonly report: CopyReport;
  /** Targets that passed in one of the runs. */
  readonly flaky: ReadonlySet<string>;
}

/** One run of a project's tests, ms. */
const runLimits = { wallMs: 180_000, silenceMs: 90_000 };
/** Runs of the tests to repair with a patch, the whole run included. */
const runsWithPatch = 3;
/** More broken tests than these are no accident. */
const mostWavering = 20;
/** Files of tests that are compared after a run. */
const mostCompared = 500;

const dealsWithRunner = "a test that must fail does not fail with it: it deals with the test runner";
const wavers = "The tests to repair pass and fail with nothing changed";

export const failedStatuses: ReadonlySet<TestOutcome["status"]> = new Set(["failed", "errored", "timedOut"]);

export class PatchJudge {
  readonly #deps: PatchJudgeDeps;
  #baseline: Promise<Baseline> | undefined;
  #canary: Promise<boolean> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #scratch: Promise<WorkCopy> | undefined;
  /** Tests as they are, by path. */
  #texts: Promise<ReadonlyMap<string, string | undefined>> | undefined;
  /** Of the runs of the turn. */
  #signal: AbortSignal;

  constructor(deps: PatchJudgeDeps) {
    this.#deps = deps;
    this.#signal = deps.signal;
  }

  /** Runs the tests to repair alone. @returns those that fail with the changes, and what these did to the tests */
  quick(changes: readonly FileChange[]): Promise<QuickJudgement> {
    return this.#inTurn(() => this.#quick(changes));
  }

  /** Runs everything while there is time. Slow: `quick` comes before. */
  full(changes: readonly FileChange[], options: { readonly isForeign: boolean }): Promise<JudgedPatch> {
    return this.#inTurn(
      async () => (await this.#whileInTime(changes, options)) ?? this.#targetsAlone(changes, options),
    );
  }

  async dispose(): Promise<void> {
    await (await this.#scratch?.catch(() => undefined))?.dispose();
  }

  /** One after the other: all use the same copy for what is run without a patch. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #quick(changes: readonly FileChange[]): Promise<QuickJudgement> {
    const copy = await this.#workCopy();
    return this.#with(copy, changes, async () => {
      const report = await this.#run(copy, this.#deps.failing);
      const passed = new Set(report.outcomes.filter(({ status }) => status === "passed").map(({ id }) => id));
      const told = new Map(report.outcomes.map((outcome) => [outcome.id, outcome]));
      const failures = this.#deps.failing
        .filter(({ id }) => !passed.has(id))
        .map(({ id }) => told.get(id) ?? notTold(id, report));
      return { failures, tampering: await this.#compare(copy, changes) };
    });
  }

  /** Undefined when the time was over first. */
  async #whileInTime(
    changes: readonly FileChange[],
    options: { readonly isForeign: boolean },
  ): Promise<JudgedPatch | undefined> {
    const { late, signal } = this.#deps;
    if (!late) return this.#full(changes, options);
    if (late.aborted) return undefined;
    this.#signal = AbortSignal.any([signal, late]);
    try {
      return await this.#full(changes, options);
    } catch (error) {
      if (signal.aborted || !this.#isLate || error instanceof UnfitPatch) throw error;
      return undefined;
    } finally {
      this.#signal = signal;
    }
  }

  get #isLate(): boolean {
    return this.#deps.late?.aborted === true;
  }

  /** Half of the tests says less than none: the tests to repair are run, and that is told. */
  async #targetsAlone(
    changes: readonly FileChange[],
    { isForeign }: { readonly isForeign: boolean },
  ): Promise<JudgedPatch> {
    const { failing } = this.#deps;
    const cut = { kind: "interrupted", reason: noTimeForAll } as const;
    const scratch = await this.#workCopy();
    const report = await this.#run(scratch, failing);
    const flaky = this.#passing(report.outcomes);
    const copy = await this.#deps.openCopy();
    try {
      await writeChanges(copy, changes);
      const after = await this.#run(copy, failing);
      const judged = await this.#judge({ report: { ...report, ...cut }, flaky }, { ...after, ...cut }, []);
      const tampering = await this.#compare(copy, changes);
      if (
        isForeign &&
        tampering.length === 0 &&
        (await this.#canaryFails(scratch)) &&
        !(await this.#canaryFails(copy))
      )
        tampering.push(dealsWithRunner);
      return { ...judged, tampering };
    } finally {
      await copy.dispose();
    }
  }

  /** Undefined when it was too late for a part of it. */
  async #full(
    changes: readonly FileChange[],
    { isForeign }: { readonly isForeign: boolean },
  ): Promise<JudgedPatch | undefined> {
    const { failing, target } = this.#deps;
    const before = await this.#before();
    const copy = await this.#deps.openCopy();
    try {
      await writeChanges(copy, changes);
      const affected = (await this.#deps.affected?.(changes)) ?? [];
      if (affected.length > 0 && 2 * affected.length < target.known.length) {
        const report = await this.#run(copy, affected);
        const judged = await this.#judge(before, { ...report, kind: "interrupted" }, []);
        if (this.#isLate) return undefined;
        if (judged.judgement.broken.length > 0) return { ...judged, tampering: [] };
      }
      const report = await this.#run(copy, undefined);
      const again: (readonly TestOutcome[])[] = [];
      const steady = failing.filter(({ id }) => !before.flaky.has(id));
      let measurement: Measurement | undefined;
      for (let run = 1; run < runsWithPatch && passesAll(report, steady); run++) {
        const isMeasured = run === runsWithPatch - 1;
        const told = await this.#run(copy, steady, { isMeasured });
        // Noting lines takes time, and some tests look at who watches them: that is no fault of the patch.
        const isSpoilt = isMeasured && !passesAll(told, steady);
        again.push((isSpoilt ? await this.#run(copy, steady) : told).outcomes);
        if (!isSpoilt) measurement = told.measurement;
      }
      const judged = await this.#judge(before, report, again);
      if (this.#isLate) return undefined;
      const notRun =
        judged.judgement.verdict === "unverified"
          ? undefined
          : await this.#notRun(copy, changes, measurement, affected);
      const tampering = await this.#compare(copy, changes);
      if (
        isForeign &&
        tampering.length === 0 &&
        (await this.#hasCanary()) &&
        !(await this.#canaryFails(copy))
      )
        tampering.push(dealsWithRunner);
      const isRefused = judged.judgement.verdict === "unverified";
      return this.#isLate && !isRefused ? undefined : { ...judged, tampering, ...(notRun ? { notRun } : {}) };
    } finally {
      await copy.dispose();
    }
  }

  /** What the tests to repair do not run of a patch, others may. */
  async #notRun(
    copy: WorkCopy,
    changes: readonly FileChange[],
    measurement: Measurement | undefined,
    affected: readonly TestCase[],
  ): Promise<readonly LinePlace[] | undefined> {
    if (measurement?.kind !== "measured") return undefined;
    const first = linesNotRun(changes, measurement.files);
    if (first?.length === 0) return first;
    const tests = affected.length > 0 ? affected : undefined;
    const more = await this.#run(copy, tests, { isMeasured: true });
    if (more.kind !== "complete" || more.measurement?.kind !== "measured") return undefined;
    return linesNotRun(changes, mergeMeasured([...measurement.files, ...more.measurement.files]));
  }

  async #judge(
    { report: before, flaky }: Baseline,
    after: CopyReport,
    again: readonly (readonly TestOutcome[])[],
  ): Promise<Omit<JudgedPatch, "tampering">> {
    const areComplete = before.kind === "complete" && after.kind === "complete";
    const runs = {
      targets: this.#deps.failing.map(({ id }) => id),
      before: before.outcomes,
      after: after.outcomes,
      areComplete,
      again,
    };
    let all = flaky;
    let judgement = judgePatch({ ...runs, flaky });
    if (judgement.broken.length > 0 && judgement.broken.length <= mostWavering) {
      all = new Set([...flaky, ...(await this.#wavering(judgement.broken))]);
      judgement = judgePatch({ ...runs, flaky: all });
    }
    const bad = new Set([...judgement.broken, ...judgement.stillFailing]);
    const failures = [...again.flat(), ...after.outcomes].filter(
      ({ id, status }) => bad.has(id) && failedStatuses.has(status),
    );
    const isSteady = runs.targets.some((id) => !flaky.has(id));
    const limitation = isSteady ? (after.reason ?? before.reason) : wavers;
    return {
      judgement,
      failures,
      flaky: [...all],
      ...(limitation === undefined ? {} : { limitation }),
    };
  }

  #before(): Promise<Baseline> {
    this.#baseline ??= this.#measure();
    return this.#baseline;
  }

  async #measure(): Promise<Baseline> {
    const { failing } = this.#deps;
    const copy = await this.#workCopy();
    const report = await this.#run(copy, undefined);
    const again = await this.#run(copy, failing);
    return { report, flaky: this.#passing([...report.outcomes, ...again.outcomes]) };
  }

  /** Of the tests to repair those that pass with nothing changed; rows of their tables may have passed all along. */
  #passing(outcomes: readonly TestOutcome[]): ReadonlySet<string> {
    const ids = new Set(this.#deps.failing.map(({ id }) => id));
    return new Set(
      outcomes.filter(({ id, status }) => status === "passed" && ids.has(id)).map(({ id }) => id),
    );
  }

  /** Those of the tests that fail when they are run again with nothing changed. */
  async #wavering(ids: readonly string[]): Promise<string[]> {
    const wanted = new Set(ids);
    const tests = this.#deps.target.known.filter(({ id }) => wanted.has(id));
    if (tests.length === 0) return [];
    const copy = await this.#workCopy();
    const found = new Set<string>();
    for (let run = 1; run < runsWithPatch; run++) {
      for (const { id, status } of (await this.#run(copy, tests)).outcomes)
        if (failedStatuses.has(status)) found.add(id);
    }
    return [...found];
  }

  /** Whether a test that must fail is told as such when nothing is changed. */
  #hasCanary(): Promise<boolean> {
    this.#canary ??= this.#workCopy().then((copy) => this.#canaryFails(copy));
    return this.#canary;
  }

  async #canaryFails(copy: WorkCopy): Promise<boolean> {
    const beside = this.#deps.failing[0]!;
    const text = await copy.read(beside.path);
    const canary = text === undefined ? undefined : canaryIn(beside, text);
    if (!canary) return false;
    await copy.write(beside.path, canary.text);
    try {
      const { outcomes } = await this.#run(copy, [canary.test], { more: [canary.test] });
      return outcomes.some(({ id, status }) => id === canary.test.id && failedStatuses.has(status));
    } finally {
      await copy.write(beside.path, text!);
    }
  }

  #run(
    copy: WorkCopy,
    tests: readonly TestCase[] | undefined,
    { more = [], isMeasured = false }: { more?: readonly TestCase[]; isMeasured?: boolean } = {},
  ): Promise<CopyReport> {
    const { target } = this.#deps;
    const known = [...target.known, ...more];
    const { project } = target;
    return runInCopy({ copy, project, tests, known, limits: runLimits, isMeasured }, this.#signal);
  }

  async #workCopy(): Promise<WorkCopy> {
    this.#scratch ??= this.#deps.openCopy();
    const copy = await this.#scratch;
    this.#texts ??= this.#readTests(copy);
    await this.#texts;
    return copy;
  }

  async #readTests(copy: WorkCopy): Promise<ReadonlyMap<string, string | undefined>> {
    const own = this.#deps.failing.map(({ path }) => path);
    const paths = [...new Set([...own, ...this.#deps.target.testPaths])].slice(0, mostCompared);
    return new Map(await Promise.all(paths.map(async (path) => [path, await copy.read(path)] as const)));
  }

  /** Tests that are not as they were: they are put back. */
  async #compare(copy: WorkCopy, changes: readonly FileChange[]): Promise<string[]> {
    const changed: string[] = [];
    // A file with code beside its tests may be what is repaired.
    const own = new Set(changes.map(({ path }) => path));
    for (const [path, text] of (await this.#texts) ?? []) {
      if (own.has(path)) continue;
      if ((await copy.read(path)) === text) continue;
      changed.push(`it changes "${path}" while it runs: tests say what is right`);
      if (text === undefined) await copy.remove(path);
      else await copy.write(path, text);
    }
    return changed;
  }

  async #with<T>(copy: WorkCopy, changes: readonly FileChange[], work: () => Promise<T>): Promise<T> {
    try {
      await writeChanges(copy, changes);
      return await work();
    } finally {
      for (const change of changes) {
        const taken =
          change.kind === "created" ? copy.remove(change.path) : copy.write(change.path, change.before);
        // What could not be written need not be taken back.
        await taken.catch(() => undefined);
      }
    }
  }
}

const passesAll = ({ outcomes }: CopyReport, tests: readonly TestCase[]): boolean => {
  const passed = new Set(outcomes.filter(({ status }) => status === "passed").map(({ id }) => id));
  return tests.every(({ id }) => passed.has(id));
};

/** A patch cannot be tried; the message is for people and models. */
export class UnfitPatch extends Error {
  override readonly name = "UnfitPatch";
}

/** @throws UnfitPatch for a file behind a link, or one that cannot be written */
async function writeChanges(copy: WorkCopy, changes: readonly FileChange[]): Promise<void> {
  for (const change of changes) {
    try {
      if (change.kind === "deleted") await copy.remove(change.path);
      else await copy.write(change.path, change.after);
    } catch (cause) {
      throw new UnfitPatch(`"${change.path}" cannot be changed: it lies behind a link, or is no plain file`, {
        cause,
      });
    }
  }
}

const notTold = (id: string, { reason, output }: CopyReport): TestOutcome => ({
  id,
  status: "errored",
  message: `${reason ?? "The runner does not tell of it any more"}\n${output.slice(-2000)}`,
  durationMs: 0,
});
