/** What may be said of a change that answers a checker. */
import {
  type CheckFinding,
  compareFindings,
  findingKey,
  weighsAgainst,
} from "../../checking/checkFinding.ts";
import type { TestOutcome } from "../../testing/testOutcome.ts";
import { judgePatch, type PatchJudgement } from "../verdict.ts";

/** What a checker says of a change of the code. */
export interface CheckOutcome {
  readonly isGone: boolean;
  /** Part of the findings of the same words that are gone, 0 to 1. */
  readonly share: number;
  /** Findings of other words that are gone too: the cause of both was met. */
  readonly alsoGone: number;
  readonly appeared: readonly CheckFinding[];
}

export function checkOutcome(
  target: CheckFinding,
  before: readonly CheckFinding[],
  after: readonly CheckFinding[],
): CheckOutcome {
  const { gone, appeared } = compareFindings(before, after);
  const key = findingKey(target);
  const alike = (all: readonly CheckFinding[]) => all.filter((one) => findingKey(one) === key).length;
  const others = gone.filter((one) => wordsOf(one) !== wordsOf(target));
  return {
    isGone: alike(gone) > 0,
    share: alike(gone) / Math.max(1, alike(before)),
    alsoGone: others.length,
    appeared: appeared.filter((one) => weighsAgainst(one, target)),
  };
}

/** What a finding says, whatever the names in it. */
const wordsOf = ({ code, message }: CheckFinding): string =>
  code === "" ? message.replace(/["'`][^"'`]*["'`]/g, "") : code;

export interface TestRuns {
  readonly before: readonly TestOutcome[];
  readonly after: readonly TestOutcome[];
  /** Whether both came to their own end. */
  readonly areComplete: boolean;
}

/**
 * Of a change that its checker has nothing against. `verified`: tests that can notice it ran to their end and none does anything
 * worse; `plausible`: there are none, or they could not be run.
 */
export function judgeProblemPatch(runs: TestRuns | undefined): PatchJudgement {
  if (!runs) return { verdict: "plausible", flipped: [], stillFailing: [], broken: [], ran: 0 };
  const judged = judgePatch({ ...runs, targets: [] });
  const passes = runs.after.some(({ status }) => status === "passed");
  const verdict =
    judged.broken.length > 0 ? "unverified" : runs.areComplete && passes ? "verified" : "plausible";
  return { ...judged, verdict };
}

/** Marks with which code tells a checker to be silent, or gives up what it knows. */
const silences =
  /@ts-(?:ignore|expect-error|nocheck)|\btype:\s*ignore|\bnoqa\b|\bpylint:\s*disable|\bpyright:\s*ignore|\bmypy:|\bruff:\s*noqa|eslint-disable|biome-ignore|nolint|#!?\[allow\(|@SuppressWarnings|\bas\s+(?:any|unknown|never)\b|:\s*any\b|<any>|\bcast\(\s*Any\b|:\s*Any\b|\bunsafe\b/g;

/** Marks that silence a checker, of which a text has more than it had. */
export function silencesAdded(before: string, after: string): readonly string[] {
  const counts = (text: string) => {
    const found = new Map<string, number>();
    for (const [mark] of text.matchAll(silences)) found.set(mark, (found.get(mark) ?? 0) + 1);
    return found;
  };
  const had = counts(before);
  return [...counts(after)]
    .filter(([mark, count]) => count > (had.get(mark) ?? 0))
    .map(([mark]) => mark.trim());
}

/** Why a change is no answer: it silences the checker. Empty for one that may be tried. */
export const silencing = (before: string, after: string): readonly string[] =>
  silencesAdded(before, after).map((mark) => `it silences the checker by "${mark}": repair what it says`);
