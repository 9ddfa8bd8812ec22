/** What a name is taken from: the text before its last dot. */

const LONGEST_RECEIVER = 80;
const NEWLINE = 10;

/**
 * The expression before `.`, `?.`, `->` or `::` in front of a name, as written: `self`, `http`, `this.store`; with the
 * brackets of calls in it. Its last 80 characters; `?` when it goes over line ends or is no such chain of names; empty
 * when there is none.
 */
export function receiverBefore(text: string, nameStart: number): string {
  const end = separatorStart(text, nameStart);
  if (end === nameStart) return "";
  const limit = Math.max(0, end - LONGEST_RECEIVER);
  let at = end;
  /** Whether what was read last is a separator: something stands before it. */
  let isOpen = true;
  while (at > limit) {
    const code = text.charCodeAt(at - 1);
    const before = isWord(code)
      ? at - 1
      : isClosing(code)
        ? openBracket(text, at - 1, limit)
        : separatorStart(text, at);
    if (before < 0 || before === at) break;
    isOpen = !isWord(code) && !isClosing(code);
    at = before;
  }
  return isOpen || text[at] === "{" ? "?" : text.slice(at, end);
}

/** Where the separator that ends at `end` starts; `end` when there is none. */
function separatorStart(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  if (last === 46) return text.charCodeAt(end - 2) === 63 ? end - 2 : end - 1;
  const before = text.charCodeAt(end - 2);
  if (last === 62 && before === 45) return end - 2;
  if (last === 58 && before === 58) return end - 2;
  return end;
}

/** Place of the bracket that is closed at `close`; -1 when it is not on the line or not after `limit`. */
function openBracket(text: string, close: number, limit: number): number {
  let depth = 0;
  for (let at = close; at >= limit; at--) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) return -1;
    if (isClosing(code)) depth++;
    else if ((code === 40 || code === 91 || code === 123) && --depth === 0) return at;
  }
  return -1;
}

/** `)`, `]` and `}`. */
const isClosing = (code: number): boolean => code === 41 || code === 93 || code === 125;

/** Letters, digits, `_`, `$`, `@` and everything beyond ASCII. */
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 64 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 36 ||
  code > 127;
