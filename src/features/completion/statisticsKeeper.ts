/** Counts what becomes of suggestions, and keeps the counts on this machine. */
import type { OutcomeNotice } from "../../core/completion/outcome/events.ts";
import { parseStatistics } from "../../core/completion/statistics/parseStatistics.ts";
import {
  addCounts,
  addLanguage,
  addTime,
  type Counts,
  countsOfEnd,
  dayOf,
  noStatistics,
  type Statistics,
} from "../../core/completion/statistics/statistics.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { LocalState } from "../../ports/localState.ts";
import type { Completion } from "./completer.ts";

/** Written no more often than this: the editor writes all of its state at once. */
const writeAfterMs = 5_000;

export class StatisticsKeeper implements Disposable {
  readonly #clock: Clock;
  readonly #store: LocalState;
  readonly #listeners = new Set<() => void>();
  #statistics: Statistics;
  #writing: Disposable | undefined;

  constructor({ clock, localState }: { readonly clock: Clock; readonly localState: LocalState }) {
    this.#clock = clock;
    this.#store = localState;
    this.#statistics = parseStatistics(localState.get("statistics"));
  }

  dispose(): void {
    if (this.#writing) this.#write();
    this.#listeners.clear();
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  statistics(): Statistics {
    return this.#statistics;
  }

  /** As `2026-11-21`. */
  today(): string {
    return dayOf(this.#clock.now());
  }

  /** A request was answered, within `tookMs`. */
  completed({ suggestions, calledModel, callSaved, hidden }: Completion, tookMs: number): void {
    const [best] = suggestions;
    if (best) this.#set(addTime(this.#statistics, best.engine, tookMs));
    this.#count({
      requests: 1,
      modelCalls: +calledModel,
      savedSure: +(callSaved === "sure"),
      savedCached: +(callSaved === "cached" || callSaved === "inFlight"),
      hidden: +(hidden !== undefined),
    });
  }

  noticed(notice: OutcomeNotice, languageId: string): void {
    if (notice.kind === "shown") {
      this.#set(addLanguage(this.#statistics, languageId, { shown: 1 }));
      this.#count({ shown: 1 });
      return;
    }
    const isTaken = notice.outcome === "accepted" || notice.outcome === "acceptedWord";
    if (isTaken) this.#set(addLanguage(this.#statistics, languageId, { accepted: 1 }));
    this.#count(countsOfEnd(notice));
  }

  checkedSurvival(survived: boolean): void {
    this.#count({ survivalChecked: 1, survived: +survived });
  }

  reset(): void {
    this.#set(noStatistics);
    this.#write();
  }

  #count(counts: Partial<Counts>): void {
    this.#set(addCounts(this.#statistics, this.today(), counts));
  }

  #set(statistics: Statistics): void {
    this.#statistics = statistics;
    this.#writing ??= this.#clock.after(writeAfterMs, () => this.#write());
    for (const listener of this.#listeners) listener();
  }

  #write(): void {
    this.#writing?.dispose();
    this.#writing = undefined;
    this.#store.set("statistics", this.#statistics.since === undefined ? undefined : this.#statistics);
  }
}
