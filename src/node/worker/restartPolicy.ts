/** When a thread that ended is started again: soon at first, later each time, and not for ever. */
export interface RestartLimits {
  /** Wait before the first restart; doubled for each further one within the window. Milliseconds. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** So many ends within the window are survived; the next one is final. */
  readonly maxRestarts: number;
  readonly windowMs: number;
}

export const defaultRestartLimits: RestartLimits = {
  firstDelayMs: 250,
  longestDelayMs: 8000,
  maxRestarts: 5,
  windowMs: 60_000,
};

export type RestartDecision =
  | { readonly kind: "restart"; readonly delayMs: number }
  | { readonly kind: "giveUp"; readonly ends: number };

/**
 * @param endsMs when the thread ended so far, the present end included, ascending, in milliseconds
 */
export function decideRestart(endsMs: readonly number[], limits: RestartLimits): RestartDecision {
  const now = endsMs.at(-1) ?? 0;
  const recent = endsMs.filter((end) => now - end < limits.windowMs).length;
  if (recent > limits.maxRestarts) return { kind: "giveUp", ends: recent };
  const delayMs = Math.min(limits.longestDelayMs, limits.firstDelayMs * 2 ** Math.max(0, recent - 1));
  return { kind: "restart", delayMs };
}
