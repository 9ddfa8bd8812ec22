/** Comparing the index with the disk when a person comes back to the window, but not at every glance elsewhere. */
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Engine } from "../../ports/engine.ts";

/** Least time between two comparisons, in milliseconds; one walks all folders. */
export const reconcileEveryMs = 30_000;

/** How often a window that keeps the focus compares, in milliseconds: watchers lose events, and say nothing. */
export const reconcileAnywayMs = 15 * 60_000;

/** Compares again and again while `isFocused`; a window that is not compares when it is looked at. */
export function steadyReconcile(
  engine: Pick<Engine, "reconcile">,
  clock: Clock,
  isFocused: () => boolean,
): Disposable {
  let timer: Disposable;
  const wait = (): void => {
    timer = clock.after(reconcileAnywayMs, () => {
      wait();
      if (isFocused()) void engine.reconcile().catch(() => undefined);
    });
  };
  wait();
  return { dispose: () => timer.dispose() };
}

/** @returns to be called whenever the window gets the focus */
export function rareReconcile(engine: Pick<Engine, "reconcile">, clock: Clock): () => void {
  let last = clock.now();
  return () => {
    if (clock.now() - last < reconcileEveryMs) return;
    last = clock.now();
    // A failed comparison shows in the engine's status; the next focus tries again.
    void engine.reconcile().catch(() => undefined);
  };
}
