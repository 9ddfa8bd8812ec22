/**
 * Cuts one line of any language into words, numbers and punctuation. No grammar: contents of strings and comments are
 * cut like code. White space is not a token; a token only knows whether some stood before it.
 */
import type { Vocabulary } from "./vocabulary.ts";
import { isWordCode } from "./wordCode.ts";

/** Longest token, in UTF-16 units; a longer word continues as the next token. */
export const MAX_TOKEN_LENGTH = 128;

const OPERATORS: ReadonlySet<string> = new Set(
  "=> -> == != <= >= && || :: := += -= *= /= ++ -- << >> ?? ?. // /* */ ** === !== ... <<= >>= **= ||= &&= ??= <- |= &=".split(
    " ",
  ),
);
const OPERATOR_CHARS = charSet("=><!&|:+-*/?.");

function charSet(chars: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const char of chars) set[char.charCodeAt(0)] = 1;
  return set;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where the longest token from `start` on would end: looking further makes one endless word take quadratic time. */
function furthest(line: string, start: number): number {
  return Math.min(line.length, start + MAX_TOKEN_LENGTH);
}

function endOfWord(line: string, start: number): number {
  const last = furthest(line, start);
  let end = start + 1;
  while (end < last && isWordCode(line.charCodeAt(end))) end++;
  return end;
}

function endOfNumber(line: string, start: number): number {
  const last = furthest(line, start);
  let end = start + 1;
  while (end < last) {
    const code = line.charCodeAt(end);
    if (!isWordCode(code) && !(code === 46 && isDigit(line.charCodeAt(end + 1)))) break;
    end++;
  }
  return end;
}

function endOfOperator(line: string, start: number): number {
  let longest = start + 1;
  for (let length = 2; length <= 3 && start + length <= line.length; length++) {
    const code = line.charCodeAt(start + length - 1);
    if (code >= 128 || OPERATOR_CHARS[code] === 0) break;
    if (OPERATORS.has(line.slice(start, start + length))) longest = start + length;
  }
  return longest;
}

function endOfToken(line: string, start: number, code: number): number {
  if (isDigit(code)) return endOfNumber(line, start);
  if (isWordCode(code)) return endOfWord(line, start);
  return code < 128 && OPERATOR_CHARS[code] === 1 ? endOfOperator(line, start) : start + 1;
}

/**
 * Tokens of a line or of a part of one.
 *
 * @param line has no line break; control characters count as white space
 * @returns `id * 2 + (1 when white space stands before the token)`, in the order of the text
 */
export function scanLine(line: string, vocabulary: Vocabulary): number[] {
  const tokens: number[] = [];
  let at = 0;
  let space = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code <= 32) {
      space = 1;
      at++;
      continue;
    }
    const end = endOfToken(line, at, code);
    tokens.push(vocabulary.intern(line, at, end) * 2 + space);
    space = 0;
    at = end;
  }
  return tokens;
}
