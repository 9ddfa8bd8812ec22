/** What is known of names and paths whatever is asked: their words with their places among the word vectors; kept for a while. */
import { nameTerms } from "./nameWords.ts";
import { placesOf, type WordVectors } from "./wordVectors.ts";

/** Texts that are kept. */
const MOST_KEPT = 20_000;

/** @typeParam Looks what is told of a text by its signs, as features */
export interface PlacedName<Looks> {
  /** Each part once, in the order of their first places. */
  readonly words: readonly string[];
  /** Of those that have a vector, each once. */
  readonly places: readonly number[];
  readonly looks: Looks;
}

export class NamePlaces<Looks> {
  readonly #vectors: WordVectors;
  readonly #looksOf: (text: string) => Looks;
  readonly #taken: (words: readonly string[]) => readonly string[];
  readonly #kept = new Map<string, PlacedName<Looks>>();

  /** @param taken which of a text's words are looked at; all without it */
  constructor(
    vectors: WordVectors,
    looksOf: (text: string) => Looks,
    taken = (words: readonly string[]): readonly string[] => words,
  ) {
    this.#vectors = vectors;
    this.#looksOf = looksOf;
    this.#taken = taken;
  }

  of(text: string): PlacedName<Looks> {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const words = this.#taken(nameTerms(text));
    const placed = { words, places: placesOf(this.#vectors, words), looks: this.#looksOf(text) };
    this.#kept.set(text, placed);
    return placed;
  }
}
