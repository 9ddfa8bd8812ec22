/**
 * Strings by number, without an object for each: characters in one array, found by an open-addressing hash table.
 * A hundred thousand names of ten characters take about 3 MB, against 9 for a `Map`.
 */
import { Column, encodeUnit } from "./bytes.ts";
import { foldByte } from "./dictionary.ts";

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo 1991), folded since its low bits alone are weak. */
export const HASH_SEED = 0x811c9dc5;
export const HASH_FACTOR = 0x01000193;

export class StringTable {
  #chars = new Uint16Array(1 << 12);
  /** Where each string starts in `#chars`; one entry more than strings. */
  readonly #starts = new Column();
  readonly #hashes = new Column();
  /** String number plus one by hash; 0 is free. The length is a power of two. */
  #slots = new Int32Array(1 << 10);
  #size = 0;

  constructor() {
    this.#starts.push(0);
  }

  get size(): number {
    return this.#size;
  }

  /** Number of a string, given to it now if it has none. */
  intern(text: string): number {
    return this.internPart(text, 0, text.length, hashOf(text, 0, text.length));
  }

  /** The same for a part of a text, whose hash was found while it was scanned: `HASH_FACTOR` over `HASH_SEED`, not folded. */
  internPart(text: string, start: number, end: number, rawHash: number): number {
    const hash = rawHash ^ (rawHash >>> 15);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0) break;
      if (this.#hashes.values[id] === hash >>> 0 && this.#equals(id, text, start, end)) return id;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#size + 1;
    this.#append(text, start, end, hash);
    if (2 * this.#size > this.#slots.length) this.#rehash();
    return this.#size - 1;
  }

  string(id: number): string {
    const chars = this.#chars.subarray(this.#starts.values[id]!, this.#starts.values[id + 1]!);
    if (chars.length <= CHUNK) return String.fromCharCode(...chars);
    let text = "";
    for (let at = 0; at < chars.length; at += CHUNK)
      text += String.fromCharCode(...chars.subarray(at, at + CHUNK));
    return text;
  }

  /** Writes a string as a dictionary holds it. @returns its bytes */
  encode(id: number, scratch: { bytes: Uint8Array }): number {
    const from = this.#starts.values[id]!;
    const to = this.#starts.values[id + 1]!;
    if (scratch.bytes.length < 3 * (to - from)) scratch.bytes = new Uint8Array(6 * (to - from));
    let at = 0;
    for (let i = from; i < to; i++) at = encodeUnit(this.#chars[i]!, scratch.bytes, at);
    return at;
  }

  /** The same numbers in the order of a dictionary. */
  sorted(ids: Uint32Array): Uint32Array {
    const keys = new Float64Array(ids.length);
    for (let i = 0; i < ids.length; i++) keys[i] = this.#keyOf(ids[i]!) * KEY_FACTOR + i;
    keys.sort();
    const sorted = new Uint32Array(ids.length);
    for (let i = 0; i < ids.length; i++) sorted[i] = ids[keys[i]! % KEY_FACTOR]!;
    this.#sortEqualKeys(keys, sorted);
    return sorted;
  }

  /** The first four characters, of which one above 254 ends the key. */
  #keyOf(id: number): number {
    const from = this.#starts.values[id]!;
    const to = this.#starts.values[id + 1]!;
    let key = 0;
    let isOpen = true;
    for (let i = from; i < from + 4; i++) {
      const unit = isOpen && i < to ? Math.min(255, foldByte(this.#chars[i]!)) : 0;
      if (unit === 255) isOpen = false;
      key = key * 256 + unit;
    }
    return key;
  }

  #sortEqualKeys(keys: Float64Array, sorted: Uint32Array): void {
    for (let from = 0, to = 0; from < sorted.length; from = to) {
      const key = Math.floor(keys[from]! / KEY_FACTOR);
      for (to = from + 1; to < sorted.length && Math.floor(keys[to]! / KEY_FACTOR) === key; ) to++;
      if (to - from > 1) sorted.subarray(from, to).sort((a, b) => this.#compare(a, b));
    }
  }

  /** As `compareStrings`. */
  #compare(a: number, b: number): number {
    const starts = this.#starts.values;
    const aFrom = starts[a]!;
    const bFrom = starts[b]!;
    const aLength = starts[a + 1]! - aFrom;
    const bLength = starts[b + 1]! - bFrom;
    const most = Math.min(aLength, bLength);
    let byCase = 0;
    for (let i = 0; i < most; i++) {
      const x = this.#chars[aFrom + i]!;
      const y = this.#chars[bFrom + i]!;
      if (x === y) continue;
      const folded = foldByte(x) - foldByte(y);
      if (folded !== 0) return folded;
      if (byCase === 0) byCase = x - y;
    }
    return aLength - bLength || byCase;
  }

  #equals(id: number, text: string, start: number, end: number): boolean {
    const from = this.#starts.values[id]!;
    if (this.#starts.values[id + 1]! - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#chars[from + i - start] !== text.charCodeAt(i)) return false;
    return true;
  }

  #append(text: string, start: number, end: number, hash: number): void {
    const from = this.#starts.values[this.#size]!;
    const to = from + end - start;
    if (to > this.#chars.length) {
      const larger = new Uint16Array(Math.max(to, this.#chars.length + (this.#chars.length >> 1)));
      larger.set(this.#chars);
      this.#chars = larger;
    }
    for (let i = start; i < end; i++) this.#chars[from + i - start] = text.charCodeAt(i);
    this.#size++;
    this.#starts.push(to);
    this.#hashes.push(hash);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#hashes.values[id]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }
}

/** Characters made by one call of `String.fromCharCode`, below any engine's limit of arguments. */
const CHUNK = 4096;

/** Places in a list to sort; with 32 bits of key it makes 53. */
const KEY_FACTOR = 2 ** 21;

function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_FACTOR);
  return hash;
}
