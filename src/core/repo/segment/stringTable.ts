/**
 * Strings by number, without an object for each: characters in one array, found by an open-addressing hash table.
 * A hundred thousand names of ten characters take about 3 MB, against 9 for a `Map`.
 */
import { encodeUnit } from "./bytes.ts";
import { foldByte } from "./dictionary.ts";

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo 1991), folded since its low bits alone are weak. */
export const HASH_SEED = 0x811c9dc5;
export const HASH_FACTOR = 0x01000193;

export class StringTable {
  #chars = new Uint16Array(1 << 12);
  /** Where each string starts in `#chars`; one entry more than strings. */
  #starts = new Uint32Array(1 << 8);
  /** By hash: a string's number plus one, 0 for none, and its whole hash. A power of two of such pairs. */
  #slots = new Int32Array(2 << 9);
  #size = 0;
  #text = new Uint16Array(256);

  get size(): number {
    return this.#size;
  }

  /** Number of a string, given to it now if it has none. */
  intern(text: string): number {
    if (text.length > this.#text.length) this.#text = new Uint16Array(2 * text.length);
    let hash = HASH_SEED;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.#text[i] = unit;
      hash = Math.imul(hash ^ unit, HASH_FACTOR);
    }
    return this.internUnits(this.#text, 0, text.length, hash);
  }

  /** The same for UTF-16 units, whose hash was found while they were read: `HASH_FACTOR` over `HASH_SEED`. */
  internUnits(units: Uint16Array, start: number, end: number, rawHash: number): number {
    const hash = rawHash ^ (rawHash >>> 15);
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (;;) {
      const id = slots[slot]! - 1;
      if (id < 0) break;
      if (slots[slot + 1] === hash && this.#equals(id, units, start, end)) return id;
      slot = (slot + 2) & mask;
    }
    const from = this.#reserve(end - start);
    for (let i = start; i < end; i++) this.#chars[from + i - start] = units[i]!;
    return this.#add(slot, hash, from + end - start);
  }

  /** UTF-16 units of a string, valid until the next one is added. */
  units(id: number): Uint16Array {
    return this.#chars.subarray(this.#starts[id]!, this.#starts[id + 1]!);
  }

  /** Writes a string as a dictionary holds it. @returns its bytes */
  encode(id: number, scratch: { bytes: Uint8Array }): number {
    const from = this.#starts[id]!;
    const to = this.#starts[id + 1]!;
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
    const from = this.#starts[id]!;
    const to = this.#starts[id + 1]!;
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
    const starts = this.#starts;
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

  #equals(id: number, units: Uint16Array, start: number, end: number): boolean {
    const chars = this.#chars;
    const from = this.#starts[id]!;
    if (this.#starts[id + 1]! - from !== end - start) return false;
    for (let i = start, at = from; i < end; i++, at++) if (chars[at] !== units[i]) return false;
    return true;
  }

  /** Makes room for a string. @returns where it starts */
  #reserve(length: number): number {
    const from = this.#starts[this.#size]!;
    if (from + length > this.#chars.length) {
      const larger = new Uint16Array(Math.max(from + length, this.#chars.length + (this.#chars.length >> 1)));
      larger.set(this.#chars);
      this.#chars = larger;
    }
    return from;
  }

  /** Gives a number to the string whose characters were just written. */
  #add(slot: number, hash: number, end: number): number {
    this.#slots[slot] = this.#size + 1;
    this.#slots[slot + 1] = hash;
    if (++this.#size === this.#starts.length) {
      const more = new Uint32Array(2 * this.#size);
      more.set(this.#starts);
      this.#starts = more;
    }
    this.#starts[this.#size] = end;
    if (4 * this.#size > this.#slots.length) this.#rehash();
    return this.#size - 1;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    const mask = slots.length - 2;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      let slot = (old[i + 1]! << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[i]!;
      slots[slot + 1] = old[i + 1]!;
    }
    this.#slots = slots;
  }
}

/** Places in a list to sort; with 32 bits of key it makes 53. */
const KEY_FACTOR = 2 ** 21;
