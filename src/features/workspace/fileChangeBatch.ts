/** Changes on disk, gathered for a moment so that a branch switch is one message and not ten thousand. */
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Engine, FileChange } from "../../ports/engine.ts";

/** How long to gather after the first change, in milliseconds; chosen so that a person does not notice it. */
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

/** Hands changes to the engine at most every {@link gatherMs}. Disposing drops what was not yet handed over. */
export function fileChangeBatch(
  engine: Pick<Engine, "filesChanged" | "reconcile">,
  clock: Clock,
): FileChangeBatch {
  let waiting = new Map<string, FileChange["kind"]>();
  let timer: Disposable | undefined;
  const flush = (): void => {
    const changes = waiting;
    waiting = new Map();
    timer = undefined;
    if (changes.size > maxBatch) void engine.reconcile().catch(() => undefined);
    else engine.filesChanged([...changes].map(([path, kind]) => ({ path, kind })));
  };
  return {
    add({ path, kind }) {
      if (waiting.size <= maxBatch) waiting.set(path, mergeKinds(waiting.get(path), kind));
      timer ??= clock.after(gatherMs, flush);
    },
    dispose() {
      timer?.dispose();
      timer = undefined;
      waiting = new Map();
    },
  };
}
