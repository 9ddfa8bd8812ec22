/** What was typed past on a line: who has waved a suggestion away there wants a surer one. */

import type { OutcomeNotice } from "./outcome/events.ts";

/** Part of the doubt below the bar that stays with each suggestion typed past on the line. */
const DOUBT_KEPT = 0.5;
const MAX_FILES = 64;
/** Rejections remembered of one file, the latest ones. */
const MAX_PER_FILE = 8;

/** Remembers where suggestions were not wanted, until one of the file is taken. Offsets are those of the time of rejection. */
export class RejectMemory {
  readonly #byPath = new Map<string, readonly number[]>();

  /** Tells that a suggestion that began at the offset was typed past, dismissed or otherwise not wanted. */
  rejected(path: string, offset: number): void {
    const offsets = [...(this.#byPath.get(path) ?? []), offset].slice(-MAX_PER_FILE);
    this.#byPath.delete(path);
    this.#byPath.set(path, offsets);
    if (this.#byPath.size <= MAX_FILES) return;
    for (const oldest of this.#byPath.keys()) {
      this.#byPath.delete(oldest);
      break;
    }
  }

  /** Tells that a suggestion in the file was taken, or typed to its end: what was wrong before counts no more. */
  accepted(path: string): void {
    this.#byPath.delete(path);
  }

  /** Learns from what became of a suggestion; of one that was ignored nothing. */
  noticed(notice: OutcomeNotice): void {
    if (notice.kind !== "ended" || notice.outcome === "ignored") return;
    const { path, offset, acceptedCharacters, typedCharacters } = notice;
    if (notice.outcome === "rejected") this.rejected(path, offset + acceptedCharacters + typedCharacters);
    else this.accepted(path);
  }

  /** How many suggestions were not wanted between two offsets, both included: a line's start and the cursor. */
  count(path: string, from: number, to: number): number {
    const offsets = this.#byPath.get(path) ?? [];
    return offsets.filter((offset) => from <= offset && offset <= to).length;
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
