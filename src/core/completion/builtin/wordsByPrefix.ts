/** Words that start with the word being typed, whatever stands before them. */
import { FIRST_TEXT_ID, Kind } from "../../syntax/tokens/vocabulary.ts";
import { findIntervals, sampleRing } from "./matcher.ts";
import { compareTokens } from "./tokenOrder.ts";
import type { View } from "./view.ts";

/** Words of the index that are offered. */
const MOST = 16;
/** Places of a word looked at to weigh it. */
const PLACES = 8;
/** A shorter beginning says nothing of a whole repository's words. */
const LEAST_TYPED = 2;

/** Tokens of the current text that start with `partial`, with their share of all such. */
export function wordsOfText({ current, vocabulary }: View, partial: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const token of current.file.tokens) {
    const id = token >> 1;
    if (!vocabulary.startsWith(id, partial) || vocabulary.kind(id) === Kind.punctuation) continue;
    counts.set(id * 2, (counts.get(id * 2) ?? 0) + 1);
  }
  return shares([...counts]);
}

/** The most frequent tokens of the index that start with `partial` and are longer, with their share of these. */
export function wordsOfIndex(view: View, partial: string): Map<number, number> {
  if (partial.length < LEAST_TYPED) return new Map();
  const { vocabulary, loose } = view;
  const weights = new Map<number, number>();
  for (let id = FIRST_TEXT_ID; id < vocabulary.size; id++) {
    if (!vocabulary.startsWith(id, partial) || vocabulary.length(id) === partial.length) continue;
    if (vocabulary.kind(id) !== Kind.punctuation) weights.set(id, weightInSegments(view, id));
  }
  if (weights.size === 0) return new Map();
  for (const { file, weight } of loose) {
    for (const token of file.tokens) {
      const known = weights.get(token >> 1);
      if (known !== undefined) weights.set(token >> 1, known + weight);
    }
  }
  const found = [...weights].filter(([, weight]) => weight > 0);
  found.sort((a, b) => b[1] - a[1] || compareTokens(vocabulary, a[0] * 2, b[0] * 2));
  return shares(found.slice(0, MOST).map(([id, weight]) => [id * 2, weight]));
}

/** Sum of the weights of the files at a word's places. */
function weightInSegments({ segments }: View, id: number): number {
  let sum = 0;
  for (const { segment, weights } of segments) {
    const intervals = findIntervals(segment, [id]);
    if (intervals.depth === 0) continue;
    sampleRing(segment, intervals, 1, PLACES, (position, standsFor) => {
      sum += weights[segment.fileAt(position - 1)]! * standsFor;
    });
  }
  return sum;
}

function shares(counts: readonly (readonly [number, number])[]): Map<number, number> {
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return new Map(counts.map(([token, count]) => [token, count / all]));
}
