/** Which characters a name holds, to pass over most names in a fuzzy search without looking at them. */

/** One bit for each of a-z in any case, one for digits, one for `_` and `$`, one for all else; never 0. @param units of UTF-16, or bytes of a dictionary */
export function letterMask(units: Uint16Array | Uint8Array): number {
  let mask = ANY;
  for (let i = 0; i < units.length; i++) mask |= 1 << bitOf(units[i]!);
  return mask >>> 0;
}

const ANY = 0x80000000;

function bitOf(unit: number): number {
  const folded = unit >= 65 && unit <= 90 ? unit + 32 : unit;
  if (folded >= 97 && folded <= 122) return folded - 97;
  if (unit >= 48 && unit <= 57) return 26;
  return unit === 95 || unit === 36 ? 27 : 28;
}
