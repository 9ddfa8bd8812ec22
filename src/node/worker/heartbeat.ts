/** Finds out that a thread no longer handles its messages. */
export interface HeartbeatLimits {
  readonly intervalMs: number;
  /** So many intervals in a row without a word, while work is pending, and the thread counts as hung. */
  readonly maxMissed: number;
  /** The same while the thread loads its program. */
  readonly maxMissedAtStart: number;
}

export const defaultHeartbeatLimits: HeartbeatLimits = {
  intervalMs: 1000,
  maxMissed: 10,
  maxMissedAtStart: 30,
};

interface HeartbeatDeps {
  readonly limits: HeartbeatLimits;
  readonly hasWork: () => boolean;
  readonly ping: () => void;
  readonly onHung: () => void;
}

/**
 * Counts intervals instead of comparing clocks: a machine that slept, or a main thread that was busy, must not look like
 * a hung thread.
 */
export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  readonly #timer: NodeJS.Timeout;
  #missed = 0;
  #loaded = false;

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.#tick(), deps.limits.intervalMs);
    this.#timer.unref();
  }

  /** The thread has loaded its program. */
  loaded(): void {
    this.#loaded = true;
    this.#missed = 0;
  }

  /** The thread said something. */
  heard(): void {
    this.#missed = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { limits, hasWork, ping, onHung } = this.#deps;
    if (!hasWork()) {
      this.#missed = 0;
      return;
    }
    if (this.#missed >= (this.#loaded ? limits.maxMissed : limits.maxMissedAtStart)) {
      this.stop();
      onHung();
      return;
    }
    this.#missed++;
    ping();
  }
}
