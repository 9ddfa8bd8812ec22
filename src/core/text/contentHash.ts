/** Recognises contents. */

/**
 * A 53-bit hash of bytes, to tell a changed content from a touched one; not for security. Two lanes over words of four
 * bytes, each step a bijection of its lane, so that no change within one word goes unseen; joined by the finaliser of
 * MurmurHash3 (Appleby 2011). About 2 GB/s. Words are read in the
 * order of bytes of the machine, low ones first on all that Node runs on.
 */
export function contentHash(content: Uint8Array): number {
  const { length } = content;
  const isAligned = content.byteOffset % 4 === 0;
  const whole = length & ~3;
  const bytes = isAligned ? content : content.slice(0, whole);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, length >> 2);
  let a = 0xdeadbeef ^ length;
  let b = 0x41c6ce57 ^ length;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    a = Math.imul(a ^ word, 0x9e3779b1);
    b = Math.imul(b ^ word, 0x5f356495);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  for (let i = whole; i < length; i++) {
    a = Math.imul(a ^ content[i]!, 0x9e3779b1);
    b = Math.imul(b ^ content[i]!, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 4294967296 * (b & 0x1fffff) + (a >>> 0);
}

/** `contentHash` of a text's UTF-8 form without a mark of byte order; half surrogate pairs stand for themselves. */
export function textContentHash(text: string): number {
  const bytes = new Uint8Array(3 * text.length);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.codePointAt(i)!;
    if (unit < 0x80) bytes[at++] = unit;
    else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 63);
    } else {
      if (unit < 0x10000) bytes[at++] = 0xe0 | (unit >> 12);
      else {
        i++;
        bytes[at++] = 0xf0 | (unit >> 18);
        bytes[at++] = 0x80 | ((unit >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((unit >> 6) & 63);
      bytes[at++] = 0x80 | (unit & 63);
    }
  }
  return contentHash(bytes.subarray(0, at));
}
