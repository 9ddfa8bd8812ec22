/** Cuts long work into slices, so that the thread answers in between and takes no more of the processor than it may. */
import type { Yielder } from "../../ports/files.ts";
import type { Power } from "../../ports/power.ts";

/** Work between two pauses of the thread. */
const SLICE_MS = 8;

export class WorkPace {
  readonly #yielder: Yielder;
  readonly #power: Power;
  #share = 1;
  #sliceStartMs = 0;

  constructor(yielder: Yielder, power: Power) {
    this.#yielder = yielder;
    this.#power = power;
  }

  /** @param share part of one processor core, 0 < share <= 1; half of it is used on battery */
  configure(share: number): void {
    this.#share = share;
  }

  /** To be called when work begins after a rest. */
  begin(): void {
    this.#sliceStartMs = this.#yielder.now();
  }

  /**
   * Rests when a slice is over: as long as the share asks for, at least until others were answered. Asked after each small
   * step: undefined while there is nothing to wait for.
   */
  breathe(onSliceEnd: (nowMs: number) => void): Promise<void> | undefined {
    const now = this.#yielder.now();
    const workedMs = now - this.#sliceStartMs;
    return workedMs < SLICE_MS ? undefined : this.#rest(now, workedMs, onSliceEnd);
  }

  async #rest(now: number, workedMs: number, onSliceEnd: (nowMs: number) => void): Promise<void> {
    onSliceEnd(now);
    const share = this.#power.isOnBattery() ? this.#share / 2 : this.#share;
    if (share < 1) await this.#yielder.sleep((workedMs * (1 - share)) / share);
    else await this.#yielder.pause();
    this.begin();
  }
}
