/** The validator of changes that answer a checker: it is run again, then the tests that can notice them. */
import { type CheckFinding, findingText } from "../../core/checking/checkFinding.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import {
  checkOutcome,
  judgeProblemPatch,
  silencing,
  type TestRuns,
} from "../../core/repair/problem/problemVerdict.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type CopyReport, runInCopy } from "../testing/runInCopy.ts";
import type { FoundProblem } from "./checkSession.ts";
import { failedStatuses, type JudgedPatch, type QuickJudgement, UnfitPatch } from "./patchJudge.ts";
import type { TargetTests } from "./targets.ts";

export interface ProblemJudgeDeps {
  readonly copy: WorkCopy;
  readonly found: FoundProblem;
  /** Files that the checker is asked about, where it knows no project. */
  readonly files: readonly string[];
  /** Projects of the root, with their tests. */
  readonly targets: readonly TargetTests[];
  readonly affected: (changes: readonly FileChange[], target: TargetTests) => Promise<readonly TestCase[]>;
  readonly signal: AbortSignal;
}

export interface ProblemVerdict extends JudgedPatch {
  readonly isGone: boolean;
}

const runLimits = { wallMs: 180_000, silenceMs: 90_000 };
/** A file that the whole project depends on. */
const mostAffected = 2_000;

export class ProblemJudge {
  readonly #deps: ProblemJudgeDeps;
  /** Outcomes without a change, by the project and its tests. */
  readonly #before = new Map<string, CopyReport>();

  constructor(deps: ProblemJudgeDeps) {
    this.#deps = deps;
  }

  /** Runs the checker alone: what is left to do stands in the failures. */
  quick(changes: readonly FileChange[]): Promise<QuickJudgement> {
    return this.#with(changes, async () => ({
      failures: await this.#check(changes),
      tampering: silencingOf(changes),
    }));
  }

  async full(changes: readonly FileChange[]): Promise<ProblemVerdict> {
    const failures = await this.#with(changes, () => this.#check(changes));
    const tampering = silencingOf(changes);
    if (failures.length > 0 || tampering.length > 0) {
      const none = { flipped: [], broken: [], ran: 0 };
      const stillFailing = failures.map(({ id }) => id);
      return {
        judgement: { ...none, stillFailing, verdict: "unverified" },
        failures,
        tampering,
        flaky: [],
        isGone: false,
      };
    }
    const { runs, limitation } = await this.#tests(changes);
    const judgement = judgeProblemPatch(runs);
    const broken = new Set(judgement.broken);
    return {
      judgement,
      failures: (runs?.after ?? []).filter(({ id, status }) => broken.has(id) && failedStatuses.has(status)),
      tampering: [],
      flaky: [],
      isGone: true,
      ...(limitation === undefined ? {} : { limitation }),
    };
  }

  /** What the checker still says, as the outcomes of tests. */
  async #check(changes: readonly FileChange[]): Promise<readonly TestOutcome[]> {
    const { found, files } = this.#deps;
    const { session, finding, before } = found;
    const asked = [...new Set([...files, ...changes.map(({ path }) => path)])];
    const after = await session.check(asked);
    if (typeof after === "string")
      return [{ id: session.label, status: "errored", message: after, durationMs: 0 }];
    const { isGone, appeared } = checkOutcome(finding, before, after);
    const left = isGone ? [] : [asOutcome(finding, "It still says")];
    return [...left, ...appeared.map((one) => asOutcome(one, "Now it says"))];
  }

  async #tests(
    changes: readonly FileChange[],
  ): Promise<{ readonly runs?: TestRuns; readonly limitation?: string }> {
    const { copy, targets, affected, signal } = this.#deps;
    const before: TestOutcome[] = [];
    const after: TestOutcome[] = [];
    const limits: string[] = [];
    for (const target of targets) {
      const tests = await affected(changes, target);
      if (tests.length === 0 || tests.length > mostAffected) continue;
      const { project, known } = target;
      const run = () => runInCopy({ copy, project, tests, known, limits: runLimits }, signal);
      const key = `${project.runner} ${project.folder} ${tests.map(({ id }) => id).join("\n")}`;
      const was = this.#before.get(key) ?? (await run());
      this.#before.set(key, was);
      const is = await this.#with(changes, run);
      signal.throwIfAborted();
      before.push(...was.outcomes);
      after.push(...is.outcomes);
      // What the problem itself kept from loading has no outcomes before.
      for (const { kind, reason } of [is])
        if (kind !== "complete") limits.push(reason ?? "The tests could not be run");
    }
    if (after.length === 0)
      return {
        limitation: limits[0] ?? "No test depends on what it changes: the checker alone speaks for it",
      };
    const runs = { before, after, areComplete: limits.length === 0 };
    if (limits.length > 0) return { runs, limitation: limits[0]! };
    if (after.some(({ status }) => status === "passed")) return { runs };
    return {
      runs,
      limitation: "None of the tests that depend on what it changes passes, with it or without",
    };
  }

  /** The copy is as it was afterwards. @throws UnfitPatch for a file that cannot be written */
  async #with<T>(changes: readonly FileChange[], work: () => Promise<T>): Promise<T> {
    const { copy } = this.#deps;
    try {
      for (const change of changes) {
        if (change.kind !== "changed")
          throw new UnfitPatch(`"${change.path}" is not a change of a file that is there`);
        await copy.write(change.path, change.after).catch((cause: unknown) => {
          throw new UnfitPatch(
            `"${change.path}" cannot be changed: it lies behind a link, or is no plain file`,
            { cause },
          );
        });
      }
      return await work();
    } finally {
      for (const change of changes)
        if (change.kind === "changed") await copy.write(change.path, change.before).catch(() => undefined);
    }
  }
}

const asOutcome = (finding: CheckFinding, says: string): TestOutcome => ({
  id: findingText(finding),
  status: "failed",
  message: `${says}: ${findingText(finding)}\n${finding.message}`,
  durationMs: 0,
});

const silencingOf = (changes: readonly FileChange[]): string[] =>
  changes.flatMap((change) => (change.kind === "changed" ? silencing(change.before, change.after) : []));
