/**
 * How well a symbol fits a question as a whole: which of its terms stand in the symbol and around it, wherever and
 * however often. Beside the weights of single terms, this tells the symbol that is meant from those that merely say one of
 * its words often.
 */
import type { SymbolWeights } from "./weights.ts";

/** Bits of the question's terms by where they stand, and what the symbol is like. */
export interface SymbolPlaces {
  readonly body: number;
  readonly name: number;
  /** Bits of the question's stop words that stand in its name. */
  readonly stopWords: number;
  /** In the names of the symbols around it. */
  readonly around: number;
  readonly path: number;
  /** In the text of its file. */
  readonly file: number;
  /** In terms. */
  readonly length: number;
  readonly nameLength: number;
  /** How many symbols are around it. */
  readonly depth: number;
  /** Not for fields, constants, headings and the like. */
  readonly hasCode: boolean;
  /** Whether it is what the question's beginning is about: something done, or some thing. */
  readonly isAskedKind: boolean;
}

/** The length at which brevity counts nothing. Terms. */
const LONGEST = Math.log1p(150_000);

/** What `fitParts` gives, in its order. */
export const FIT_PARTS = [
  "coverage",
  "name",
  "container",
  "path",
  "file",
  "brevity",
  "nesting",
  "kind",
] as const;

/**
 * What each of `FIT_PARTS` adds to a symbol's score.
 *
 * @param rarities of the question's terms, in their order; 0 <= each
 */
export function fitParts(
  places: SymbolPlaces,
  rarities: readonly number[],
  weights: SymbolWeights,
): readonly number[] {
  const { body, name, around, path, file } = places;
  const all = sumOf(-1, rarities);
  const small = Math.min(1, countOf(places.stopWords) / Math.max(1, places.nameLength));
  return [
    weights.anywhere * sumOf(body | name | around, rarities),
    (weights.firstTerm * (name & 1) + weights.stopWords * small) * all,
    weights.container * sumOf(name | around, rarities),
    weights.path * sumOf(path, rarities),
    weights.file * sumOf(file, rarities),
    weights.brevity * Math.max(0, 1 - Math.log1p(places.length) / LONGEST) * all,
    (weights.nesting / (1 + places.depth)) * all,
    ((places.hasCode ? weights.code : 0) + (places.isAskedKind ? weights.askedKind : 0)) * all,
  ];
}

/** Sum of the rarities of some terms. */
function sumOf(bits: number, rarities: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < rarities.length; i++) if ((bits >> i) & 1) sum += rarities[i]!;
  return sum;
}

/** How many bits are set. */
export function countOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
