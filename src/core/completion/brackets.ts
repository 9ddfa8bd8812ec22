/** Brackets and quotes, by characters alone: right for almost all code, and fast on unfinished lines. */

const closerOf: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const closers = new Set(Object.values(closerOf));
const quotes = new Set(['"', "'", "`"]);

/** Where a scan stands. `closers`: those that are waited for, innermost last. `quote`: of the string it is inside of. */
export interface BracketState {
  readonly closers: readonly string[];
  readonly quote: string | undefined;
}

export const noBrackets: BracketState = { closers: [], quote: undefined };

/**
 * Scans text. Strings in `"` and `'` end with their line. An apostrophe after a letter is not a quote.
 *
 * @param onUnmatched called at a closer that nothing open waits for, and at the quote that ends the string the scan
 *   began in; returning true ends the scan
 */
export function scanBrackets(
  text: string,
  from: BracketState,
  onUnmatched: (closer: string, offset: number) => boolean,
): BracketState {
  const open = [...from.closers];
  let quote = from.quote;
  let inFirstString = quote !== undefined;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset]!;
    if (quote !== undefined) {
      if (character === "\\") offset++;
      else if (character === "\n" && quote !== "`") quote = undefined;
      else if (character === quote) {
        quote = undefined;
        if (inFirstString && onUnmatched(character, offset)) break;
        inFirstString = false;
      }
    } else if (quotes.has(character)) {
      if (character !== "'" || !/\w/.test(text[offset - 1] ?? "")) quote = character;
    } else if (character in closerOf) open.push(closerOf[character]!);
    else if (closers.has(character)) {
      if (open.at(-1) === character) open.pop();
      else if (onUnmatched(character, offset)) break;
    }
  }
  return { closers: open, quote };
}
