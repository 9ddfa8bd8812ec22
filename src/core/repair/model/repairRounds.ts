/** How asking a model goes on: what each answer came to, what to do differently next, and when to stop. */

/**
 * `edit`: edit blocks in what was located. `widen`: more of what is around it. `rewrite`: whole functions. `elsewhere`: the
 * next suspected functions. `vary`: several different answers, less likely words.
 */
export const repairStrategies = ["edit", "widen", "rewrite", "elsewhere", "vary"] as const;
export type RepairStrategy = (typeof repairStrategies)[number];

/** One question to the model and what its answer came to. */
export interface RepairRound {
  readonly strategy: RepairStrategy;
  /** As `failureSignature` or `refusalSignature` write it. */
  readonly signature: string;
}

export interface RepairBudget {
  /** Questions to the model. */
  readonly rounds: number;
  /** Prompts and answers together. */
  readonly tokens: number;
  /** For all of it, milliseconds. */
  readonly ms: number;
}

/** As faults of loops and prices suggest: enough for a model that learns from feedback, not for one that does not. */
export const usualBudget: Omit<RepairBudget, "ms"> = { rounds: 6, tokens: 150_000 };

/**
 * Stays with what is done until an answer fails as one before it did: the same again changes what is asked. After the last
 * strategy variety goes on.
 */
export function nextStrategy(rounds: readonly RepairRound[]): RepairStrategy {
  const last = rounds.at(-1);
  if (!last) return "edit";
  const isRepeated = rounds.slice(0, -1).some(({ signature }) => signature === last.signature);
  if (!isRepeated) return last.strategy;
  const at = repairStrategies.indexOf(last.strategy);
  return repairStrategies[Math.min(at + 1, repairStrategies.length - 1)]!;
}

/** How far the model may stray: the most likely words, until these have failed twice. Unitless. */
export const temperatureOf = (strategy: RepairStrategy): number =>
  strategy === "vary" ? 0.8 : strategy === "elsewhere" ? 0.4 : 0;

/** Different answers to ask for at once. */
export const candidatesOf = (strategy: RepairStrategy): number => (strategy === "vary" ? 3 : 2);

/** Which bound is reached, for a person; undefined to go on. */
export function spentBound(
  spent: { readonly rounds: number; readonly tokens: number; readonly ms: number },
  budget: RepairBudget,
): string | undefined {
  if (spent.rounds >= budget.rounds) return `the model was asked ${spent.rounds} times, the most for one fix`;
  if (spent.tokens >= budget.tokens) return `${spent.tokens} tokens were used, the most for one fix`;
  return spent.ms >= budget.ms ? "the time given is over" : undefined;
}
