/** Runs the state machine of outcomes on what the editor tells, and passes on what it finds. */
import type { OutcomeEvent, OutcomeNotice } from "../../core/completion/outcome/events.ts";
import { nothingWatched, type WatchState, wantsTimeAt, watch } from "../../core/completion/outcome/watch.ts";
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";

/** A suggestion with the text that the editor was given, from the cursor on. */
export interface OfferedItem {
  readonly text: string;
  readonly suggestion: Suggestion;
}

export type OutcomeListener = (notice: OutcomeNotice, suggestion: Suggestion) => void;
type WithoutTime<E> = E extends unknown ? Omit<E, "atMs"> : never;

/** Suggestions of earlier requests may still be on the screen while typed along; of so many it is remembered. */
const keptRequests = 60;

export class OutcomeTracker implements Disposable {
  readonly #clock: Clock;
  readonly #listeners = new Set<OutcomeListener>();
  readonly #items = new Map<number, readonly OfferedItem[]>();
  #state: WatchState = nothingWatched;
  #lastRequest = 0;
  #lastAtMs = 0;
  #lastChangeMs: number | undefined;
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#listeners.clear();
  }

  onNotice(listener: OutcomeListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** @returns the number of the request, for what follows about it */
  requested(where: { readonly path: string; readonly offset: number; readonly withList: boolean }): number {
    const request = ++this.#lastRequest;
    this.tell({ kind: "requested", request, ...where });
    return request;
  }

  /** The editor was given these, best first. */
  returned(request: number, items: readonly OfferedItem[]): void {
    if (items.length > 0) this.#items.set(request, items);
    for (const old of [...this.#items.keys()].slice(0, -keptRequests)) this.#items.delete(old);
    this.tell({ kind: "returned", request, texts: items.map(({ text }) => text) });
  }

  tell(event: WithoutTime<OutcomeEvent>): void {
    this.#lastAtMs = Math.max(this.#lastAtMs, this.#clock.now());
    if (event.kind === "changed") this.#lastChangeMs = this.#lastAtMs;
    const { state, notices } = watch(this.#state, { ...event, atMs: this.#lastAtMs });
    this.#state = state;
    this.#wait();
    for (const notice of notices) this.#pass(notice);
  }

  /** Since a document last changed; undefined when none did. */
  sinceChangeMs(): number | undefined {
    return this.#lastChangeMs === undefined ? undefined : Math.max(0, this.#clock.now() - this.#lastChangeMs);
  }

  #pass(notice: OutcomeNotice): void {
    const items = this.#items.get(notice.request);
    const item = items?.[notice.kind === "ended" ? notice.index : 0];
    if (item) for (const listener of this.#listeners) listener(notice, item.suggestion);
  }

  #wait(): void {
    this.#timer?.dispose();
    const atMs = wantsTimeAt(this.#state);
    this.#timer =
      atMs === undefined
        ? undefined
        : this.#clock.after(Math.max(0, atMs - this.#lastAtMs), () => this.tell({ kind: "time" }));
  }
}
