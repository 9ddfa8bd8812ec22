/** Which patches do the same, and on which input those that do not differ. */

/** One call of a changed function. */
export interface ProbedCall {
  /** As a person would write it. */
  readonly call: string;
  /** Whether a test made this very call. */
  readonly isOfTests: boolean;
  /** What it came to: first without any patch, then with each; texts that are equal where values are. */
  readonly outcomes: readonly string[];
}

/** @returns numbers of patches, counted from 0, that no call tells apart; in the order of the first of each */
export function clusterByBehaviour(calls: readonly ProbedCall[], patches: number): readonly number[][] {
  const clusters = new Map<string, number[]>();
  for (let patch = 0; patch < patches; patch++) {
    const key = JSON.stringify(calls.map(({ outcomes }) => outcomes[patch + 1]));
    clusters.set(key, [...(clusters.get(key) ?? []), patch]);
  }
  return [...clusters.values()];
}

export interface TellingCall {
  readonly call: string;
  /** What it comes to without any patch. */
  readonly before: string;
  readonly outcomes: readonly string[];
}

/** The call that tells most of the given patches apart, with what each makes of it; undefined when they all do the same. */
export function tellingCall(
  calls: readonly ProbedCall[],
  patches: readonly number[],
): TellingCall | undefined {
  let best: (TellingCall & { readonly worth: number }) | undefined;
  for (const { call, outcomes: all } of calls) {
    const outcomes = patches.map((patch) => all[patch + 1]!);
    const kinds = new Set(outcomes).size;
    if (kinds < 2) continue;
    // A person decides sooner between two values than between a value and an exception, and reads short calls sooner.
    const values = outcomes.filter((outcome) => outcome.startsWith("gives ")).length;
    const worth = 1000 * kinds + 100 * values - Math.min(call.length, 99);
    if (!best || worth > best.worth) best = { call, before: all[0]!, outcomes, worth };
  }
  return best && { call: best.call, before: best.before, outcomes: best.outcomes };
}
