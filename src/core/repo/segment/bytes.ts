/** Growing arrays of bytes and numbers, and the two encodings of a segment: varints and strings. */

export class ByteWriter {
  bytes = new Uint8Array(1 << 10);
  length = 0;

  /** Makes room for this many more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Seven bits a byte, the lowest first. @param value 0 <= value < 2^32 */
  varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  append(source: Uint8Array, from: number, to: number): void {
    this.reserve(to - from);
    for (let i = from; i < to; i++) this.bytes[this.length++] = source[i]!;
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** A list of numbers of 32 bits. */
export class Column {
  values = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.#grow(this.length * 2);
    this.values[this.length++] = value;
  }

  /** Adds this many numbers, to be written by who asks. */
  extend(count: number): void {
    this.length += count;
    if (this.length > this.values.length) this.#grow(Math.max(this.length, this.values.length * 2));
  }

  written(): Uint32Array {
    return this.values.subarray(0, this.length);
  }

  #grow(length: number): void {
    const larger = new Uint32Array(length);
    larger.set(this.values);
    this.values = larger;
  }
}

/**
 * Writes a string as one to three bytes a UTF-16 unit, as UTF-8 does for units that are no surrogates. So bytes sort
 * as units do, and half surrogate pairs survive.
 *
 * @param into at least three bytes for each unit
 * @returns bytes written
 */
export function encodeString(text: string, into: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) at = encodeUnit(text.charCodeAt(i), into, at);
  return at;
}

/** @returns offset after the unit */
export function encodeUnit(unit: number, into: Uint8Array, at: number): number {
  if (unit < 0x80) {
    into[at] = unit;
    return at + 1;
  }
  if (unit < 0x800) {
    into[at] = 0xc0 | (unit >> 6);
    into[at + 1] = 0x80 | (unit & 63);
    return at + 2;
  }
  into[at] = 0xe0 | (unit >> 12);
  into[at + 1] = 0x80 | ((unit >> 6) & 63);
  into[at + 2] = 0x80 | (unit & 63);
  return at + 3;
}

/** Units made by one call of `String.fromCharCode`, below any engine's limit of arguments. */
const CHUNK = 4096;

/** What `encodeString` wrote. */
export function decodeString(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  let units: number[] = [];
  for (let at = from; at < to; ) {
    const first = bytes[at]!;
    if (first < 0x80) {
      units.push(first);
      at++;
    } else if (first < 0xe0) {
      units.push(((first & 31) << 6) | (bytes[at + 1]! & 63));
      at += 2;
    } else {
      units.push(((first & 15) << 12) | ((bytes[at + 1]! & 63) << 6) | (bytes[at + 2]! & 63));
      at += 3;
    }
    if (units.length === CHUNK) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}
