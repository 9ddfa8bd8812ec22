/** A question on its way to a model and what has come back so far; who types what it says goes on waiting for it. */
import { type CursorText, type Place, placeOf, typedSince } from "../../core/completion/place.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import { Listeners } from "./listeners.ts";

/** One change of a document: what stood at `start` for `removed` units became `text`. */
export interface DocumentEdit {
  readonly path: string;
  /** UTF-16 units. */
  readonly start: number;
  readonly removed: number;
  readonly text: string;
}

export interface PendingQuestion extends CursorText {
  readonly path: string;
  /** What else must be equal for the answer to be of use. */
  readonly scope: string;
  /** The end of the prefix that is not in the document yet: a suggestion that is shown. */
  readonly lead?: string;
}

/** Without a key that agrees, a question nobody waits for any more ends after this. Milliseconds. */
const orphanMs = 8;
/** An editor asks again within this after a key. Milliseconds. */
const adoptionMs = 400;
/** Typed before anything came back; with more, the answer will hardly say the same. UTF-16 units. */
const mostTypedBlind = 12;

export class PendingAnswer {
  readonly #question: PendingQuestion;
  readonly #lead: string;
  readonly #place: Place;
  /** Where the document stands now: before the lead. */
  readonly #start: Place;
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #changed = new Listeners<void>();
  #waiters = 0;
  /** Typed since, as far as the document's changes tell. */
  #typed = "";
  #orphan: Disposable | undefined;
  #isSent = false;
  #lingers = false;
  #text = "";
  #isOver = false;

  constructor(question: PendingQuestion, clock: Clock) {
    this.#question = question;
    this.#place = placeOf(question);
    const { prefix, suffix, lead = "" } = question;
    this.#lead = lead;
    this.#start = placeOf({ prefix: prefix.slice(0, prefix.length - lead.length), suffix });
    this.#clock = clock;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#isOver || this.signal.aborted;
  }

  /** The request leaves: from now on it costs something, and may be worth waiting for. */
  sent(): void {
    this.#isSent = true;
  }

  /** What the model wrote so far. */
  came(text: string): void {
    this.#text = text;
    this.#changed.tell();
  }

  over(): void {
    this.#isOver = true;
    this.#orphan?.dispose();
    this.#changed.tell();
  }

  stop(): void {
    this.#controller.abort();
    this.over();
  }

  /** Whether the answer may still be what a person wants at another place: they typed what it says so far. */
  agrees({ scope, ...now }: CursorText & { readonly scope: string }): boolean {
    if (this.signal.aborted || scope !== this.#question.scope) return false;
    const typed = typedSince(this.#place, now);
    return typed !== undefined && this.#agreesWith(typed.text);
  }

  /** Whether a place is on the way to the one that was asked for: a part of the lead was typed. */
  isAheadOf({ scope, ...now }: CursorText & { readonly scope: string }): boolean {
    if (this.isOver || scope !== this.#question.scope) return false;
    const typed = typedSince(this.#start, now);
    return typed !== undefined && this.#lead.startsWith(typed.text);
  }

  /** A key was pressed somewhere. A question that it makes useless ends at once. */
  edited({ path, start, removed, text }: DocumentEdit): void {
    if (this.isOver || path !== this.#question.path) return;
    const isTyped = removed === 0 && start === this.#start.prefixLength + this.#typed.length;
    this.#typed += isClosedByItself(text) ? text[0] : text;
    const lead = this.#lead;
    const isLed = this.#typed.length < lead.length && lead.startsWith(this.#typed);
    if (isTyped && isLed) return;
    const agrees = this.#typed.startsWith(lead) && this.#agreesWith(this.#typed.slice(lead.length));
    if (!isTyped || !agrees) this.stop();
    else if (this.#waiters === 0) this.#endUnlessAdopted(adoptionMs);
  }

  /**
   * Waits until the answer is whole.
   *
   * @returns `parted` when it turned out to say something else than was typed, `stopped` when nobody wants it any more
   */
  wait(now: CursorText, signal: AbortSignal): Promise<"whole" | "parted" | "stopped"> {
    this.#waiters++;
    this.#orphan?.dispose();
    const { scope } = this.#question;
    const typedBefore = this.#lead.length + (typedSince(this.#place, now)?.text.length ?? 0);
    return new Promise((resolve) => {
      const leave = (how: "whole" | "parted" | "stopped"): void => {
        listener.dispose();
        signal.removeEventListener("abort", gone);
        this.#waiters--;
        resolve(how);
      };
      const gone = (): void => {
        leave("stopped");
        if (this.#waiters > 0) return;
        const wentOn = this.#typed.length > typedBefore;
        if (this.#lingers || this.#isSent || wentOn) this.#endUnlessAdopted(wentOn ? adoptionMs : orphanMs);
        else this.stop();
      };
      const look = (): void => {
        if (this.#isOver) leave(this.signal.aborted ? "stopped" : "whole");
        else if (!this.agrees({ ...now, scope })) leave("parted");
      };
      const listener = this.#changed.add(look);
      signal.addEventListener("abort", gone, { once: true });
      if (signal.aborted) gone();
      else look();
    });
  }

  /** Goes on with nobody waiting: something else is shown meanwhile, or nothing is yet. */
  linger(): void {
    this.#lingers = true;
  }

  /** Whether a question waits for it. */
  get isAwaited(): boolean {
    return this.#waiters > 0 && !this.#lingers;
  }

  #agreesWith(typed: string): boolean {
    if (this.#text === "") return typed.length <= mostTypedBlind && !typed.includes("\n");
    return this.#text.startsWith(typed) || (typed.startsWith(this.#text) && !this.#isOver);
  }

  #endUnlessAdopted(afterMs: number): void {
    this.#orphan?.dispose();
    if (this.isOver || this.#lingers) return;
    this.#orphan = this.#clock.after(afterMs, () => {
      if (this.#waiters === 0) this.stop();
    });
  }
}

/** An opening bracket or quote with what the editor put behind it. */
const isClosedByItself = (text: string): boolean => /^(?:\(\)|\[\]|\{\}|""|''|``|<>)$/.test(text);
