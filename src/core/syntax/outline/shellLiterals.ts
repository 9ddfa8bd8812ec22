/** Strings, comments and here documents of Bash and its relatives. */
import { HereDocuments } from "./hereDocuments.ts";
import type { LiteralReader } from "./literalReader.ts";

const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const APOSTROPHE = 39;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const LESS = 60;
const BACKSLASH = 92;
const BACKQUOTE = 96;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const hereMark = /<<(-?)[ \t]*(?:\\?([A-Za-z_][\w.-]*)|'([^'\n]{1,60})'|"([^"\n]{1,60})")/y;

export class ShellLiterals implements LiteralReader {
  isBlank = false;
  bodyEnd = 0;
  readonly #text: string;
  readonly #documents: HereDocuments;
  /** Whether a string was left open: the others end with their lines then, so that each is not searched to the end. */
  #isOpen = false;
  #lineEndAt = -1;

  constructor(text: string) {
    this.#text = text;
    this.#documents = new HereDocuments(text);
  }

  end(at: number): number {
    const text = this.#text;
    const c = text.charCodeAt(at);
    this.isBlank = c === HASH || c === BACKSLASH;
    if (c === HASH) return this.#startsWord(at) ? this.#lineEnd(at) : at;
    if (c === BACKSLASH) return Math.min(at + 2, text.length);
    if (c === LESS) return this.#hereDocument(at);
    if (c !== QUOTE && c !== APOSTROPHE) return at;
    const end = this.#isOpen ? -1 : c === QUOTE ? doubleQuotedEnd(text, at) : this.#singleQuotedEnd(at);
    if (end >= 0) return end;
    this.#isOpen = true;
    return this.#onLine(at);
  }

  /** Whether a `#` starts a comment, rather than being part of `$#`, `${x#y}`, `a#b` or a pattern of zsh's. */
  #startsWord(at: number): boolean {
    if (at === 0) return true;
    const before = this.#text[at - 1]!;
    return /[\s;&|)`]/.test(before) || (before === "(" && /\s/.test(this.#text[at + 1] ?? " "));
  }

  #lineEnd(at: number): number {
    if (this.#lineEndAt < at) {
      const end = this.#text.indexOf("\n", at);
      this.#lineEndAt = end < 0 ? this.#text.length : end;
    }
    return this.#lineEndAt;
  }

  /** The end of a string that ends on its line, or of the line. */
  #onLine(at: number): number {
    const lineEnd = this.#lineEnd(at);
    const close = this.#text.slice(at + 1, lineEnd).indexOf(this.#text[at]!);
    return close < 0 ? lineEnd : at + close + 2;
  }

  /** `'...'`, or `$'...'` that has escapes. */
  #singleQuotedEnd(at: number): number {
    const text = this.#text;
    if (text.charCodeAt(at - 1) !== DOLLAR) return text.indexOf("'", at + 1) + 1 || -1;
    for (let i = at + 1; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === BACKSLASH) i++;
      else if (c === APOSTROPHE) return i + 1;
    }
    return -1;
  }

  #hereDocument(at: number): number {
    hereMark.lastIndex = at;
    const found = this.#text[at - 1] === "<" ? null : hereMark.exec(this.#text);
    if (!found) return at;
    const lineEnd = this.#lineEnd(at);
    const mark = found[2] ?? found[3] ?? found[4]!;
    const end = this.#documents.end(mark, found[1] === "-", Math.max(lineEnd + 1, this.bodyEnd));
    if (end < 0) return at;
    this.bodyEnd = end;
    return hereMark.lastIndex;
  }
}

/** What is open inside a string, told by what closes it. */
type Open = typeof QUOTE | typeof CLOSE_PAREN | typeof CLOSE_BRACE | typeof BACKQUOTE;

/** Offset after `"..."` with the commands and expansions in it, -1 when it is left open. */
function doubleQuotedEnd(text: string, from: number): number {
  const open: Open[] = [QUOTE];
  for (let at = from + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    const inner = open.at(-1)!;
    if (c === BACKSLASH) at++;
    else if (c === inner) {
      open.pop();
      if (open.length === 0) return at + 1;
    } else if (c === DOLLAR) {
      const next = text.charCodeAt(at + 1);
      if (next !== OPEN_PAREN && next !== OPEN_BRACE) continue;
      open.push(next === OPEN_PAREN ? CLOSE_PAREN : CLOSE_BRACE);
      at++;
    } else if (c === QUOTE || c === BACKQUOTE) open.push(c);
    else if (inner === CLOSE_PAREN && c === OPEN_PAREN) open.push(CLOSE_PAREN);
    else if (c === APOSTROPHE && inner === CLOSE_PAREN) {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return -1;
      at = end;
    } else if (c === HASH && inner === CLOSE_PAREN && /\s/.test(text[at - 1]!)) {
      const end = text.indexOf("\n", at);
      if (end < 0) return -1;
      at = end;
    }
  }
  return -1;
}
