/** How fast a person types and how fast a model answers, and how long to wait with a question for that. */

/** Gaps beyond this are pauses, not typing. Milliseconds. */
const longestGapMs = 1_000;
/** Weight of the newest of a running mean: some ten keystrokes tell. */
const newest = 0.15;
/** Keystrokes that come in one go, such as an indented line break, are never told apart. Milliseconds. */
const shortestWaitMs = 30;
/** A key that comes later than this many usual gaps is taken for a pause. */
const gapsOfPause = 1.2;

export interface TypingPace {
  readonly lastKeyMs: number | undefined;
  /** Mean time between two keystrokes; undefined before there were two. */
  readonly gapMs: number | undefined;
  /** Mean time to a whole answer of the model; undefined before there was one. */
  readonly latencyMs: number | undefined;
}

export const unknownPace: TypingPace = { lastKeyMs: undefined, gapMs: undefined, latencyMs: undefined };

const mean = (old: number | undefined, now: number): number =>
  old === undefined ? now : old + newest * (now - old);

export function keyPressed(pace: TypingPace, nowMs: number): TypingPace {
  const gapMs = pace.lastKeyMs === undefined ? Number.POSITIVE_INFINITY : nowMs - pace.lastKeyMs;
  return { ...pace, lastKeyMs: nowMs, gapMs: gapMs <= longestGapMs ? mean(pace.gapMs, gapMs) : pace.gapMs };
}

export const answered = (pace: TypingPace, latencyMs: number): TypingPace => ({
  ...pace,
  latencyMs: mean(pace.latencyMs, latencyMs),
});

/**
 * How long to wait after a keystroke before a model is asked: until it is clear that no other key comes, less what the
 * model itself takes, for an answer that comes after the next key came too late anyway.
 *
 * @param longestMs the person's setting; all of it while nothing is known
 */
export function waitMs({ gapMs, latencyMs }: TypingPace, longestMs: number): number {
  if (gapMs === undefined) return longestMs;
  const wait = gapsOfPause * gapMs - (latencyMs ?? 0);
  return Math.min(longestMs, Math.max(shortestWaitMs, Math.round(wait)));
}
