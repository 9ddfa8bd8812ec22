import type { Disposable } from "./disposable.ts";

/** Time, so that features can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `action` once after `delayMs`, unless disposed first. */
  after(delayMs: number, action: () => void): Disposable;
}
