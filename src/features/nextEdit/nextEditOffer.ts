/**
 * Offers the next place after an edit: asks the engine when typing pauses, goes from place to place as they are accepted,
 * and is silent after any other edit, when dismissed, and when the edit is taken back.
 */
import type { EditPlace, NextEdits } from "../../core/completion/nextEdit/editPlace.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { EditQueries } from "../../ports/editQueries.ts";
import type { Log } from "../../ports/log.ts";

/** Idle time after an edit before siblings are looked for, in milliseconds: between letters of a name it is less. */
const PAUSE_MS = 350;
/** More places than anybody goes through by hand. */
const MOST_PLACES = 200;

export interface NextEditOfferDeps {
  readonly engine: Pick<EditQueries, "nextEdits">;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a person wants offers in this document. */
  readonly isEnabled: (path: string, languageId: string) => boolean;
}

/** What is offered: a place, and of how many it is the first. */
export interface OfferedPlace {
  readonly place: EditPlace;
  readonly left: number;
  /** The document that was edited. */
  readonly editedPath: string;
}

export class NextEditOffer implements Disposable {
  readonly #deps: NextEditOfferDeps;
  readonly #show: (offered: OfferedPlace | undefined) => void;
  #offered: OfferedPlace | undefined;
  #summary: string | undefined;
  /** What a person does not want to hear of again. */
  #dismissed: string | undefined;
  #timer: Disposable | undefined;
  #asked: AbortController | undefined;

  /** @param show called at each change of what is offered */
  constructor(deps: NextEditOfferDeps, show: (offered: OfferedPlace | undefined) => void) {
    this.#deps = deps;
    this.#show = show;
  }

  get offered(): OfferedPlace | undefined {
    return this.#offered;
  }

  /** A document was edited. @param isAccepted by accepting what was offered: the next one comes without a pause */
  edited(path: string, languageId: string, isAccepted = false): void {
    this.#stop();
    this.#offer(undefined);
    if (!this.#deps.isEnabled(path, languageId)) return;
    this.#timer = this.#deps.clock.after(isAccepted ? 0 : PAUSE_MS, () => void this.#ask(path));
  }

  /** Sends the offer away, and those of the same change that would come after it. */
  dismiss(): void {
    this.#dismissed = this.#summary;
    this.#stop();
    this.#offer(undefined);
  }

  /** The place is no longer as it was when it was offered. */
  drop(): void {
    this.#stop();
    this.#offer(undefined);
  }

  dispose(): void {
    this.#stop();
  }

  async #ask(path: string): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const found = await this.#deps.engine.nextEdits({ path, limit: MOST_PLACES }, asked.signal);
      if (!asked.signal.aborted) this.#take(path, found);
    } catch (cause) {
      if (!asked.signal.aborted) this.#deps.log.debug(`Cannot look for the next edit: ${String(cause)}`);
    }
  }

  #take(path: string, found: NextEdits | undefined): void {
    const [place] = found?.places ?? [];
    this.#summary = found?.summary;
    if (this.#summary !== this.#dismissed) this.#dismissed = undefined;
    if (!found || !place || this.#dismissed !== undefined) return;
    this.#offer({ place, left: found.places.length, editedPath: path });
  }

  #offer(offered: OfferedPlace | undefined): void {
    if (offered === undefined && this.#offered === undefined) return;
    this.#offered = offered;
    this.#show(offered);
  }

  #stop(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#asked?.abort();
    this.#asked = undefined;
  }
}
