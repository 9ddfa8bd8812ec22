/** When an endpoint that failed is asked again: a decision on values, one state per endpoint. */

/** `untilMs` undefined: closed until settings or the key change. Milliseconds since the epoch. */
export interface GateState {
  /** Failures since the last success. */
  readonly failures: number;
  readonly untilMs: number | undefined;
}

export const openGate: GateState = { failures: 0, untilMs: 0 };

/** Nothing that time mends: asking again would annoy the endpoint and teach nothing. */
const lasting: ReadonlySet<string> = new Set([
  "badUrl",
  "keyRejected",
  "forbidden",
  "modelMissing",
  "notFound",
  "quota",
  "redirected",
  "tls",
]);

/** Doubling from 1 s to 1 min, as is common for interactive clients: a person who mends a server sees it soon. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** A server may ask for more, but not for ever. */
const longestRetryAfterMs = 6 * 60 * 60 * 1_000;

/** The gate after one more fault. `retryAfterMs` is what the server asked for. */
export function gateAfterFault(
  state: GateState,
  fault: { readonly kind: string; readonly retryAfterMs?: number },
  nowMs: number,
): GateState {
  const failures = state.failures + 1;
  if (lasting.has(fault.kind)) return { failures, untilMs: undefined };
  const backoffMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 16));
  const askedMs = Math.min(fault.retryAfterMs ?? 0, longestRetryAfterMs);
  return { failures, untilMs: nowMs + Math.max(backoffMs, askedMs) };
}

/** Whether a request may be made now. */
export function isOpen(state: GateState, nowMs: number): boolean {
  return state.untilMs !== undefined && state.untilMs <= nowMs;
}
