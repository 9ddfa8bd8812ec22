/**
 * Finds where the tokens before the cursor stand elsewhere: for each order the positions that agree in at least so many
 * tokens, as nested intervals of the sorted positions (one narrowing binary search per token).
 */
import type { Segment } from "./segment.ts";
import { MAX_ORDER, tokenBefore } from "./suffixSort.ts";

/** `low[k]..high[k]` (end exclusive) is the interval of `segment.order` that agrees in k tokens; k = 0..depth. */
export interface Intervals {
  readonly depth: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** First index in `from..to` whose token at `depth` is at least `id`; the positions there are sorted by it. */
function lowerBound(segment: Segment, from: number, to: number, depth: number, id: number): number {
  const { order, tokens } = segment;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokenBefore(tokens, order[middle]!, depth) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param context ids, nearest first */
export function findIntervals(segment: Segment, context: readonly number[]): Intervals {
  const low = new Int32Array(MAX_ORDER + 1);
  const high = new Int32Array(MAX_ORDER + 1);
  high[0] = segment.order.length;
  let depth = 0;
  while (depth < MAX_ORDER && depth < context.length) {
    const id = context[depth]!;
    const from = lowerBound(segment, low[depth]!, high[depth]!, depth + 1, id);
    const to = lowerBound(segment, from, high[depth]!, depth + 1, id + 1);
    if (from === to) break;
    depth++;
    low[depth] = from;
    high[depth] = to;
  }
  return { depth, low, high };
}

/**
 * Positions that agree in exactly `order` tokens, at most about `most` of them, evenly spread.
 *
 * @param visit gets a position and how many positions it stands for, at least 1
 */
export function sampleRing(
  segment: Segment,
  intervals: Intervals,
  order: number,
  most: number,
  visit: (position: number, standsFor: number) => void,
): void {
  const { low, high, depth } = intervals;
  const [from, to] = [low[order]!, high[order]!];
  const [innerFrom, innerTo] = order < depth ? [low[order + 1]!, high[order + 1]!] : [to, to];
  const size = to - from - (innerTo - innerFrom);
  if (size <= 0) return;
  const step = Math.max(1, size / most);
  for (let at = 0; at < size; at += step) {
    let index = from + Math.floor(at);
    if (index >= innerFrom) index += innerTo - innerFrom;
    visit(segment.order[index]!, step);
  }
}
