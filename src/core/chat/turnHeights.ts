/** Heights of the turns of a chat, most of them estimated: where each begins and which stands at a place, without walking all of them. */

/** A Fenwick tree (Fenwick 1994) over heights, in pixels, each at least 0. Asking and changing take O(log n). */
export class TurnHeights {
  readonly #heights: Float64Array;
  /** `#sums[i]` is the sum of the `i & -i` heights that end before turn `i`. */
  readonly #sums: Float64Array;

  constructor(heights: readonly number[]) {
    this.#heights = Float64Array.from(heights);
    this.#sums = new Float64Array(heights.length + 1);
    for (let i = 1; i < this.#sums.length; i++) {
      this.#sums[i]! += heights[i - 1]!;
      const above = i + (i & -i);
      if (above < this.#sums.length) this.#sums[above]! += this.#sums[i]!;
    }
  }

  get count(): number {
    return this.#heights.length;
  }

  get totalPx(): number {
    return this.topOf(this.count);
  }

  heightOf(index: number): number {
    return this.#heights[index]!;
  }

  set(index: number, height: number): void {
    const change = height - this.#heights[index]!;
    if (change === 0) return;
    this.#heights[index] = height;
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i]! += change;
  }

  /** Where a turn begins; the end of all for `count`. */
  topOf(index: number): number {
    let sum = 0;
    for (let i = index; i > 0; i -= i & -i) sum += this.#sums[i]!;
    return sum;
  }

  /** The turn at a place; the first or last for one outside. Needs at least one turn. */
  indexAt(topPx: number): number {
    let index = 0;
    let left = topPx;
    for (let step = 1 << (31 - Math.clz32(this.count)); step > 0; step >>= 1) {
      if (index + step <= this.count && this.#sums[index + step]! <= left) {
        index += step;
        left -= this.#sums[index]!;
      }
    }
    return Math.min(index, this.count - 1);
  }
}
