/** The best of many by score, few at a time. */
export class BestFew<T> {
  readonly #limit: number;
  readonly #isBefore: (a: T, b: T) => boolean;
  readonly #least: T | undefined;
  /** A binary heap with the worst on top. */
  readonly #heap: T[] = [];

  /**
   * @param isBefore a total order, better ones first
   * @param least what is worse need not be taken
   */
  constructor(limit: number, isBefore: (a: T, b: T) => boolean, least?: T) {
    this.#limit = limit;
    this.#isBefore = isBefore;
    this.#least = least;
  }

  /** What is worse than this one need not be added; undefined while all is welcome. */
  get worst(): T | undefined {
    return this.#heap.length < this.#limit ? this.#least : this.#heap[0];
  }

  add(item: T): void {
    const worst = this.#heap.length < this.#limit ? undefined : this.#heap[0];
    if (worst !== undefined && !this.#isBefore(item, worst)) return;
    if (this.#heap.length === this.#limit) {
      this.#heap[0] = item;
      this.#sink();
    } else this.#rise(this.#heap.push(item) - 1);
  }

  /** Best first. */
  sorted(): T[] {
    return this.#heap.toSorted((a, b) => (this.#isBefore(a, b) ? -1 : this.#isBefore(b, a) ? 1 : 0));
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(heap[parent]!, heap[at]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ; ) {
      let worst = 2 * at + 1;
      if (worst >= heap.length) return;
      if (worst + 1 < heap.length && this.#isBefore(heap[worst]!, heap[worst + 1]!)) worst++;
      if (!this.#isBefore(heap[at]!, heap[worst]!)) return;
      [heap[at], heap[worst]] = [heap[worst]!, heap[at]!];
      at = worst;
    }
  }
}
