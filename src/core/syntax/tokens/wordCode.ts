/** Whether a UTF-16 unit belongs to a word: a letter, a digit, `_`, `$` or anything beyond ASCII. */
export function isWordCode(code: number): boolean {
  if (code >= 128) return true;
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 48 && code <= 57) || code === 36;
}
