/** A short name for a text, to recognise it again. */

const mix = (hash: number, unit: number, prime: number): number => Math.imul(hash ^ unit, prime);

/** Final avalanche of MurmurHash3 (Appleby 2011), so that near texts get far hashes. */
function avalanche(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * 64 bits of two FNV-1a sums (Fowler, Noll & Vo 1991) over UTF-16 units with different primes, and the length.
 * Not cryptographic: it tells versions of a file apart, it does not resist a forger. About 1 GB/s.
 *
 * @returns 16 hexadecimal digits, `-`, the length in UTF-16 units
 */
export function textHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = mix(a, unit, 0x01000193);
    b = mix(b, unit, 0x85ebca77);
  }
  const hex = (value: number): string => avalanche(value).toString(16).padStart(8, "0");
  return `${hex(a)}${hex(b)}-${text.length}`;
}
