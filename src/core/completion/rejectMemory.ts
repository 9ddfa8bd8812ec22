/** What was typed past on a line: who has waved a suggestion away there wants a surer one. */

/** Part of the doubt below the bar that stays with each suggestion typed past on the line. */
const DOUBT_KEPT = 0.5;
/** Files of which the last line is remembered. */
const MAX_FILES = 64;

interface Rejections {
  readonly line: number;
  readonly count: number;
}

/** Remembers one line of each file, the last one on which a suggestion was typed past. Lines are 0-based. */
export class RejectMemory {
  readonly #byPath = new Map<string, Rejections>();

  /** Tells that a suggestion shown on the line was typed past, dismissed or otherwise not wanted. */
  rejected(path: string, line: number): void {
    const count = this.count(path, line) + 1;
    this.#byPath.delete(path);
    this.#byPath.set(path, { line, count });
    if (this.#byPath.size <= MAX_FILES) return;
    for (const oldest of this.#byPath.keys()) {
      this.#byPath.delete(oldest);
      break;
    }
  }

  /** Tells that a suggestion on the line was taken: what was wrong before counts no more. */
  accepted(path: string, line: number): void {
    if (this.count(path, line) > 0) this.#byPath.delete(path);
  }

  /** How many suggestions were typed past on the line since the last that was taken. */
  count(path: string, line: number): number {
    const known = this.#byPath.get(path);
    return known?.line === line ? known.count : 0;
  }
}

/**
 * The least confidence worth showing after so many rejections on the line: each halves the distance to certainty.
 *
 * @param bar the least confidence without any, 0..1
 */
export function raisedBar(bar: number, rejections: number): number {
  return 1 - (1 - bar) * DOUBT_KEPT ** rejections;
}
