/** Sums per token in flat arrays, emptied at no cost: what a prediction adds up thousands of times a request. */

const SLOTS = 2048;

export class TokenCounter {
  readonly #slots = new Int32Array(SLOTS);
  readonly #stamps = new Int32Array(SLOTS);
  #stamp = 0;
  /** Distinct tokens in the order they came; the first `count` elements hold. */
  readonly tokens = new Int32Array(SLOTS / 2);
  readonly sums = new Float64Array(SLOTS / 2);
  count = 0;

  clear(): void {
    this.#stamp++;
    this.count = 0;
  }

  /** Index of a token in `tokens` and `sums`, new with sum 0; -1 when it is new and there is no room. */
  indexOf(token: number): number {
    let slot = (Math.imul(token, 0x9e3779b1) >>> 8) & (SLOTS - 1);
    while (this.#stamps[slot] === this.#stamp) {
      const index = this.#slots[slot]!;
      if (this.tokens[index] === token) return index;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.count === this.tokens.length) return -1;
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = this.count;
    this.tokens[this.count] = token;
    this.sums[this.count] = 0;
    return this.count++;
  }
}
