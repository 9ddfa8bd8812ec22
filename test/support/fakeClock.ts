import type { Clock } from "../../src/ports/clock.ts";

interface Timer {
  readonly atMs: number;
  readonly action: () => void;
}

/** Lets every promise that can settle do so. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still until `advance` is called. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void) {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Fires timers in order, letting promises settle after each. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = next.atMs;
      next.action();
      await settle();
    }
    this.#nowMs = endMs;
  }
}
