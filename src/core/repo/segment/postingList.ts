/**
 * Posting lists one after another: of each posting the distance to the one before and whether its count is above 1 in
 * one varint, then such a count less two in another.
 */
import type { PostingBuffer } from "../searchIndex.ts";
import { ByteWriter, Column } from "./bytes.ts";
import type { ColumnArray } from "./format.ts";

export class PostingWriter {
  /** Where each list starts; one entry more than lists. */
  readonly starts = new Column();
  readonly bytes = new ByteWriter();
  #last = 0;

  constructor() {
    this.starts.push(0);
  }

  /** @param unit ascending within a list */
  add(unit: number, count: number): void {
    const { bytes } = this;
    const distance = unit - this.#last;
    this.#last = unit;
    bytes.reserve(10);
    if (count === 1 && distance < 64) bytes.bytes[bytes.length++] = distance << 1;
    else if (count === 1) bytes.varint(distance << 1);
    else {
      bytes.varint((distance << 1) | 1);
      bytes.varint(count - 2);
    }
  }

  endList(): void {
    this.starts.push(this.bytes.length);
    this.#last = 0;
  }
}

export class PostingLists {
  readonly bytes: Uint8Array;
  readonly starts: ColumnArray;

  constructor(bytes: Uint8Array, starts: ColumnArray) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /**
   * Counts postings up to one more than `most`.
   *
   * @param isCounted by unit; all count when it is undefined
   */
  count(list: number, most: number, isCounted?: (unit: number) => boolean): number {
    const { bytes, starts } = this;
    const end = starts[list + 1]!;
    let unit = 0;
    let count = 0;
    for (let at = starts[list]!; at < end && count <= most; ) {
      let byte = bytes[at++]!;
      const hasCount = (byte & 1) === 1;
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++]!;
        value |= (byte & 127) << shift;
      }
      unit += value >>> 1;
      if (hasCount) while (bytes[at++]! > 127);
      if (isCounted === undefined || isCounted(unit)) count++;
    }
    return count;
  }

  /** Appends a list to a buffer, `base` added to each unit. */
  read(list: number, base: number, into: PostingBuffer): void {
    const { bytes, starts } = this;
    const end = starts[list + 1]!;
    let at = starts[list]!;
    reserve(into, into.length + end - at);
    const { units, counts } = into;
    let length = into.length;
    let unit = base;
    while (at < end) {
      let value = bytes[at++]!;
      if (value > 127) {
        value &= 127;
        let byte = 128;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = bytes[at++]!;
          value |= (byte & 127) << shift;
        }
      }
      unit += value >>> 1;
      units[length] = unit;
      if ((value & 1) === 0) {
        counts[length++] = 1;
        continue;
      }
      let byte = bytes[at++]!;
      let count = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++]!;
        count |= (byte & 127) << shift;
      }
      counts[length++] = count + 2;
    }
    into.length = length;
  }
}

export function emptyPostings(): PostingBuffer {
  return { units: new Uint32Array(64), counts: new Uint32Array(64), length: 0 };
}

function reserve(buffer: PostingBuffer, length: number): void {
  if (length <= buffer.units.length && length <= buffer.counts.length) return;
  const capacity = Math.max(length, 2 * buffer.units.length);
  const units = new Uint32Array(capacity);
  const counts = new Uint32Array(capacity);
  units.set(buffer.units.subarray(0, buffer.length));
  counts.set(buffer.counts.subarray(0, buffer.length));
  buffer.units = units;
  buffer.counts = counts;
}
