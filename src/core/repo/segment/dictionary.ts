/**
 * Sorted strings in little space: blocks of sixteen, of which the first is whole and each other says how many bytes it
 * shares with the one before. A string is found by binary search over blocks, so that nothing is built on loading.
 *
 * The order is that of bytes with A-Z taken as a-z, and of the bytes themselves between strings that differ in case
 * alone: all strings with a prefix, whatever its case, are neighbours.
 */
import { ByteWriter, Column, decodeString, encodeString } from "./bytes.ts";
import type { ColumnArray } from "./format.ts";

const BLOCK = 16;

export class DictionaryWriter {
  readonly blockStarts = new Column();
  readonly bytes = new ByteWriter();
  #count = 0;
  #last = new Uint8Array(64);
  #lastLength = 0;

  /** To be called in the order of the dictionary, never twice with the same string. */
  add(source: Uint8Array, length: number): void {
    let shared = 0;
    if (this.#count++ % BLOCK === 0) this.blockStarts.push(this.bytes.length);
    else {
      const most = Math.min(length, this.#lastLength);
      while (shared < most && source[shared] === this.#last[shared]) shared++;
      this.bytes.varint(shared);
    }
    this.bytes.varint(length - shared);
    this.bytes.append(source, shared, length);
    if (length > this.#last.length) this.#last = new Uint8Array(2 * length);
    for (let i = shared; i < length; i++) this.#last[i] = source[i]!;
    this.#lastLength = length;
  }
}

export class Dictionary {
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #blockStarts: ColumnArray;
  readonly #cursor: DictionaryCursor;

  constructor(bytes: Uint8Array, blockStarts: ColumnArray, count: number) {
    this.#bytes = bytes;
    this.#blockStarts = blockStarts;
    this.count = count;
    this.#cursor = this.cursor();
  }

  /** Before the first string from `id` on. @param id a multiple of 16 */
  cursor(id = 0): DictionaryCursor {
    return new DictionaryCursor(this.#bytes, this.#blockStarts, this.count, id);
  }

  /** Number of a string, -1 when it is not there. */
  find(text: string): number {
    const wanted = new Uint8Array(3 * text.length);
    const length = encodeString(text, wanted);
    const cursor = this.seek(wanted, length);
    return cursor.isAt && compareStrings(cursor.bytes, cursor.length, wanted, length) === 0 ? cursor.id : -1;
  }

  get(id: number): string {
    const cursor = this.#cursor;
    cursor.moveTo(id - (id % BLOCK));
    while (cursor.id < id) cursor.next();
    return decodeString(cursor.bytes, 0, cursor.length);
  }

  /** A cursor at the first string that is not before the given one. It is moved by the next call. */
  seek(wanted: Uint8Array, length: number): DictionaryCursor {
    const cursor = this.#cursor;
    let low = 0;
    let high = this.#blockStarts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      cursor.moveTo(middle * BLOCK);
      cursor.next();
      if (compareStrings(cursor.bytes, cursor.length, wanted, length) < 0) low = middle + 1;
      else high = middle;
    }
    cursor.moveTo(Math.max(0, low - 1) * BLOCK);
    while (cursor.next() && compareStrings(cursor.bytes, cursor.length, wanted, length) < 0);
    return cursor;
  }
}

/** Walks a dictionary; `bytes` up to `length` is the string it stands at. */
export class DictionaryCursor {
  id: number;
  bytes = new Uint8Array(256);
  length = 0;
  readonly #source: Uint8Array;
  readonly #blockStarts: ColumnArray;
  readonly #count: number;
  #at = 0;

  constructor(source: Uint8Array, blockStarts: ColumnArray, count: number, id: number) {
    this.#source = source;
    this.#blockStarts = blockStarts;
    this.#count = count;
    this.id = id - 1;
    this.moveTo(id);
  }

  /** Whether it stands at a string. */
  get isAt(): boolean {
    return this.id < this.#count;
  }

  /** To before the first string of a block. */
  moveTo(id: number): void {
    this.id = id - 1;
    this.#at = this.#blockStarts[id / BLOCK] ?? 0;
  }

  /** @returns false beyond the last string */
  next(): boolean {
    if (++this.id >= this.#count) return false;
    const shared = this.id % BLOCK === 0 ? 0 : this.#varint();
    const rest = this.#varint();
    this.length = shared + rest;
    if (this.length > this.bytes.length) this.#grow();
    const { bytes } = this;
    const source = this.#source;
    let at = this.#at;
    for (let i = shared; i < this.length; i++) bytes[i] = source[at++]!;
    this.#at = at;
    return true;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#source[this.#at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.length);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** A-Z as a-z. */
export function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/** Negative, zero or positive, as the first stands before, at or after the second in a dictionary. */
export function compareStrings(a: Uint8Array, aLength: number, b: Uint8Array, bLength: number): number {
  const most = Math.min(aLength, bLength);
  let byCase = 0;
  for (let i = 0; i < most; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x === y) continue;
    const folded = foldByte(x) - foldByte(y);
    if (folded !== 0) return folded;
    if (byCase === 0) byCase = x - y;
  }
  return aLength - bLength || byCase;
}
