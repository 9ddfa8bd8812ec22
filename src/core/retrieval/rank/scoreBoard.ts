/** Sums by number, made once and used for every query: clearing costs what was touched. */
export class ScoreBoard {
  /** By unit; 0 for what was not touched. */
  scores = new Float64Array(0);
  /** The units that hold a score, in the order they were met; only the first `count` entries count. */
  touched = new Uint32Array(0);
  count = 0;

  /** Forgets all scores and makes room for units below `limit`. */
  clear(limit: number): void {
    for (let i = 0; i < this.count; i++) this.scores[this.touched[i]!] = 0;
    this.count = 0;
    if (limit <= this.scores.length) return;
    const size = Math.ceil(1.25 * limit);
    this.scores = new Float64Array(size);
    this.touched = new Uint32Array(size);
  }

  /** Adds to a unit's score. `value` is above 0. */
  add(unit: number, value: number): void {
    const before = this.scores[unit]!;
    if (before === 0) this.touched[this.count++] = unit;
    this.scores[unit] = before + value;
  }
}
