/** Terms of a word as they stand in the index. */
import { splitWord } from "./splitWord.ts";
import { stem } from "./stem.ts";
import { LONGEST_WORD, SHORTEST_WORD } from "./wordsOf.ts";

/** From this length on a word of many short parts, or of hexadecimal digits, is data. UTF-16 units. */
const LONG_WORD = 16;
/** Words of natural or program language have longer parts on average; base 64 has 1.5. */
const SHORTEST_MEAN_PART = 2.2;
const FEW_DIGITS = 4;

/**
 * A word's parts, lower-cased and stemmed, then the word as a whole in lower case and without separators where it is
 * more than its only part: `getUserIds` -> get, user, id, getuserids. Parts of one character or of digits alone are
 * left out. A part that stands twice in a word stands twice here.
 *
 * @param word a run of letters, digits, `_` and `$`
 * @returns empty for what is too short, too long, a number or data
 */
export function wordTerms(word: string): readonly string[] {
  const bounds = boundsOfParts(word);
  const lower = lowerCase(word);
  const terms: string[] = [];
  let whole = "";
  for (let i = 0; i < bounds.length; i += 2) {
    const part = lower.slice(bounds[i], bounds[i + 1]);
    whole += part;
    if (isTermPart(word, bounds[i]!, bounds[i + 1]!)) terms.push(stem(part));
  }
  if (bounds.length > 2 && whole.length >= SHORTEST_WORD) terms.push(whole);
  return terms;
}

/** Start and end of each part of a word, as `splitWord` gives them; empty for a word that has no terms. */
export function boundsOfParts(word: string): readonly number[] {
  if (word.length < SHORTEST_WORD || word.length > LONGEST_WORD || isNumber(word)) return [];
  const bounds = splitWord(word);
  return isData(word, bounds.length / 2) ? [] : bounds;
}

/** Whether a part's stem is a term. */
export function isTermPart(word: string, start: number, end: number): boolean {
  return end - start >= SHORTEST_WORD && !isDigit(word.charCodeAt(start));
}

/** Lower case of the same length, whatever the letters. */
function lowerCase(word: string): string {
  const lower = word.toLowerCase();
  return lower.length === word.length ? lower : word;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** `42`, `0xff`, `10ms`, `1e5`, `1_000`: digits with at most a short unit, or hexadecimal ones. */
function isNumber(word: string): boolean {
  return (
    isDigit(word.charCodeAt(0)) && /^(?:0[xX][0-9a-fA-F_]*|[\d_]+[a-zA-Z]{0,2}[\d_]*)[a-zA-Z]?$/.test(word)
  );
}

function isData(word: string, parts: number): boolean {
  if (word.length < LONG_WORD) return false;
  if (word.length < SHORTEST_MEAN_PART * parts) return true;
  return /^[0-9a-fA-F]+$/.test(word) && word.replace(/\D/g, "").length >= FEW_DIGITS;
}
