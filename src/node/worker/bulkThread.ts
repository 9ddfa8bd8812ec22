/**
 * Owns the thread that reads in bulk: started by the first file, ended when it is told to, when its memory has grown, or
 * when it hangs. A file on which it dies is never given to it again, and a thread that dies too often not started again.
 */
import { Worker } from "node:worker_threads";
import type { BulkFile, BulkReader, BulkResult } from "../../ports/bulkReader.ts";
import type { Log } from "../../ports/log.ts";
import type { FromBulkThread } from "./bulkProtocol.ts";

export interface BulkThreadOptions {
  /** The bundle: a file path or `file:` URL. */
  readonly workerPath: string | URL;
  readonly log: Log;
  readonly limits?: Partial<BulkLimits>;
}

export interface BulkLimits {
  /** For one file, the start of the thread included. Milliseconds. */
  readonly maxFileMs: number;
  /** A thread whose parser takes more is replaced. Bytes. */
  readonly maxHeapBytes: number;
  /** So many deaths are survived; after the next one nothing is read any more. */
  readonly maxDeaths: number;
}

/** A parse takes at most 0.35 s, a start about 0.2 s; the rest is for a busy machine. The usual heap is 32 MiB. */
const defaultLimits: BulkLimits = { maxFileMs: 10_000, maxHeapBytes: 64 << 20, maxDeaths: 5 };

/** MiB of JavaScript heap: facts of one file take a few. */
const maxOldGenerationSizeMb = 128;

interface Waiting {
  readonly file: BulkFile;
  readonly timer: NodeJS.Timeout;
  readonly end: (result: BulkResult) => void;
}

export class BulkThread implements BulkReader {
  readonly #options: BulkThreadOptions;
  readonly #limits: BulkLimits;
  readonly #poisoned = new Set<number>();
  #worker: Worker | undefined;
  #waiting: Waiting | undefined;
  #deaths = 0;

  constructor(options: BulkThreadOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  read(file: BulkFile): Promise<BulkResult> {
    if (this.#poisoned.has(file.hash)) return Promise.resolve({ kind: "poison" });
    if (this.#waiting || this.#deaths > this.#limits.maxDeaths) return Promise.resolve({ kind: "stopped" });
    return new Promise((resolve) => {
      const worker = this.#start();
      const timer = setTimeout(() => this.#died(worker, "it no longer answered"), this.#limits.maxFileMs);
      const end = (result: BulkResult): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(result);
      };
      this.#waiting = { file, timer, end };
      worker.postMessage(file);
    });
  }

  stop(): void {
    this.#end();
    this.#waiting?.end({ kind: "stopped" });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#options.workerPath, {
      name: "touchstone-trees",
      env: {},
      resourceLimits: { maxOldGenerationSizeMb },
    });
    this.#worker = worker;
    worker.on("message", (answer: FromBulkThread) => this.#heard(worker, answer));
    worker.on("error", (error) => this.#died(worker, String(error)));
    worker.on("exit", (code) => this.#died(worker, `it exited with code ${code}`));
    worker.unref();
    return worker;
  }

  #heard(worker: Worker, { hash, packed, heapBytes }: FromBulkThread): void {
    if (worker !== this.#worker) return;
    if (heapBytes > this.#limits.maxHeapBytes) this.#end();
    if (this.#waiting?.file.hash !== hash) return;
    this.#waiting.end(packed ? { kind: "facts", packed } : { kind: "none" });
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  /** Called for whichever of error, exit and hang comes first. */
  #died(worker: Worker, cause: string): void {
    if (worker !== this.#worker) return;
    this.#end();
    this.#deaths++;
    const file = this.#waiting?.file;
    if (!file) return;
    this.#poisoned.add(file.hash);
    this.#options.log.warn(`Reading "${file.path}" in idle time ended its thread: ${cause}; it is left out`);
    this.#waiting?.end({ kind: "poison" });
  }
}
