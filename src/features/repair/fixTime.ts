/** The time of a whole fix, where one is given: what it went to, what is left, and what is ended when it is over. */
import type { FixPhase } from "./fix.ts";

/** Of timers, ms: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** `writing`: a test that shows what a person described. */
type TimedPhase = FixPhase | "writing";

/** What comes before the first change is tried, in words that fit "... took 3 s". */
const preparing: Partial<Record<TimedPhase, string>> = {
  finding: "finding the tests",
  copying: "copying the files",
  reproducing: "running the tests",
  localizing: "tracing the tests",
  checking: "running the checker",
  writing: "writing a test",
};

/** Said of patches that pass the tests to repair when no time was left for all others. */
export const noTimeForAll = "The time given was over: of all tests those to repair alone were run";
/** A doubt about patches that could not be compared any more. */
export const notCompared = "the time given was over before it was tried on inputs that no test has";

export class FixTime {
  /** Aborts when the time is over; never when none is given. */
  readonly over: AbortSignal;
  readonly #now: () => number;
  readonly #wholeMs: number;
  readonly #began: number;
  readonly #spent = new Map<TimedPhase, number>();
  #phase: TimedPhase = "finding";
  #phaseBegan: number;
  /** Ends what is done before a change is tried. */
  #early: AbortController | undefined;

  /**
   * @param now milliseconds, never going back
   * @param wholeMs not given: there is no bound
   */
  constructor(now: () => number, wholeMs: number | undefined) {
    this.#now = now;
    this.#wholeMs = wholeMs ?? Infinity;
    this.#began = now();
    this.#phaseBegan = this.#began;
    this.over =
      wholeMs === undefined
        ? new AbortController().signal
        : AbortSignal.timeout(Math.min(Math.ceil(wholeMs), longestTimerMs));
  }

  /** Not negative; infinite when no time is given. */
  get leftMs(): number {
    return Math.max(0, this.#wholeMs - (this.#now() - this.#began));
  }

  get isOver(): boolean {
    return this.over.aborted || this.leftMs === 0;
  }

  /** Told of each phase as it begins. */
  enter(phase: TimedPhase): void {
    this.#count();
    this.#phase = phase;
    // What tries changes and proves them ends by its own bounds: a patch that is found is not thrown away.
    if (preparing[phase] === undefined) this.#early = undefined;
  }

  /**
   * Ends the work when the time is over before a change is tried.
   *
   * @returns as the work, or why nothing was tried, for a person
   */
  async bounded<T>(signal: AbortSignal, work: (early: AbortSignal) => Promise<T>): Promise<T | string> {
    if (this.isOver) return this.whyNothing();
    const early = new AbortController();
    this.#early = early;
    const stop = () => {
      if (this.#early === early) early.abort();
    };
    this.over.addEventListener("abort", stop, { once: true });
    try {
      const made = await work(AbortSignal.any([signal, early.signal]));
      return early.signal.aborted && !signal.aborted ? this.whyNothing() : made;
    } catch (error) {
      if (early.signal.aborted && !signal.aborted) return this.whyNothing();
      throw error;
    } finally {
      this.#early = undefined;
      this.over.removeEventListener("abort", stop);
    }
  }

  /** What took the time when nothing could be tried in it, and what to do, for a person. */
  whyNothing(): string {
    this.#count();
    const parts = [...this.#spent].flatMap(([phase, ms]) => {
      const what = preparing[phase];
      return what === undefined || ms < leastToldMs ? [] : [`${what} took ${seconds(ms)}`];
    });
    const how = parts.length > 0 ? `: ${parts.join(", ")}` : "";
    return `The time given (${seconds(this.#wholeMs)}) was over before a change could be tried${how}; give more (--budget of touchstone fix, budgetMs over rpc)`;
  }

  /** The same when some tests were looked at and others were not. */
  whyNotAll(): string {
    return `The time given (${seconds(this.#wholeMs)}) was over before all failing tests were looked at; give more (--budget of touchstone fix, budgetMs over rpc)`;
  }

  #count(): void {
    const now = this.#now();
    this.#spent.set(this.#phase, (this.#spent.get(this.#phase) ?? 0) + now - this.#phaseBegan);
    this.#phaseBegan = now;
  }
}

const leastToldMs = 50;

/** `0.5 s`, `45 s`. */
function seconds(ms: number): string {
  const tenths = Math.max(1, Math.round(ms / 100)) / 10;
  return `${ms < 10_000 ? tenths : Math.round(tenths)} s`;
}
