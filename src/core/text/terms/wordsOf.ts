/** Words of any text: runs of what identifiers are made of. */

/** Words outside of these bounds say nothing or are data. UTF-16 units. */
export const SHORTEST_WORD = 2;
export const LONGEST_WORD = 64;

/** 1 starts an identifier, 2 goes on with one (a digit), 0 does neither. ASCII only. */
export const identifierClass = new Uint8Array(128);
for (const c of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$")
  identifierClass[c.charCodeAt(0)] = 1;
for (const c of "0123456789") identifierClass[c.charCodeAt(0)] = 2;

/** White space above ASCII, and the marks that no identifier holds. */
export function isWideSpace(unit: number): boolean {
  return unit === 0xa0 || unit === 0xfeff || (unit >= 0x2000 && unit <= 0x206f) || unit === 0x3000;
}

/** Whether a UTF-16 unit belongs to a word. */
export function isWordUnit(unit: number): boolean {
  return unit < 128 ? identifierClass[unit] !== 0 : !isWideSpace(unit);
}

/** The words of a text in their order, repetitions included. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!isWordUnit(text.charCodeAt(at))) continue;
    const start = at;
    while (at < text.length && isWordUnit(text.charCodeAt(at))) at++;
    words.push(text.slice(start, at));
  }
  return words;
}
