/**
 * How many tokens a text costs, without a tokenizer: a guess on the high side for code, so that a prompt fits.
 * Runs of letters cost one token for every 4, of digits one for 3, of blanks one for 8, but a single space nothing;
 * everything else costs one for each UTF-16 unit.
 */

/** No longer text costs a token; a space at an end may come on top. UTF-16 units. */
export const maxCharactersPerToken = 8;

/** How many units of a run make a token; the number stands for the kind of run, too. */
function unitsPerToken(code: number): number {
  if (code === 32 || (code >= 9 && code <= 13)) return maxCharactersPerToken;
  if (code >= 48 && code <= 57) return 3;
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
  return isLetter ? 4 : 1;
}

/** Walks from the start (`step` 1) or the end (-1) of a text until `maxTokens` are spent. Linear in what is walked. */
function walk(
  text: string,
  maxTokens: number,
  step: 1 | -1,
): { readonly units: number; readonly tokens: number } {
  const first = step === 1 ? 0 : text.length - 1;
  let tokens = 0;
  let units = 0;
  while (units < text.length) {
    const code = text.charCodeAt(first + step * units);
    const perToken = unitsPerToken(code);
    let length = 0;
    let cost = 0;
    do {
      const next = length === 0 && code === 32 ? 0 : Math.ceil((length + 1) / perToken);
      if (tokens + next > maxTokens) return { units, tokens: tokens + cost };
      cost = next;
      length++;
      units++;
    } while (
      perToken > 1 &&
      units < text.length &&
      unitsPerToken(text.charCodeAt(first + step * units)) === perToken
    );
    tokens += cost;
  }
  return { units, tokens };
}

/** Estimated tokens of a text; never falls when text is added at either end. */
export const estimateTokens = (text: string): number => walk(text, Number.POSITIVE_INFINITY, 1).tokens;

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** The longest end of the text within `maxTokens`, from a line start where one is near; never half a pair. */
export function keepLastTokens(text: string, maxTokens: number): string {
  const { units } = walk(text, maxTokens, -1);
  if (units === text.length) return text;
  let start = text.length - units;
  if (units > 0 && isLowSurrogate(text.charCodeAt(start))) start++;
  const lineEnd = text.indexOf("\n", start - 1);
  return text.slice(lineEnd >= 0 && lineEnd - start < units / 4 ? lineEnd + 1 : start);
}

/** The longest start of the text within `maxTokens`, up to a line end where one is near; never half a pair. */
export function keepFirstTokens(text: string, maxTokens: number): string {
  const { units } = walk(text, maxTokens, 1);
  if (units === text.length) return text;
  const end = isLowSurrogate(text.charCodeAt(units)) ? units - 1 : units;
  const lineEnd = text.lastIndexOf("\n", end - 1);
  return text.slice(0, lineEnd >= 0 && end - lineEnd < end / 4 ? lineEnd + 1 : Math.max(0, end));
}
