/**
 * How many tokens a text costs, without a tokenizer: a guess on the high side for code, so that a prompt fits.
 * Words cost one token for every 4 characters, digits one for 3, blanks one for 8, all else one for each UTF-16 unit.
 */

const runs = /[A-Za-z_]+|[0-9]+|[ \t\r\n]+|[\s\S]/g;

/** No text costs less than one token for this many characters. */
export const maxCharactersPerToken = 8;

/** Estimated tokens of a text; never falls when text is added at either end. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(runs)) {
    const code = run.charCodeAt(0);
    if (code <= 32) tokens += Math.ceil(run.length / maxCharactersPerToken);
    else if (code >= 48 && code <= 57) tokens += Math.ceil(run.length / 3);
    else if (run.length > 1) tokens += Math.ceil(run.length / 4);
    else tokens += 1;
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
