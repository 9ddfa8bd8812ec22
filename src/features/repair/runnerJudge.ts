/** What becomes of tests with other texts for some files, by the project's own runner. */
import { applyReplacements } from "../../core/repair/candidate.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { Confirmation, Trial, TrialAnswer, TrialCase, TrialOutcome } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type CopyReport, runInCopy } from "../testing/runInCopy.ts";
import { literalsIn } from "./literalsIn.ts";
import type { TargetTests } from "./targets.ts";

const limits = { wallMs: 60_000, silenceMs: 30_000 };

const failedStatuses = new Set<TestOutcome["status"]>(["failed", "errored", "timedOut"]);

const outcomeOf: Readonly<Record<TestOutcome["status"], TrialOutcome>> = {
  passed: "passed",
  failed: "failed",
  errored: "failed",
  skipped: "skipped",
  timedOut: "hung",
};

export interface CaseContext {
  readonly copy: Pick<WorkCopy, "seenAs">;
  readonly failing: readonly TestCase[];
  /** By a test's id. */
  readonly pathOf: (id: string) => string | undefined;
  /** By path relative to the root the 1-based lines that it runs, or may run; undefined when it was not traced. */
  readonly lines: ReadonlyMap<string, readonly number[]> | undefined;
}

export function caseOf(outcome: TestOutcome, { copy, failing, pathOf, lines }: CaseContext): TrialCase {
  const absolute = (path: string) => `${copy.seenAs}/${path}`;
  return {
    id: outcome.id,
    name: outcome.id,
    file: absolute(pathOf(outcome.id) ?? failing[0]!.path),
    outcome: outcomeOf[outcome.status],
    ...(failedStatuses.has(outcome.status) ? { isTarget: failing.some(({ id }) => id === outcome.id) } : {}),
    seconds: outcome.durationMs / 1000,
    ...(lines
      ? { lines: Object.fromEntries([...lines].map(([file, found]) => [absolute(file), found])) }
      : {}),
    raised: (outcome.stack ?? []).map((frame) => [absolute(frame.path), frame.line + 1] as const).reverse(),
    expected: [outcome.expected, outcome.actual].filter((text) => text !== undefined).flatMap(literalsIn),
  };
}

/** Edits count from behind the mark of byte order. */
export function changedText(old: string, { edits }: Pick<Trial, "edits">): string {
  const mark = old.startsWith("\ufeff") ? "\ufeff" : "";
  return mark + applyReplacements(old.slice(mark.length), edits);
}

export interface RunnerJudgeParts {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
  /** Tests that can notice a change, those to repair among them. */
  readonly beside: readonly TestCase[];
  readonly signal: AbortSignal;
}

export class RunnerJudge {
  readonly #parts: RunnerJudgeParts;

  constructor(parts: RunnerJudgeParts) {
    this.#parts = parts;
  }

  run(tests: readonly TestCase[]): Promise<CopyReport> {
    const { copy, target, signal } = this.#parts;
    const { project, known } = target;
    return runInCopy({ copy, project, tests, known, limits }, signal);
  }

  /** @param cases what tests do without a change */
  async judge(
    texts: Readonly<Record<string, string>>,
    cases: readonly TrialCase[],
  ): Promise<Omit<TrialAnswer, "id">> {
    const { failing, beside } = this.#parts;
    const first = await this.#runWith(texts, failing);
    const fixed = cases.flatMap(({ id, isTarget }, at) =>
      isTarget && first.some((one) => one.id === id && one.status === "passed") ? [at] : [],
    );
    if (fixed.length < new Set(failing.map(({ id }) => id)).size) return { state: "failed", fixed };
    const all = new Map((await this.#runWith(texts, beside)).map(({ id, status }) => [id, status]));
    const isKept = cases.every(({ id, outcome }) => outcome !== "passed" || all.get(id) === "passed");
    return { state: isKept ? "passed" : "broke", fixed };
  }

  async confirm(texts: Readonly<Record<string, string>>): Promise<Confirmation> {
    const outcomes = await this.#runWith(texts, this.#parts.beside);
    return Object.fromEntries(
      outcomes.map(({ id, status }) => [id, status === "passed" || status === "skipped" ? status : "failed"]),
    );
  }

  /** Runs tests with other texts for some files, and puts the old ones back. */
  #runWith(
    texts: Readonly<Record<string, string>>,
    tests: readonly TestCase[],
  ): Promise<readonly TestOutcome[]> {
    return withTexts(this.#parts.copy, texts, async () => (await this.run(tests)).outcomes);
  }
}

/** Puts the old texts back, whatever comes of the work. */
export async function withTexts<T>(
  copy: Pick<WorkCopy, "read" | "write">,
  texts: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const old = await Promise.all(
    Object.keys(texts).map(async (path) => [path, await copy.read(path)] as const),
  );
  try {
    for (const [path, text] of Object.entries(texts)) await copy.write(path, text);
    return await work();
  } finally {
    for (const [path, text] of old) if (text !== undefined) await copy.write(path, text);
  }
}
