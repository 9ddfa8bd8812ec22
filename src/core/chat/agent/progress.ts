/** How far a model may go on looking things up: budgets, calls that it made before, rounds that brought nothing. */

export interface AgentBudget {
  /** Rounds of calls. */
  readonly rounds: number;
  /** Calls in one round; more are not made. */
  readonly callsInRound: number;
  /** Of all requests together, prompts and answers. */
  readonly tokens: number;
  readonly elapsedMs: number;
}

/** Enough for a question that takes some turns; a model that needs more has lost its way. */
export const usualBudget: AgentBudget = {
  rounds: 12,
  callsInRound: 8,
  tokens: 400_000,
  elapsedMs: 10 * 60_000,
};

export interface AgentProgress {
  readonly rounds: number;
  readonly tokens: number;
  /** Rounds in a row in which nothing new was asked, or nothing was found. */
  readonly idleRounds: number;
  /** What was called, as `callKey`. */
  readonly called: ReadonlySet<string>;
}

export const noProgress: AgentProgress = { rounds: 0, tokens: 0, idleRounds: 0, called: new Set() };

/** After so many the model is asked for its answer. */
const MOST_IDLE = 2;

export type StopReason = "rounds" | "tokens" | "time" | "loop";

/** The same for two calls that ask the same, however their arguments are written. */
export function callKey(name: string, argumentsText: string): string {
  try {
    return `${name} ${JSON.stringify(sorted(JSON.parse(argumentsText)))}`;
  } catch {
    return `${name} ${argumentsText.trim()}`;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "string") return value.trim();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** @param useful whether a call that was new brought something */
export function afterRound(
  { rounds, tokens, idleRounds, called }: AgentProgress,
  keys: readonly string[],
  useful: boolean,
): AgentProgress {
  return {
    rounds: rounds + 1,
    tokens,
    idleRounds: useful ? 0 : idleRounds + 1,
    called: new Set([...called, ...keys]),
  };
}

/** Why no further call may be made; undefined while some may. */
export function stopReason(
  { rounds, tokens, idleRounds }: AgentProgress,
  elapsedMs: number,
  budget: AgentBudget,
): StopReason | undefined {
  if (idleRounds >= MOST_IDLE) return "loop";
  if (rounds >= budget.rounds) return "rounds";
  if (tokens >= budget.tokens) return "tokens";
  return elapsedMs >= budget.elapsedMs ? "time" : undefined;
}

/** What the model is told when it may call no more. */
export const stopSentences: Readonly<Record<StopReason, string>> = {
  rounds: "No further tool calls are possible: there were too many rounds.",
  tokens: "No further tool calls are possible: the conversation became too long.",
  time: "No further tool calls are possible: it took too long.",
  loop: "No further tool calls are possible: the last ones brought nothing new.",
};
