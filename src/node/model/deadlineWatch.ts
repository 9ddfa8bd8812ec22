/** The clocks of one request: to the first data, between data, and in all. */
import type { ModelDeadlines } from "../../ports/languageModel.ts";

export type WatchVerdict = "aborted" | "firstByteTimeout" | "stalled" | "totalTimeout";

export class DeadlineWatch {
  readonly #controller = new AbortController();
  readonly #deadlines: ModelDeadlines;
  readonly #caller: AbortSignal;
  readonly #totalTimer: NodeJS.Timeout;
  #timer: NodeJS.Timeout;
  #headersCame = false;
  #settle: (verdict: WatchVerdict) => void = () => undefined;
  /** Settles when the request must end; stays open otherwise. */
  readonly verdict = new Promise<WatchVerdict>((resolve) => {
    this.#settle = resolve;
  });

  constructor(deadlines: ModelDeadlines, caller: AbortSignal) {
    this.#deadlines = deadlines;
    this.#caller = caller;
    this.#totalTimer = setTimeout(() => this.#end("totalTimeout"), deadlines.totalMs);
    const late = (): void => this.#end(this.#headersCame ? "stalled" : "firstByteTimeout");
    this.#timer = setTimeout(late, deadlines.firstByteMs);
    caller.addEventListener("abort", this.#abort, { once: true });
    if (caller.aborted) this.#abort();
  }

  /** Aborts when the request must end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether an answer began. */
  get answering(): boolean {
    return this.#headersCame;
  }

  /** An answer began: what is late from now on stalls. */
  headers(): void {
    this.#headersCame = true;
  }

  /** Data came: the next may take as long again. */
  data(): void {
    if (this.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end("stalled"), this.#deadlines.idleMs);
  }

  /** Stops all clocks and whatever still runs. */
  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#totalTimer);
    this.#caller.removeEventListener("abort", this.#abort);
    this.#controller.abort();
  }

  readonly #abort = (): void => this.#end("aborted");

  #end(verdict: WatchVerdict): void {
    this.#settle(verdict);
    this.dispose();
  }
}
