/** Changes on disk, gathered for a moment so that a branch switch is one message and not ten thousand. */
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Engine, FileChange } from "../../ports/engine.ts";

/**
 * Least time between two batches, in milliseconds. A change after quiet goes at once, with what else comes in the same
 * turn of the event loop: a saved file is found while the person still looks at it.
 */
export const gatherMs = 200;
/** Above this many changes the disk is compared as a whole instead. */
export const maxBatch = 5000;

/**
 * What one change after another comes to, for one path: the last word counts, and a file that came and went between
 * two batches is still reported as deleted, for its content may have been seen.
 */
function mergeKinds(before: FileChange["kind"] | undefined, now: FileChange["kind"]): FileChange["kind"] {
  if (before === undefined || now === "deleted") return now;
  return before === "created" ? "created" : "changed";
}

export interface FileChangeBatch extends Disposable {
  add(change: FileChange): void;
}

/** Hands changes to the engine, the first at once, then at most every {@link gatherMs}. Disposing drops what was not yet handed over. */
export function fileChangeBatch(
  engine: Pick<Engine, "filesChanged" | "reconcile">,
  clock: Clock,
): FileChangeBatch {
  let waiting = new Map<string, FileChange["kind"]>();
  let timer: Disposable | undefined;
  let flushedMs = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    flushedMs = clock.now();
    const changes = waiting;
    waiting = new Map();
    timer = undefined;
    if (changes.size > maxBatch) void engine.reconcile().catch(() => undefined);
    else engine.filesChanged([...changes].map(([path, kind]) => ({ path, kind })));
  };
  return {
    add({ path, kind }) {
      if (waiting.size <= maxBatch) waiting.set(path, mergeKinds(waiting.get(path), kind));
      timer ??= clock.after(Math.max(0, flushedMs + gatherMs - clock.now()), flush);
    },
    dispose() {
      timer?.dispose();
      timer = undefined;
      waiting = new Map();
    },
  };
}
