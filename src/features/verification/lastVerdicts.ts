/** Remembers what was said of the last suggestions, those that were not shown included. */
import type { JudgedDraft } from "../../core/verify/renderVerdicts.ts";

/** More are of earlier places. */
const MOST = 5;

export class LastVerdicts {
  #judged: readonly JudgedDraft[] = [];

  /** The latest first. */
  get all(): readonly JudgedDraft[] {
    return this.#judged;
  }

  note(judged: JudgedDraft): void {
    const others = this.#judged.filter(({ draft }) => draft !== judged.draft);
    this.#judged = [judged, ...others].slice(0, MOST);
  }
}
