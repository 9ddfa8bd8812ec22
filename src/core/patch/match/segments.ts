/** Places for the pieces of a block that leaves lines out between them. */
import { findRuns, MOST_PLACES } from "./findRuns.ts";
import { indentOf, isBlank } from "./lineKeys.ts";

/** Lines that stand directly after each other. */
export interface Segment {
  /** Of the hunk's lines, ascending. */
  readonly indices: readonly number[];
  /** How the lines compare, one for each. */
  readonly keys: readonly string[];
  /** Whether anything is changed beside them. */
  readonly changes: boolean;
}

/** More ways to place the pieces than this are too many to choose from. */
const MOST_CHAINS = 64;

/**
 * Every way to place the segments in order, as the line each begins at; those in which an elision leaves the block of
 * code that it stands in only when there is no other. Beyond a limit some are left out, never all but one.
 */
export function placeSegments(
  file: readonly string[],
  keys: readonly string[],
  segments: readonly Segment[],
): readonly (readonly number[])[] {
  const runs = segments.map((segment) => findRuns(segment.keys, keys));
  if (runs.some((places) => places.length === 0)) return [];
  if (segments.length === 1) return runs[0]!.map((place) => [place]);
  if (runs.some((places) => places.length > MOST_PLACES)) return [];
  const all: (readonly number[])[] = [];
  collect(segments, runs, [], all);
  const tidy = all.filter((starts) => staysInside(file, segments, starts));
  return tidy.length > 0 ? tidy : all;
}

function collect(
  segments: readonly Segment[],
  runs: readonly (readonly number[])[],
  starts: readonly number[],
  all: (readonly number[])[],
): void {
  const nth = starts.length;
  if (all.length > MOST_CHAINS) return;
  if (nth === segments.length) {
    all.push(starts);
    return;
  }
  const from = nth === 0 ? 0 : starts[nth - 1]! + segments[nth - 1]!.keys.length;
  const later = runs[nth]!.filter((place) => place >= from);
  // Where nothing changes any more, the nearest place is as good as any.
  const choices = segments.slice(nth).some(({ changes }) => changes) ? later : later.slice(0, 1);
  for (const place of choices) collect(segments, runs, [...starts, place], all);
}

/** Whether no elision passes over a line that ends the block of code it began in. */
function staysInside(
  file: readonly string[],
  segments: readonly Segment[],
  starts: readonly number[],
): boolean {
  return starts.every((start, nth) => {
    if (nth === 0) return true;
    const gapStart = starts[nth - 1]! + segments[nth - 1]!.keys.length;
    const before = lastDepth(file, gapStart);
    const after = indentOf(file[start]!).length;
    const opens = after > before;
    for (let at = gapStart; at < start; at++) {
      if (isBlank(file[at]!)) continue;
      const depth = indentOf(file[at]!).length;
      if (opens ? depth <= before : depth < Math.min(before, after)) return false;
    }
    return true;
  });
}

function lastDepth(file: readonly string[], end: number): number {
  for (let at = end - 1; at >= 0; at--) if (!isBlank(file[at]!)) return indentOf(file[at]!).length;
  return 0;
}
