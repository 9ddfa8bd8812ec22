/** Translates offsets in UTF-16 units of a text to offsets in code points. */
export function codePoints(text: string): (offset: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const starts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) starts.push(at);
  }
  return (offset) => offset - starts.filter((start) => start + 1 < offset).length;
}
