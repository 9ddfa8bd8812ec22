/**
 * Light English stemming: plurals as the S-stemmer does (Harman 1991, table 1), then `-ing`, `-ed` and a silent `-e`,
 * so that parse, parses, parsed and parsing are one term. Differs from Porter's (1980): nothing else is cut, since
 * names of code are more often told apart by their endings than joined by them.
 */

const SHORTEST_STEM = 3;
/** Words up to this length keep their `-e`: note is not not. */
const LONGEST_SHORT = 4;

/** @param word lower case */
export function stem(word: string): string {
  if (word.length < SHORTEST_STEM || word.charCodeAt(word.length - 1) > 122) return word;
  const singular = withoutPlural(word);
  const base = withoutEnding(singular);
  return withoutSilentE(base);
}

function withoutPlural(word: string): string {
  if (!word.endsWith("s") || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word;
  return /(?:ss|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

function withoutEnding(word: string): string {
  if (word.endsWith("ied") && word.length > 4) return `${word.slice(0, -3)}y`;
  const cut = word.endsWith("ing") ? 3 : word.endsWith("ed") && !word.endsWith("eed") ? 2 : 0;
  const rest = word.slice(0, word.length - cut);
  if (cut === 0 || rest.length < SHORTEST_STEM || !/[aeiouy]/.test(rest)) return word;
  if (rest.length === SHORTEST_STEM) return shortWord.test(rest) ? `${rest}e` : rest;
  return /([^aeiouylsz])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}

/** What is left of naming and typed, not of fixing and added. */
const shortWord = /^[^aeiou][aeiouy][^aeiouwxy]$/;

function withoutSilentE(word: string): string {
  return word.length > LONGEST_SHORT && /[^aeiouy]e$/.test(word) ? word.slice(0, -1) : word;
}
