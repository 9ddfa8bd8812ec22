/** Gives memory back once indexing has ended: left to itself, a heap that rests keeps what indexing left behind. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { IndexStatus } from "../../core/repo/indexStatus.ts";

/** Calm for this long before the heap is collected: a save is often followed by the next one. */
const CALM_MS = 3000;
/** Less garbage than this is not worth the pause. Bytes. */
const WORTHWHILE_BYTES = 8 << 20;

type Collect = (options: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;

/** The engine's own collector, which Node hands out only under a flag. */
function exposeCollector(): Collect {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collect;
}

/** Collects the thread's heap some time after the index has come to rest. A pause of some 20 ms, when nothing else is done. */
export class RestingHeap {
  readonly #calmMs: number;
  #collect: Collect | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(calmMs = CALM_MS) {
    this.#calmMs = calmMs;
  }

  indexStatus({ phase }: IndexStatus): void {
    clearTimeout(this.#timer);
    if (phase !== "ready" && phase !== "idle") return;
    this.#timer = setTimeout(() => this.#rest(), this.#calmMs).unref();
  }

  #rest(): void {
    const { heapTotal, heapUsed } = process.memoryUsage();
    if (heapTotal - heapUsed < WORTHWHILE_BYTES) return;
    this.#collect ??= exposeCollector();
    this.#collect({ type: "major", execution: "sync", flavor: "last-resort" });
  }
}
