/**
 * Names by number, without a string for each: characters in one array, found by an open-addressing hash table.
 * A hundred thousand names of ten characters take about 3 MB, against 9 for a `Map`.
 */
export class NameTable {
  #chars = new Uint16Array(1 << 14);
  /** Where each name starts in `#chars`; one entry more than names. */
  #starts = new Uint32Array(1 << 10);
  /** Name number plus one by hash; 0 is free. The length is a power of two. */
  #slots = new Int32Array(1 << 11);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Number of the name that stands in a text, given to it now if it has none. */
  intern(text: string, start: number, end: number): number {
    const slot = this.#slotOf(text, start, end);
    const known = this.#slots[slot]!;
    if (known !== 0) return known - 1;
    this.#append(text, start, end);
    this.#slots[slot] = this.#count;
    if (2 * this.#count > this.#slots.length) this.#rehash();
    return this.#count - 1;
  }

  /** Number of a name, -1 when it has none. */
  find(name: string): number {
    return this.#slots[this.#slotOf(name, 0, name.length)]! - 1;
  }

  name(id: number): string {
    return String.fromCharCode(...this.#chars.subarray(this.#starts[id]!, this.#starts[id + 1]!));
  }

  #slotOf(text: string, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(text, start, end) & mask;
    for (;;) {
      const id = this.#slots[slot]! - 1;
      if (id < 0 || this.#equals(id, text, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, text: string, start: number, end: number): boolean {
    const from = this.#starts[id]!;
    if (this.#starts[id + 1]! - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#chars[from + i - start] !== text.charCodeAt(i)) return false;
    return true;
  }

  #append(text: string, start: number, end: number): void {
    const from = this.#starts[this.#count]!;
    const to = from + end - start;
    while (to > this.#chars.length)
      this.#chars = copyInto(new Uint16Array(grown(this.#chars.length)), this.#chars);
    for (let i = start; i < end; i++) this.#chars[from + i - start] = text.charCodeAt(i);
    this.#count++;
    if (this.#count >= this.#starts.length) {
      this.#starts = copyInto(new Uint32Array(grown(this.#starts.length)), this.#starts);
    }
    this.#starts[this.#count] = to;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = this.#hashOfId(id) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }

  #hashOfId(id: number): number {
    let hash = HASH_SEED;
    const to = this.#starts[id + 1]!;
    for (let i = this.#starts[id]!; i < to; i++) hash = Math.imul(hash ^ this.#chars[i]!, HASH_FACTOR);
    return hash ^ (hash >>> 15);
  }
}

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo 1991), folded since its low bits alone are weak. */
const HASH_SEED = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_FACTOR);
  return hash ^ (hash >>> 15);
}

function grown(length: number): number {
  return length + (length >> 1);
}

function copyInto<T extends Uint16Array | Uint32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
