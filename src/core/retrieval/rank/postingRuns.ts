/**
 * Loops over postings, on which all of ranking's time is spent: over arrays alone and with no call inside, so that they are
 * fast before they have run often.
 */
import type { PostingBuffer } from "../../repo/searchIndex.ts";
import type { Bm25 } from "./bm25.ts";
import type { ScoreBoard } from "./scoreBoard.ts";

/** Units that hold a term and how often; only the first `length` entries count. */
export interface TermRuns {
  readonly units: Uint32Array;
  readonly counts: Uint32Array | Float64Array;
  readonly length: number;
}

/** A collection of documents of one kind: how many, their mean length, and the length of each. In terms. */
export interface Collection {
  readonly documents: number;
  readonly meanLength: number;
  readonly lengths: Uint32Array;
  /** The power to which a term's rarity counts; 1 when absent. */
  readonly rarity?: number;
}

/**
 * Sums postings over what their units belong to.
 *
 * @param ownerOf by unit; ascends
 * @param into may be the same as `from`
 */
export function joinRuns(from: PostingBuffer, ownerOf: Uint32Array, into: PostingBuffer): void {
  const { length } = from;
  if (into.units.length < length) {
    into.units = new Uint32Array(2 * length);
    into.counts = new Uint32Array(2 * length);
  }
  const { units, counts } = from;
  const toUnits = into.units;
  const toCounts = into.counts;
  let to = 0;
  for (let i = 0; i < length; to++) {
    const owner = ownerOf[units[i]!]!;
    let count = counts[i++]!;
    while (i < length && ownerOf[units[i]!] === owner) count += counts[i++]!;
    toUnits[to] = owner;
    toCounts[to] = count;
  }
  into.length = to;
}

/** Sums postings, each times `weight`, over what their units belong to, in any order. */
export function countUnits(
  from: PostingBuffer,
  weight: number,
  ownerOf: Uint32Array,
  into: ScoreBoard,
): void {
  const { units, counts, length } = from;
  const { scores, touched } = into;
  let met = into.count;
  for (let i = 0; i < length; i++) {
    const owner = ownerOf[units[i]!]!;
    const before = scores[owner]!;
    if (before === 0) touched[met++] = owner;
    scores[owner] = before + weight * counts[i]!;
  }
  into.count = met;
}

/** Adds `rarity` times `saturate` of each count to the scores of the units, what all have in common taken out. */
export function addScores(
  { units, counts, length }: TermRuns,
  rarity: number,
  { lengths, meanLength }: Collection,
  { k1, b }: Bm25,
  into: ScoreBoard,
): void {
  const { scores, touched } = into;
  const most = rarity * (k1 + 1);
  const shortest = k1 * (1 - b);
  const perTerm = (k1 * b) / meanLength;
  let met = into.count;
  for (let i = 0; i < length; i++) {
    const unit = units[i]!;
    const tf = counts[i]!;
    const value = (most * tf) / (tf + shortest + perTerm * lengths[unit]!);
    const before = scores[unit]!;
    if (before === 0) touched[met++] = unit;
    scores[unit] = before + value;
  }
  into.count = met;
}
