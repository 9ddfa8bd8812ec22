/** One kind of context, found anew for each question; what comes too late is as it was for the last question nearby. */
import type { ContextItem } from "../../core/prompt/contextItem.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { InlineQuery } from "./completer.ts";

export type ContextItems = readonly ContextItem[];

/** A part that is being found. */
export interface FindingPart {
  /** Settles with what was found, nothing where that failed. Never rejects. */
  readonly whole: Promise<ContextItems>;
  /** The same, or `latestMs` from now what was found for the last question. Never rejects. */
  within(latestMs: number): Promise<ContextItems>;
}

export interface ContextPartDeps {
  readonly clock: Clock;
  readonly log: Log;
}

type Place = Pick<InlineQuery, "path" | "prefix">;

/** What was found so near in the same file helps here too. UTF-16 units. */
const nearby = 400;

const isNear = (a: Place, b: Place): boolean =>
  a.path === b.path && Math.abs(a.prefix.length - b.prefix.length) <= nearby;

export class ContextPart {
  readonly #name: string;
  readonly #deps: ContextPartDeps;
  #last: { readonly place: Place; readonly items: ContextItems } | undefined;

  /** @param name as a message begins with it, such as `Snippets` */
  constructor(name: string, deps: ContextPartDeps) {
    this.#name = name;
    this.#deps = deps;
  }

  find(place: Place, found: Promise<ContextItems>, signal: AbortSignal): FindingPart {
    let isThere = false;
    const whole = found.then(
      (items) => {
        isThere = true;
        this.#last = { place, items };
        return items;
      },
      (cause: unknown) => {
        isThere = true;
        const name = this.#name.toLowerCase();
        if (!signal.aborted) this.#deps.log.error(`Cannot find ${name}, the prompt goes without`, cause);
        return [];
      },
    );
    return { whole, within: (latestMs) => (isThere ? whole : this.#within(place, whole, latestMs)) };
  }

  #within(place: Place, whole: Promise<ContextItems>, latestMs: number): Promise<ContextItems> {
    return new Promise((resolve) => {
      const timer = this.#deps.clock.after(latestMs, () => resolve(this.#instead(place, latestMs)));
      void whole.then((items) => {
        timer.dispose();
        resolve(items);
      });
    });
  }

  #instead(place: Place, latestMs: number): ContextItems {
    const last = this.#last && isNear(this.#last.place, place) ? this.#last.items : undefined;
    const goes = last ? "the prompt goes with those of the last one" : "the prompt goes without";
    this.#deps.log.debug(`${this.#name} came later than ${latestMs} ms, ${goes}`);
    return last ?? [];
  }
}
