/**
 * What words of questions have to do with words of names: `remove` with `delete`, `clear` and `pop`. Each word has two vectors, one
 * as it is asked and one as it names; their product grows with how often functions of such names are described by such
 * words. Learned from doc comments by `bench/trainSymbols.ts`; a bag of words on both sides, as the baseline of Husain et al. 2019.
 */
export interface WordVectors {
  /** Numbers of a vector. */
  readonly size: number;
  /** Place of each term, from 0 on. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** Vectors by place, one after the other: of words in questions, and of words in names. */
  readonly asked: Float32Array;
  readonly named: Float32Array;
}

/** Places of terms, each once; those without a vector are left out. */
export function placesOf({ placeOf }: WordVectors, terms: Iterable<string>): readonly number[] {
  const places = new Set<number>();
  for (const term of terms) {
    const place = placeOf.get(term);
    if (place !== undefined) places.add(place);
  }
  return [...places];
}

/** Adds a vector times `factor` to `into`. */
export function addVector(into: Float64Array, vectors: Float32Array, place: number, factor: number): void {
  const start = place * into.length;
  for (let i = 0; i < into.length; i++) into[i]! += factor * vectors[start + i]!;
}

/** Product of a sum of vectors with the vector at a place. */
export function productAt(one: Float64Array, vectors: Float32Array, place: number): number {
  const start = place * one.length;
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * vectors[start + i]!;
  return sum;
}

/** Product of what a word asks with what another names. */
export function nearness({ size, asked, named }: WordVectors, question: number, name: number): number {
  const [from, to] = [question * size, name * size];
  let sum = 0;
  for (let i = 0; i < size; i++) sum += asked[from + i]! * named[to + i]!;
  return sum;
}
