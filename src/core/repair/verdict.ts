/** What may be said of a patch after the project's own runner has run, without it and with it. */
import type { TestOutcome } from "../testing/testOutcome.ts";

/**
 * `verified`: every test to repair went from failing to passing, and no test that passed does anything else now; both runs
 * were whole. `plausible`: the tests to repair pass, but not all others could be run, or something speaks for a repair of these
 * tests alone. `unverified`: anything else.
 */
export type PatchVerdict = "verified" | "plausible" | "unverified";

export interface PatchRuns {
  /** Ids of the tests to repair. */
  readonly targets: readonly string[];
  readonly before: readonly TestOutcome[];
  readonly after: readonly TestOutcome[];
  /** Whether both runs came to their own end. */
  readonly areComplete: boolean;
  /** Ids of tests that pass and fail with nothing changed: they count for nothing. */
  readonly flaky?: ReadonlySet<string>;
  /** Further runs with the patch, of some tests: what fails in one of them does not pass. */
  readonly again?: readonly (readonly TestOutcome[])[];
}

export interface PatchJudgement {
  readonly verdict: PatchVerdict;
  /** Ids of tests that failed before and pass now. */
  readonly flipped: readonly string[];
  /** Ids of tests to repair that do not pass. */
  readonly stillFailing: readonly string[];
  /** Ids of tests that passed before and do not pass now, or are gone. */
  readonly broken: readonly string[];
  /** Tests that ran with the patch. */
  readonly ran: number;
}

const failing = new Set<TestOutcome["status"]>(["failed", "errored", "timedOut"]);

/** Strict: whatever is not known to pass counts as failing. */
export function judgePatch({
  targets: asked,
  before,
  after,
  areComplete,
  flaky = new Set(),
  again = [],
}: PatchRuns): PatchJudgement {
  const steady = (outcomes: readonly TestOutcome[]) => outcomes.filter(({ id }) => !flaky.has(id));
  const targets = asked.filter((id) => !flaky.has(id));
  const was = statusById(steady(before));
  const is = statusById(steady(after));
  const repeated = again.map(statusById);
  const passes = (id: string) =>
    is.get(id) === "passed" && repeated.every((run) => (run.get(id) ?? "passed") === "passed");
  const failed = (id: string) => failing.has(was.get(id) ?? "skipped");
  const flipped = [...was.keys()].filter((id) => failed(id) && passes(id));
  const stillFailing = targets.filter((id) => !passes(id));
  const told = areComplete ? [...was.keys()] : [...was.keys()].filter((id) => is.has(id));
  const broken = told.filter((id) => was.get(id) === "passed" && !passes(id));
  const isRepaired = targets.length > 0 && targets.every((id) => failed(id) && passes(id));
  const verdict = !isRepaired || broken.length > 0 ? "unverified" : areComplete ? "verified" : "plausible";
  return { verdict, flipped, stillFailing, broken, ran: is.size };
}

/** What may be said of a patch that something else than a test speaks against. */
export const doubted = (verdict: PatchVerdict, doubts: readonly string[]): PatchVerdict =>
  verdict === "verified" && doubts.length > 0 ? "plausible" : verdict;

/** A test told more than once, such as with several parameters, passes when all of them do. */
function statusById(outcomes: readonly TestOutcome[]): ReadonlyMap<string, TestOutcome["status"]> {
  const found = new Map<string, TestOutcome["status"]>();
  for (const { id, status } of outcomes) {
    const known = found.get(id);
    if (known === undefined || known === "passed" || known === "skipped") {
      if (!(known === "passed" && status === "skipped")) found.set(id, status);
    }
  }
  return found;
}
