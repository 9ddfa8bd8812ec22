/** Which suggestions of the built-in engine are sure enough to be shown unasked. */
import { raisedBar } from "./rejectMemory.ts";
import type { Suggestion } from "./suggestion.ts";

/** Where a suggestion would stand. */
export interface ShowingPlace {
  /** Whether only white space stands before the cursor on its line. */
  readonly atLineStart: boolean;
  /** Suggestions typed past on this line, see `RejectMemory`. */
  readonly rejections: number;
}

/** Bars above the one that was set: chosen on the development repositories by the simulation of typing. */
const LINE_START_EXTRA = 0.05;
const WORD_EXTRA = 0.2;
/** Shorter suggestions are typed as fast as they are read. */
const LEAST_CHARS = 3;

/**
 * @param minimum the confidence that was set as the least, 0..1
 */
export function isWorthShowing(draft: Suggestion, minimum: number, place: ShowingPlace): boolean {
  const extra = draft.isWord ? WORD_EXTRA : place.atLineStart ? LINE_START_EXTRA : 0;
  const bar = raisedBar(Math.min(1, minimum + extra), place.rejections);
  return draft.confidence >= bar && draft.text.trim().length >= LEAST_CHARS;
}
