/** Which segments to merge, and which dead contents to give up. */
import { contentStates } from "./contentSet.ts";
import type { RepoPart } from "./repoPart.ts";

/**
 * A look-up asks each segment, at about a microsecond a term. Four million lines come as twenty segments; to merge them
 * costs a fifth of all CPU of a first pass and saves one hundredth of their bytes.
 */
export const MOST_PARTS = 24;
/** A segment is merged with all after it when it is at most this many times as large as they are together. */
const SIZE_RATIO = 3;
/** Dead passages that are kept in any case, and as a part of the live ones: about one branch besides the current. */
const DEAD_PASSAGES = 5_000;
const DEAD_PART = 0.5;

/**
 * The last segments, so that numbers of those before stay; all when too much is dead. A content is written again
 * about log(size) times only, as in a log-structured merge tree (O'Neil et al. 1996).
 */
export function planMerge(parts: readonly RepoPart[], livePassages: number): readonly RepoPart[] {
  const all = parts.reduce((sum, { segment }) => sum + segment.passages, 0);
  if (excessOfDead(all, livePassages) > 0) return parts.slice();
  if (parts.length <= MOST_PARTS) return [];
  let first = parts.length - 1;
  for (let sum = 0; first > 0; first--) {
    sum += parts[first]!.segment.passages;
    const isSmall = parts[first - 1]!.segment.passages <= SIZE_RATIO * sum;
    if (!isSmall && first < MOST_PARTS) break;
  }
  return parts.slice(first);
}

/** Dead passages above what is kept. */
export function excessOfDead(allPassages: number, livePassages: number): number {
  return allPassages - livePassages - Math.max(DEAD_PASSAGES, DEAD_PART * livePassages);
}

/** Dead contents to drop, those that died first before others, until no more than wanted is dead. */
export function chooseDropped(
  parts: readonly RepoPart[],
  excess: number,
): readonly (readonly [part: RepoPart, content: number])[] {
  const dead = parts.flatMap((part) =>
    Array.from(part.states, (state, content) => ({ part, content, state })).filter(
      ({ state }) => state === contentStates.kept,
    ),
  );
  dead.sort((a, b) => (a.part.diedAt.get(a.content) ?? 0) - (b.part.diedAt.get(b.content) ?? 0));
  let left = 2 * excess;
  const dropped: [RepoPart, number][] = [];
  for (const { part, content } of dead) {
    if (left <= 0) break;
    left -= part.passagesOf(content);
    dropped.push([part, content]);
  }
  return dropped;
}
