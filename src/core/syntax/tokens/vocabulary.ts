/**
 * Every distinct token text once, as a small number. Texts lie in one typed array, so that half a million names cost
 * no half a million objects and keep no source text alive.
 */
import { isKeyword } from "./keywords.ts";
import { isWordCode } from "./wordCode.ts";

/** What a token is: `special` tokens are file boundaries and line breaks. */
export const Kind = { special: 0, word: 1, number: 2, keyword: 3, punctuation: 4 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Ids below this are special, see `newline.ts`. */
export const FIRST_TEXT_ID = 16;

export class Vocabulary {
  #chars = new Uint16Array(1 << 14);
  #starts = new Int32Array(1 << 11);
  #kinds = new Uint8Array(1 << 11);
  #hashes = new Int32Array(1 << 11);
  #slots = new Int32Array(1 << 12);
  #count = FIRST_TEXT_ID;

  /** Number of ids given out, special ones included; every id is below it. */
  get size(): number {
    return this.#count;
  }

  get sizeBytes(): number {
    return (
      this.#chars.byteLength +
      this.#starts.byteLength +
      this.#kinds.byteLength +
      this.#hashes.byteLength +
      this.#slots.byteLength
    );
  }

  /** Id of `source.slice(start, end)`, which is not empty; the same text always has the same id. */
  intern(source: string, start: number, end: number): number {
    const slot = this.#slotOf(source, start, end);
    const known = this.#slots[slot]!;
    return known !== 0 ? known : this.#add(source, start, end, slot);
  }

  /** Id of a text, or undefined when it has none yet. */
  find(text: string): number | undefined {
    return this.#slots[this.#slotOf(text, 0, text.length)] || undefined;
  }

  text(id: number): string {
    if (id < FIRST_TEXT_ID) return "";
    return String.fromCharCode(...this.#chars.subarray(this.#starts[id]!, this.#starts[id + 1]!));
  }

  /** Length of the text, in UTF-16 units. */
  length(id: number): number {
    return id < FIRST_TEXT_ID ? 0 : this.#starts[id + 1]! - this.#starts[id]!;
  }

  startsWith(id: number, prefix: string): boolean {
    const start = this.#starts[id]!;
    if (id < FIRST_TEXT_ID || this.#starts[id + 1]! - start < prefix.length) return false;
    for (let i = 0; i < prefix.length; i++) {
      if (this.#chars[start + i] !== prefix.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Hash of the text: an order of ids that does not depend on which text came first. */
  hash(id: number): number {
    return this.#hashes[id]!;
  }

  kind(id: number): Kind {
    return this.#kinds[id]! as Kind;
  }

  /** Slot of the text, or the free slot where it belongs. */
  #slotOf(source: string, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(source, start, end) & mask;
    for (let id = this.#slots[slot]!; id !== 0; id = this.#slots[slot]!) {
      if (this.#equals(id, source, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #equals(id: number, source: string, start: number, end: number): boolean {
    const at = this.#starts[id]!;
    if (this.#starts[id + 1]! - at !== end - start) return false;
    for (let i = start; i < end; i++) {
      if (this.#chars[at + i - start] !== source.charCodeAt(i)) return false;
    }
    return true;
  }

  #add(source: string, start: number, end: number, slot: number): number {
    const id = this.#count++;
    if (this.#starts.length < id + 2) {
      this.#starts = grown(this.#starts, new Int32Array(this.#starts.length * 2));
      this.#hashes = grown(this.#hashes, new Int32Array(this.#hashes.length * 2));
      this.#kinds = grown(this.#kinds, new Uint8Array(this.#kinds.length * 2));
    }
    const at = this.#starts[id]!;
    if (this.#chars.length < at + end - start) {
      this.#chars = grown(this.#chars, new Uint16Array(this.#chars.length * 2));
    }
    for (let i = start; i < end; i++) this.#chars[at + i - start] = source.charCodeAt(i);
    this.#starts[id + 1] = at + end - start;
    this.#hashes[id] = hashOf(source, start, end);
    this.#kinds[id] = kindOf(source.slice(start, end));
    this.#slots[slot] = id;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = FIRST_TEXT_ID; id < this.#count; id++) {
      let slot = this.#hashes[id]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

function grown<T extends Int32Array | Uint16Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function hashOf(source: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ source.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

function kindOf(text: string): Kind {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return Kind.number;
  if (!isWordCode(code)) return Kind.punctuation;
  return isKeyword(text) ? Kind.keyword : Kind.word;
}
