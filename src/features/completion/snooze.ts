/** Suggestions put to rest for a while. Of this window alone, and forgotten when it ends. */
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";

/** Minutes, or until the window is opened anew. */
export type SnoozeTime = number | "untilRestart";

export class Snooze implements Disposable {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #untilMs: number | undefined;
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#listeners.clear();
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  start(time: SnoozeTime): void {
    this.#set(time === "untilRestart" ? Number.POSITIVE_INFINITY : this.#clock.now() + time * 60_000);
  }

  end(): void {
    this.#set(undefined);
  }

  /** Milliseconds since the epoch, infinite until a restart; undefined when not snoozing. */
  untilMs(): number | undefined {
    return this.#untilMs !== undefined && this.#clock.now() < this.#untilMs ? this.#untilMs : undefined;
  }

  #set(untilMs: number | undefined): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#untilMs = untilMs;
    if (untilMs !== undefined && untilMs !== Number.POSITIVE_INFINITY) {
      this.#timer = this.#clock.after(untilMs - this.#clock.now(), () => this.end());
    }
    for (const listener of this.#listeners) listener();
  }
}
