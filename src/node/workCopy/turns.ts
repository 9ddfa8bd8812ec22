/** Work that must not be done at the same time as other work on the same thing: one after the other, in the order of asking. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  isTaken(key: string): boolean {
    return this.#last.has(key);
  }

  /** Rejects with the signal's reason when it aborts before its turn, else as the work does. */
  async take<T>(key: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#last.get(key);
    let end = (): void => {};
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Who gives up still waits in the row, so that who comes behind does not overtake who works.
    const whole = Promise.all([before, own]);
    this.#last.set(key, whole);
    void whole.then(() => {
      if (this.#last.get(key) === whole) this.#last.delete(key);
    });
    try {
      await Promise.race([before, aborted(signal)]);
      signal.throwIfAborted();
      return await work();
    } finally {
      end();
    }
  }
}

/** Never resolves; rejects with the signal's reason once it aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  const end = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Who has its turn meanwhile no longer waits for it.
  end.catch(() => undefined);
  return end;
}
