/** Names that files share, such as that of a directory, found by the terms in them. */
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

/** Stemming changes no more than the last character of what it leaves. */
const certainOf = (term: string): string => (term.length > 2 ? term.slice(0, -1) : term);

export class NamedFiles {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #files: number[][] = [];
  /** Terms of the names that were looked at. */
  readonly #terms = new Map<number, readonly string[]>();
  /** All names, so that one search goes over them; undefined when there are new ones. */
  #text: string | undefined;
  /** Where each name begins in the text. */
  #starts = new Uint32Array(0);

  add(name: string, file: number): void {
    const known = this.#numbers.get(name);
    if (known !== undefined) this.#files[known]!.push(file);
    else {
      this.#numbers.set(name, this.#names.push(name) - 1);
      this.#files.push([file]);
      this.#text = undefined;
    }
  }

  /** Calls `visit` with the files of each name that has the term, and how often it has it. */
  forEachWith(term: string, visit: (files: readonly number[], count: number) => void): void {
    const text = this.#text ?? this.#join();
    const certain = certainOf(term);
    for (let at = text.indexOf(certain); at >= 0; ) {
      const name = this.#nameAt(at);
      const count = this.#termsOf(name).filter((one) => one === term).length;
      if (count > 0) visit(this.#files[name]!, count);
      const next = this.#starts[name + 1];
      at = next === undefined ? -1 : text.indexOf(certain, next);
    }
  }

  /** Words lose what parts them, as whole words do in the index. */
  #join(): string {
    const lines = this.#names.map((name) => `${name.toLowerCase().replace(/[_$]+/g, "")}\n`);
    this.#starts = new Uint32Array(lines.length);
    for (let i = 1; i < lines.length; i++) this.#starts[i] = this.#starts[i - 1]! + lines[i - 1]!.length;
    this.#text = lines.join("");
    return this.#text;
  }

  #nameAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #termsOf(name: number): readonly string[] {
    const known = this.#terms.get(name);
    if (known !== undefined) return known;
    const terms = wordsOf(this.#names[name]!).flatMap((word) => wordTerms(word));
    this.#terms.set(name, terms);
    return terms;
  }
}
