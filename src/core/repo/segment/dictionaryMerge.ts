/** Walks several dictionaries as one. */
import { compareStrings, type Dictionary, type DictionaryCursor } from "./dictionary.ts";

export class DictionaryMerge {
  /** Dictionaries that hold the current string, ascending, and its number in each. */
  readonly sources: number[] = [];
  readonly #cursors: readonly DictionaryCursor[];
  /** A binary heap of the other dictionaries, by the strings they stand at, then by number. */
  readonly #heap: number[] = [];

  constructor(dictionaries: readonly Dictionary[]) {
    this.#cursors = dictionaries.map((dictionary) => dictionary.cursor());
    for (let i = 0; i < dictionaries.length; i++) this.sources.push(i);
  }

  /** @returns the place of the next string, valid until the next call; undefined after the last */
  next(): DictionaryCursor | undefined {
    for (const source of this.sources) if (this.#cursors[source]!.next()) this.#push(source);
    this.sources.length = 0;
    const first = this.#heap[0];
    if (first === undefined) return undefined;
    do this.sources.push(this.#pop());
    while (this.#heap.length > 0 && this.#compare(this.#heap[0]!, first) === 0);
    return this.#cursors[first]!;
  }

  /** Number of the current string in one of `sources`. */
  idIn(source: number): number {
    return this.#cursors[source]!.id;
  }

  #compare(a: number, b: number): number {
    const x = this.#cursors[a]!;
    const y = this.#cursors[b]!;
    return compareStrings(x.bytes, x.length, y.bytes, y.length);
  }

  #isBefore(a: number, b: number): boolean {
    const order = this.#compare(a, b);
    return order < 0 || (order === 0 && a < b);
  }

  #push(source: number): void {
    const heap = this.#heap;
    let at = heap.push(source) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(heap[at]!, heap[parent]!)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): number {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && this.#isBefore(heap[right]!, heap[left]!) ? right : left;
      if (!this.#isBefore(heap[child]!, heap[at]!)) break;
      this.#swap(at, child);
      at = child;
    }
    return top;
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}
