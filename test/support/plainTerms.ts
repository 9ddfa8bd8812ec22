/** Index terms in their simplest form, for the index in memory. */
import { splitName } from "../../src/core/syntax/tokens/subwords.ts";

const WORD = /[\p{L}\p{N}_$]+/gu;

export function stem(word: string): string {
  const n = word.length;
  if (n <= 3) return word;
  if (word.endsWith("ies") && n > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (word.endsWith("ing") && n > 5) return undouble(word.slice(0, -3));
  if (word.endsWith("ed") && n > 4) return undouble(word.slice(0, -2));
  if (word.endsWith("es") && n > 4 && /(?:x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is"))
    return word.slice(0, -1).replace(/e$/, "");
  return word.replace(/e$/, "");
}

function undouble(word: string): string {
  const n = word.length;
  if (n > 3 && word[n - 1] === word[n - 2] && !"lsz".includes(word[n - 1]!)) return word.slice(0, -1);
  return word;
}

const cache = new Map<string, readonly string[]>();

/** Terms of one identifier or word: its stemmed parts, then the whole when it has several. */
export function termsOfWord(word: string): readonly string[] {
  let terms = cache.get(word);
  if (terms === undefined) {
    const parts = splitName(word)
      .filter((part) => /[\p{L}\p{N}]/u.test(part))
      .map((part) => stem(part.toLowerCase()));
    terms = parts.length > 1 ? [...parts, word.toLowerCase().replace(/^[_$]+/, "")] : parts;
    cache.set(word, terms);
  }
  return terms;
}

export function termsOf(text: string): string[] {
  return (text.match(WORD) ?? []).flatMap((word) => termsOfWord(word) as string[]);
}
