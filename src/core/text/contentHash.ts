/**
 * A 53-bit hash of bytes, to tell a changed content from a touched one; not for security. Two 32-bit
 * multiplicative mixes in the manner of MurmurHash3's finaliser (Appleby 2011), joined.
 */
export function contentHash(content: Uint8Array): number {
  let a = 0xdeadbeef ^ content.length;
  let b = 0x41c6ce57 ^ content.length;
  for (let i = 0; i < content.length; i++) {
    const value = content[i]!;
    a = Math.imul(a ^ value, 0x9e3779b1);
    b = Math.imul(b ^ value, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 4294967296 * (b & 0x1fffff) + (a >>> 0);
}
