/** Looks at accepted text again after five minutes: is it still there? */
import { followPlace, hasSurvived, type Place } from "../../core/completion/outcome/survival.ts";
import type { TextEdit } from "../../core/text/textEdit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";

export const survivalAfterMs = 5 * 60_000;
/** Of so many at once; a person accepts fewer in five minutes. */
const mostFollowed = 200;

export interface AcceptedText {
  readonly path: string;
  readonly offset: number;
  /** What stood from there on when it was accepted. */
  readonly text: string;
}

export interface SurvivalDependencies {
  readonly clock: Clock;
  /** The text of an open document between two offsets; undefined when it is closed. */
  readonly readPlace: (path: string, place: Place) => string | undefined;
  readonly onChecked: (survived: boolean) => void;
}

interface Followed extends AcceptedText {
  place: Place;
  readonly timer: Disposable;
}

export class SurvivalWatch implements Disposable {
  readonly #deps: SurvivalDependencies;
  readonly #followed = new Set<Followed>();

  constructor(deps: SurvivalDependencies) {
    this.#deps = deps;
  }

  dispose(): void {
    for (const { timer } of this.#followed) timer.dispose();
    this.#followed.clear();
  }

  follow(accepted: AcceptedText): void {
    if (accepted.text.trim() === "" || mostFollowed <= this.#followed.size) return;
    const followed: Followed = {
      ...accepted,
      place: { start: accepted.offset, end: accepted.offset + accepted.text.length },
      timer: this.#deps.clock.after(survivalAfterMs, () => this.#check(followed)),
    };
    this.#followed.add(followed);
  }

  changed(path: string, edits: readonly TextEdit[]): void {
    for (const followed of this.#followed) {
      if (followed.path === path) followed.place = followPlace(followed.place, edits);
    }
  }

  /** What cannot be looked at any more is not counted. */
  #check(followed: Followed): void {
    this.#followed.delete(followed);
    const standing = this.#deps.readPlace(followed.path, followed.place);
    if (standing !== undefined) this.#deps.onChecked(hasSurvived(followed.text, standing));
  }
}
