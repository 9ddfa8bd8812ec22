/** Words met so far and the terms of each, found once for a word and not once for each place where it stands. */

import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import { Column } from "./bytes.ts";
import { HASH_FACTOR, HASH_SEED, StringTable } from "./stringTable.ts";

export class WordTable {
  readonly words = new StringTable();
  readonly terms = new StringTable();
  /** Terms of word `id`: `termIds` from `termStarts[id]` to `termStarts[id + 1]`. */
  readonly termStarts = new Column();
  readonly termIds = new Column();

  constructor() {
    this.termStarts.push(0);
  }

  /** @param rawHash as `StringTable.internPart` takes it */
  wordOf(text: string, start: number, end: number, rawHash: number): number {
    const known = this.words.size;
    const id = this.words.internPart(text, start, end, rawHash);
    if (id === known) this.#addTerms(text.slice(start, end));
    return id;
  }

  /** Terms of any string, in their order, repetitions included. */
  termsOf(text: string): number[] {
    const found: number[] = [];
    for (const word of wordsOf(text)) {
      let hash = HASH_SEED;
      for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), HASH_FACTOR);
      const id = this.wordOf(word, 0, word.length, hash);
      const end = this.termStarts.values[id + 1]!;
      for (let i = this.termStarts.values[id]!; i < end; i++) found.push(this.termIds.values[i]!);
    }
    return found;
  }

  #addTerms(word: string): void {
    for (const term of wordTerms(word)) this.termIds.push(this.terms.intern(term));
    this.termStarts.push(this.termIds.length);
  }
}
