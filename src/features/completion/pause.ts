import type { Clock } from "../../ports/clock.ts";

/** Waits; true when the time passed, false as soon as the signal aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms <= 0 || signal.aborted) return Promise.resolve(!signal.aborted);
  return new Promise((resolve) => {
    const stop = (): void => {
      timer.dispose();
      resolve(false);
    };
    const timer = clock.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve(true);
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}
