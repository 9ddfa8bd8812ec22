/** Words met so far and the terms of each, found once for a word and not once for each place where it stands. */

import { stem } from "../../text/terms/stem.ts";
import { LONGEST_WORD, SHORTEST_WORD, wordsOf } from "../../text/terms/wordsOf.ts";
import { boundsOfParts, isTermPart, wordTerms } from "../../text/terms/wordTerms.ts";
import { Column } from "./bytes.ts";
import { HASH_FACTOR, HASH_SEED, StringTable } from "./stringTable.ts";

export class WordTable {
  readonly words = new StringTable();
  readonly terms = new StringTable();
  /** Terms of word `id`: `termIds` from `termStarts[id]` to `termStarts[id + 1]`. */
  readonly termStarts = new Column();
  readonly termIds = new Column();

  /** Parts met so far, and the number of each one's stem: few parts make many words. */
  readonly #parts = new StringTable();
  readonly #stems = new Column();
  /** The word under way in lower case, and without separators. */
  readonly #units = new Uint16Array(LONGEST_WORD);
  readonly #whole = new Uint16Array(LONGEST_WORD);

  constructor() {
    this.termStarts.push(0);
  }

  /**
   * Number of the word that stands in a text at `start`.
   *
   * @param units the same word
   * @param rawHash as `StringTable.internUnits` takes it
   */
  wordOf(text: string, start: number, units: Uint16Array, length: number, rawHash: number): number {
    const known = this.words.size;
    const id = this.words.internUnits(units, 0, length, rawHash);
    if (id === known) this.#addTerms(text.slice(start, start + length));
    return id;
  }

  /** Terms of any string, in their order, repetitions included. */
  termsOf(text: string): number[] {
    const found: number[] = [];
    for (const word of wordsOf(text)) {
      if (word.length > LONGEST_WORD) continue;
      let hash = HASH_SEED;
      for (let i = 0; i < word.length; i++) {
        this.#whole[i] = word.charCodeAt(i);
        hash = Math.imul(hash ^ word.charCodeAt(i), HASH_FACTOR);
      }
      const id = this.wordOf(word, 0, this.#whole, word.length, hash);
      const end = this.termStarts.values[id + 1]!;
      for (let i = this.termStarts.values[id]!; i < end; i++) found.push(this.termIds.values[i]!);
    }
    return found;
  }

  #addTerms(word: string): void {
    if (this.#lower(word)) this.#addParts(word);
    else for (const term of wordTerms(word)) this.termIds.push(this.terms.intern(term));
    this.termStarts.push(this.termIds.length);
  }

  /** What `wordTerms` gives, without a string for each part. */
  #addParts(word: string): void {
    const bounds = boundsOfParts(word);
    const units = this.#units;
    let length = 0;
    let wholeHash = HASH_SEED;
    for (let i = 0; i < bounds.length; i += 2) {
      const start = bounds[i]!;
      const end = bounds[i + 1]!;
      let hash = HASH_SEED;
      for (let at = start; at < end; at++) {
        const unit = units[at]!;
        hash = Math.imul(hash ^ unit, HASH_FACTOR);
        wholeHash = Math.imul(wholeHash ^ unit, HASH_FACTOR);
        this.#whole[length++] = unit;
      }
      if (isTermPart(word, start, end)) this.termIds.push(this.#stemOf(word, start, end, hash));
    }
    if (bounds.length > 2 && length >= SHORTEST_WORD) {
      this.termIds.push(this.terms.internUnits(this.#whole, 0, length, wholeHash));
    }
  }

  /** @returns false when the word is not of ASCII alone, or too long */
  #lower(word: string): boolean {
    if (word.length > LONGEST_WORD) return false;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      if (unit > 127) return false;
      this.#units[i] = unit >= 65 && unit <= 90 ? unit + 32 : unit;
    }
    return true;
  }

  #stemOf(word: string, start: number, end: number, hash: number): number {
    const known = this.#parts.size;
    const part = this.#parts.internUnits(this.#units, start, end, hash);
    if (part === known) {
      this.#stems.push(this.terms.intern(stem(word.slice(start, end).toLowerCase())));
    }
    return this.#stems.values[part]!;
  }
}
