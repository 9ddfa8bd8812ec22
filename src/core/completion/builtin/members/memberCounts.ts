/** What follows the dot elsewhere: after the same receiver, in this text and in the repository. */
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import { findIntervals, sampleRing } from "../matcher.ts";
import type { TokenSource } from "../tokenSource.ts";
import type { View } from "../view.ts";
import { type Marks, type Receiver, receiverAt } from "./receiver.ts";

/** Places of a dot looked at, per segment and context. */
const PLACES = 300;
const LOOSE_CAPS = { pairs: 60, singles: 20, looks: 600 };
/** Tokens in which a place in the current text loses its weight by e. */
const DECAY = 600;
/** Tokens in which the nearness of the last place falls by e. */
const NEARBY = 150;

/** How much a member was seen, and where. */
export interface MemberCount {
  /** After the same receiver, and after any, in the current text; what is far counts less. */
  here: number;
  anyHere: number;
  /** Nearness of the last place before the cursor after the same receiver, 0..1. */
  last: number;
  /** After the same receiver in other files, by their weight. */
  elsewhere: number;
}

export type MemberCounts = Map<number, MemberCount>;

export function countMembers(view: View, receiver: Receiver | undefined, marks: Marks): MemberCounts {
  const counts: MemberCounts = new Map();
  countHere(view, receiver, marks, counts);
  if (receiver !== undefined) countElsewhere(view, receiver, marks, counts);
  return counts;
}

function countOf(counts: MemberCounts, id: number): MemberCount {
  let count = counts.get(id);
  if (count === undefined) {
    count = { here: 0, anyHere: 0, last: 0, elsewhere: 0 };
    counts.set(id, count);
  }
  return count;
}

function countHere(
  { current, vocabulary }: View,
  receiver: Receiver | undefined,
  marks: Marks,
  counts: MemberCounts,
): void {
  const { tokens } = current.file;
  const { cursor } = current;
  for (let at = 1; at + 1 < tokens.length; at++) {
    const id = tokens[at]! >> 1;
    const name = tokens[at + 1]! >> 1;
    if (at + 1 === cursor || vocabulary.kind(name) !== Kind.word) continue;
    if (!marks.dots.has(id)) continue;
    const count = countOf(counts, name);
    const distance = Math.abs(cursor - at);
    const weight = 0.3 + Math.exp(-distance / DECAY);
    count.anyHere += weight;
    const other = receiver === undefined ? undefined : receiverAt(tokens, at, marks, vocabulary);
    if (other === undefined || other.id !== receiver?.id || other.form !== receiver.form) continue;
    count.here += weight;
    if (at < cursor) count.last = Math.exp(-distance / NEARBY);
  }
}

/** Contexts that end with a dot after the receiver, nearest token first. */
function contextsOf(receiver: Receiver, dot: number, marks: Marks): number[][] {
  if (receiver.form === "name" || receiver.form === "text") return [[dot, receiver.id]];
  const close = receiver.form === "call" ? marks.round[1] : marks.square[1];
  return [[dot, close], ...marks.breaks.map((id) => [dot, id, close])];
}

function countElsewhere(view: View, receiver: Receiver, marks: Marks, counts: MemberCounts): void {
  const { current, vocabulary, segments, loose } = view;
  const dot = current.file.tokens[current.cursor - 1]! >> 1;
  const exact = receiver.form === "name" || receiver.form === "text";
  const put = (source: TokenSource, position: number, weight: number) => {
    const name = source.tokens[position]! >> 1;
    if (weight <= 0 || vocabulary.kind(name) !== Kind.word) return;
    if (!exact) {
      const other = receiverAt(source.tokens, position - 1, marks, vocabulary);
      if (other?.id !== receiver.id || other.form !== receiver.form) return;
    }
    countOf(counts, name).elsewhere += weight;
  };
  for (const context of contextsOf(receiver, dot, marks)) {
    for (const { segment, weights } of segments) {
      const intervals = findIntervals(segment, context);
      if (intervals.depth < context.length) continue;
      for (let order = intervals.depth; order >= context.length; order--) {
        sampleRing(segment, intervals, order, PLACES, (position, standsFor) => {
          put(segment, position, weights[segment.fileAt(position)]! * standsFor);
        });
      }
    }
    for (const { file, weight } of loose) {
      file.forEachMatch(context, LOOSE_CAPS, (position, order) => {
        if (order >= context.length) put(file, position, weight);
      });
    }
  }
}
