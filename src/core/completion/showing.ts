/**
 * Which suggestions of the built-in engine are worth showing unasked. The constants were chosen on the development
 * repositories by the simulation of typing (`docs/benchmarks.md`).
 */
import { raisedBar } from "./rejectMemory.ts";
import type { Suggestion } from "./suggestion.ts";

/** A start of the line's rest has to be so much surer than a whole rest of the line. */
const START_EXTRA = 0.1;
/** A start has to save so many characters on average: its length times its confidence. */
const START_WORTH = 5;
/** Shorter rests of the line are typed as fast as they are read. */
const LEAST_CHARS = 3;

/**
 * @param minimum the confidence that was set as the least, 0..1
 * @param rejections suggestions not wanted on this line, see `RejectMemory`
 */
export function isWorthShowing(draft: Suggestion, minimum: number, rejections: number): boolean {
  const { text, confidence, isWord } = draft;
  const bar = raisedBar(Math.min(1, isWord ? minimum + START_EXTRA : minimum), rejections);
  if (confidence < bar) return false;
  return isWord ? confidence * text.length >= START_WORTH : text.trim().length >= LEAST_CHARS;
}
