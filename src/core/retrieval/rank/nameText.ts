/** Names, found by the terms in them: one native search goes over all. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

/** Stemming changes no more than the last character of what it leaves. */
const certainOf = (term: string): string => (term.length > 2 ? term.slice(0, -1) : term);

/** No path holds it. */
const SEPARATOR = "\0";

export class NameText {
  readonly #names: string[] = [];
  /** Terms of the names that were looked at. */
  readonly #terms = new Map<string, readonly string[]>();
  #text = "";
  /** How many names are in the text, and where each begins; one entry more. */
  #joined = 0;
  #starts = new Uint32Array(1);

  /** @returns its number, from 0 on */
  add(name: string): number {
    return this.#names.push(name) - 1;
  }

  /** Calls `visit` with the number of each name that has the term, and how often it has it. */
  forEachWith(term: string, visit: (name: number, count: number) => void): void {
    if (this.#joined < this.#names.length) this.#join();
    const text = this.#text;
    const certain = certainOf(term);
    for (let at = text.indexOf(certain); at >= 0; ) {
      const name = this.#nameAt(at);
      const count = this.#termsOf(this.#names[name]!).filter((one) => one === term).length;
      if (count > 0) visit(name, count);
      at = text.indexOf(certain, this.#starts[name + 1]!);
    }
  }

  /** Words lose what parts them, as whole words do in the index. */
  #join(): void {
    const names = this.#joined === 0 ? this.#names : this.#names.slice(this.#joined);
    const added = `${names.join(SEPARATOR)}${SEPARATOR}`.toLowerCase().replace(/[_$]+/g, "");
    if (this.#starts.length <= this.#names.length) {
      const larger = new Uint32Array(2 * this.#names.length + 1);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    const before = this.#text.length;
    for (let at = added.indexOf(SEPARATOR); at >= 0; at = added.indexOf(SEPARATOR, at + 1))
      this.#starts[++this.#joined] = before + at + 1;
    this.#text += added;
  }

  #nameAt(offset: number): number {
    let low = 0;
    let high = this.#names.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #termsOf(name: string): readonly string[] {
    const known = this.#terms.get(name);
    if (known !== undefined) return known;
    const terms = wordsOf(name).flatMap((word) => wordTerms(word));
    this.#terms.set(name, terms);
    return terms;
  }
}
