/**
 * How many tokens a text costs, without a tokenizer: a guess on the high side for code, so that a prompt fits.
 * Words cost one token for every 4 letters, numbers one for 3 digits, runs of blanks one for 8, all else one for each
 * UTF-16 unit; a single space before any of these is free.
 */

const runs = / ?(?:[A-Za-z_]+|[0-9]+|[^ \t\r\n])|[ \t\r\n]+/g;

/** No text costs less than one token for this many characters. */
export const maxCharactersPerToken = 8;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Estimated tokens of a text; never falls when text is added at either end. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(runs)) {
    const last = run.charCodeAt(run.length - 1);
    const length = run.charCodeAt(0) === 32 ? run.length - 1 : run.length;
    if (last <= 32) tokens += Math.ceil(run.length / maxCharactersPerToken);
    else tokens += Math.ceil(length / (isDigit(last) ? 3 : 4));
  }
  return tokens;
}

/** The largest `n <= limit` with `fits(n)`, where `fits` holds up to some number and not above. */
function largest(limit: number, fits: (n: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The longest end of the text within `maxTokens`, from a line start where one is near; never half a pair. */
export function keepLastTokens(text: string, maxTokens: number): string {
  const window = text.slice(-Math.min(text.length, maxTokens * maxCharactersPerToken) || text.length);
  const length = largest(window.length, (n) => estimateTokens(window.slice(window.length - n)) <= maxTokens);
  if (length === text.length) return text;
  let start = text.length - length;
  if (start < text.length && isLowSurrogate(text.charCodeAt(start))) start++;
  const lineEnd = text.indexOf("\n", start - 1);
  return text.slice(lineEnd >= 0 && lineEnd - start < length / 4 ? lineEnd + 1 : start);
}

/** The longest start of the text within `maxTokens`, up to a line end where one is near; never half a pair. */
export function keepFirstTokens(text: string, maxTokens: number): string {
  const window = text.slice(0, maxTokens * maxCharactersPerToken);
  let end = largest(window.length, (n) => estimateTokens(window.slice(0, n)) <= maxTokens);
  if (end === text.length) return text;
  if (isLowSurrogate(text.charCodeAt(end))) end--;
  const lineEnd = text.lastIndexOf("\n", end - 1);
  return text.slice(0, lineEnd >= 0 && end - lineEnd < end / 4 ? lineEnd + 1 : Math.max(0, end));
}
