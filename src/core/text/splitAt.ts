/** The text before and after a cursor. */
export interface SplitText {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * @param line 0-based; lines end with `\n`, `\r\n` or `\r`
 * @param column 0-based, in UTF-16 units; past the end of the line means its end
 * @returns undefined when the text has no such line
 */
export function splitAt(text: string, line: number, column: number): SplitText | undefined {
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let passed = 0; passed < line; passed++) {
    if (!breaks.exec(text)) return undefined;
    start = breaks.lastIndex;
  }
  breaks.lastIndex = start;
  const end = breaks.exec(text)?.index ?? text.length;
  const offset = Math.min(start + column, end);
  return { prefix: text.slice(0, offset), suffix: text.slice(offset) };
}
