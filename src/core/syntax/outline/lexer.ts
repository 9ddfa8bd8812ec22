/** Splits a text into code tokens: one lexer for all languages, told apart by their `LexicalFamily`. */
import type { LexicalFamily } from "../lexicalFamily.ts";
import { isFirstInLine, lexDirective } from "./directives.ts";
import { findString, type StringStyle } from "./findString.ts";
import { type LexerTable, lexerTable } from "./lexerTable.ts";
import type { LiteralReader } from "./literalReader.ts";
import { ownLiterals } from "./ownLiterals.ts";
import { type TokenBuffers, Tokens, tokenTypes } from "./tokens.ts";

const NEWLINE = 10;
const BACKSLASH = 92;
const SLASH = 47;
const BACKQUOTE = 96;
const APOSTROPHE = 39;
const EQUALS = 61;
const GREATER = 62;
const LESS = 60;
const DOLLAR = 36;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const QUOTE = 34;
const HASH = 35;
const AT = 64;
const QUESTION = 63;

/** For a `{` or `(` left open: its end returns to a string. */
const HOLE = 1;

/** 1 starts an identifier, 2 goes on with one (a digit). */
const identifierClass = new Uint8Array(128);
for (const c of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$")
  identifierClass[c.charCodeAt(0)] = 1;
for (const c of "0123456789") identifierClass[c.charCodeAt(0)] = 2;

/** Words after which a value follows, so that a slash there opens a regular expression. */
const beforeValue = new Set(
  "return typeof instanceof in of new delete void throw case do else yield await default extends".split(" "),
);

/** Text between two yields, in UTF-16 units: two milliseconds at most. */
const STEP = 1 << 16;

/** Never fails: what is not closed ends with the text, a one-line string with its line. */
export function lex(text: string, family: LexicalFamily): Tokens {
  const lexer = new Lexer(text, family);
  lexer.runTo(text.length);
  lexer.tokens.finish();
  return lexer.tokens;
}

/** The same in small steps. @param buffers memory to use again */
export function* lexInSteps(
  text: string,
  family: LexicalFamily,
  buffers?: TokenBuffers,
): Generator<void, Tokens> {
  const lexer = new Lexer(text, family, buffers);
  for (let end = STEP; end < text.length; end += STEP) {
    lexer.runTo(end);
    yield;
  }
  lexer.runTo(text.length);
  if (text.length > STEP) yield;
  lexer.tokens.finish();
  return lexer.tokens;
}

/** Of a component: `<A<B> c />`. */
const typeArguments = /<(?:[^<>{};]|<[^<>{};]*>){0,200}>/y;

/** Inside `<...>`, or between tags. */
type ElementPlace = "tag" | "children";

class Lexer {
  readonly tokens: Tokens;
  readonly #text: string;
  readonly #family: LexerTable;
  /** For each `{` left open: 0, or what its `}` returns to. */
  readonly #braces: number[] = [];
  readonly #own: LiteralReader | undefined;
  #at = 0;
  /** Where it stops for now: a here document starts after the line. */
  #stop = 0;
  #bodyStart = Number.POSITIVE_INFINITY;
  #noRegexBefore = 0;
  /** Elements open at this place, not counting those around the expression that it stands in. */
  #elementDepth = 0;
  readonly #outerDepths: number[] = [];
  /** Strings around the code at this place, innermost last. */
  readonly #holes: StringStyle[] = [];

  constructor(text: string, family: LexicalFamily, buffers?: TokenBuffers) {
    this.#text = text;
    this.#family = lexerTable(family);
    this.tokens = new Tokens(text, buffers);
    this.#own = ownLiterals(family, text);
    if (family.php && beginsOutsideOfCode(text)) this.#at = this.#endOfMarkup(0);
  }

  /** Goes on up to an offset, and to the end of what is under way there. */
  runTo(end: number): void {
    this.#runTo(end);
    while (this.#at >= this.#bodyStart) {
      this.#hereDocuments();
      this.#runTo(end);
    }
  }

  #runTo(end: number): void {
    const text = this.#text;
    this.#stop = Math.min(end, this.#bodyStart);
    while (this.#at < this.#stop) {
      const c = text.charCodeAt(this.#at);
      if (c <= 32) this.#at++;
      else if (c >= 128 || identifierClass[c] === 1) this.#identifier();
      else if (identifierClass[c] === 2) this.#number();
      else this.#other(c);
    }
  }

  /** The here documents after a line, as one string. */
  #hereDocuments(): void {
    const end = this.#own?.bodyEnd ?? 0;
    this.#bodyStart = Number.POSITIVE_INFINITY;
    if (end > this.#at) this.#push(tokenTypes.string, end);
  }

  /** @returns whether there was a literal or a comment of the language's own at this place */
  #ownLiteral(own: LiteralReader): boolean {
    const end = own.end(this.#at, this.tokens);
    if (end === this.#at) return false;
    if (own.isBlank) this.#at = end;
    else this.#push(tokenTypes.string, end);
    if (own.bodyEnd > end && this.#bodyStart > this.#text.length) {
      const lineEnd = this.#text.indexOf("\n", end);
      this.#bodyStart = lineEnd < 0 ? this.#text.length : lineEnd;
      this.#stop = Math.min(this.#stop, this.#bodyStart);
    }
    return true;
  }

  #identifier(): void {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    if (first >= 128 && isSpace(first)) {
      this.#at++;
      return;
    }
    let at = start + 1;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c < 128 ? identifierClass[c] === 0 : isSpace(c)) break;
    }
    this.#at = at;
    if (this.#family.rust && this.#rustPrefix(start, at)) return;
    if (this.#family.hasStringPrefixes && this.#prefixesString(start, at)) return;
    this.tokens.push(tokenTypes.identifier, start, at);
  }

  #number(): void {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c < 128 && identifierClass[c] !== 0) continue;
      if (c === APOSTROPHE && this.#family.digitSeparators && identifierClass[text.charCodeAt(at + 1)])
        continue;
      if (c !== 46 || identifierClass[text.charCodeAt(at + 1)] !== 2) break;
    }
    this.#at = at;
    this.tokens.push(tokenTypes.number, start, at);
  }

  #other(c: number): void {
    const family = this.#family;
    if (family.special[c] === 0) {
      this.#punctuation(c);
      return;
    }
    if (this.#own !== undefined && this.#ownLiteral(this.#own)) return;
    if (family.commentStarts[c] === 1 && this.#comment()) return;
    if (family.stringStarts[c] === 1 && this.#startsString()) return;
    if (family.quotes[c] === 1) this.#string(c);
    else if (c === BACKQUOTE && family.backquote) this.#backquote();
    else if (c === SLASH && family.regex && this.#valueMayFollow()) this.#regex();
    else if (c === LESS && family.jsx && this.#startsElement()) {
      this.#openTag();
      this.#element("tag");
    } else if (c === APOSTROPHE && (family.rust || family.loneApostrophes)) this.#lifetimeOrChar();
    else if (c === BACKQUOTE && family.quotedIdentifiers) this.#quotedIdentifier();
    else if (c === HASH && family.preprocessor && isFirstInLine(this.#text, this.#at)) {
      this.#at = lexDirective(this.#text, this.#at, this.tokens);
    } else if (c === QUESTION && family.php && this.#text.charCodeAt(this.#at + 1) === GREATER) {
      this.#push(59, this.#at + 2);
      this.#at = this.#endOfMarkup(this.#at);
    } else if (family.strings === "swift" && (c === OPEN_PAREN || c === CLOSE_PAREN)) this.#paren(c);
    else if (c === CLOSE_BRACE) this.#closeBrace();
    else this.#punctuation(c);
  }

  #punctuation(c: number): void {
    const start = this.#at;
    const next = this.#text.charCodeAt(start + 1);
    if (c === OPEN_BRACE) this.#braces.push(0);
    if (c === EQUALS && next === GREATER) this.#push(tokenTypes.arrow, start + 2);
    else if (next === EQUALS && (c === EQUALS || "!<>+-*/%&|^?".includes(this.#text[start]!))) {
      this.#push(tokenTypes.operator, start + (this.#text.charCodeAt(start + 2) === EQUALS ? 3 : 2));
    } else this.#push(c, start + 1);
  }

  #push(type: number, end: number): void {
    this.tokens.push(type, this.#at, end);
    this.#at = end;
  }

  #comment(): boolean {
    for (const [open, close] of this.#family.blockComments) {
      if (!this.#text.startsWith(open, this.#at)) continue;
      this.#at = this.#family.nestedBlockComments
        ? this.#endOfNested(open, close)
        : this.#after(close, this.#at + open.length);
      return true;
    }
    for (const mark of this.#family.lineComments) {
      if (!this.#text.startsWith(mark, this.#at)) continue;
      if (this.#family.php && this.#text.startsWith("#[", this.#at)) return false;
      const end = this.#text.indexOf("\n", this.#at);
      const from = this.#at;
      this.#at = end < 0 ? this.#text.length : end;
      if (this.#family.php) {
        const close = this.#text.slice(from, this.#at).indexOf("?>");
        if (close >= 0) this.#at = from + close;
      }
      return true;
    }
    return false;
  }

  #endOfNested(open: string, close: string): number {
    let depth = 0;
    for (let at = this.#at; at < this.#text.length; ) {
      if (this.#text.startsWith(open, at)) {
        depth++;
        at += open.length;
      } else if (this.#text.startsWith(close, at)) {
        at += close.length;
        if (--depth === 0) return at;
      } else at++;
    }
    return this.#text.length;
  }

  #after(mark: string, from: number): number {
    const end = this.#text.indexOf(mark, from);
    return end < 0 ? this.#text.length : end + mark.length;
  }

  #string(quote: number): void {
    const text = this.#text;
    const at = this.#at;
    const isTripled = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
    if (isTripled && this.#family.tripleQuotes.includes(text[at]!)) {
      this.#push(tokenTypes.string, this.#endOfLongString(text.slice(at, at + 3), at + 3));
    } else this.#push(tokenTypes.string, this.#endOfShortString(quote, at + 1));
  }

  /** Offset after the quote that closes a string in its line; the end of the line or text when none does. */
  #endOfShortString(quote: number, from: number): number {
    const text = this.#text;
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === quote) return at + 1;
      if (c === BACKSLASH) at++;
      else if (c === NEWLINE) return at;
    }
    return text.length;
  }

  /** Offset after the closing mark, skipping escapes; the end of the line or text when it is not closed. */
  #endOfLongString(mark: string, from: number): number {
    const text = this.#text;
    const first = mark.charCodeAt(0);
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === BACKSLASH) at++;
      else if (c === first && text.startsWith(mark, at)) return at + mark.length;
    }
    return text.length;
  }

  #startsString(): boolean {
    const found = findString(this.#family.strings!, this.#text, this.#at);
    if (found) this.#styled(found.style, found.from);
    else if (this.#family.strings === "csharp") return this.#verbatimIdentifier();
    return found !== undefined;
  }

  /** `R"..."`, `$"..."`, `s"..."`: an identifier that belongs to the string after it. */
  #prefixesString(start: number, end: number): boolean {
    const next = this.#text.charCodeAt(end);
    const mayPrefix = next === QUOTE || (next === AT && this.#text.charCodeAt(start) === DOLLAR);
    const found = mayPrefix ? findString(this.#family.strings!, this.#text, start) : undefined;
    if (!found) return false;
    this.#at = start;
    this.#styled(found.style, found.from);
    return true;
  }

  /** C#: `@class` is no keyword. */
  #verbatimIdentifier(): boolean {
    if (identifierClass[this.#text.charCodeAt(this.#at + 1)] !== 1) return false;
    const start = this.#at;
    this.#at++;
    this.#identifier();
    this.tokens.widenLast(start);
    return true;
  }

  /** One piece of a string, from `from` to its end or to the next code in it, whose end comes back here. */
  #styled(style: StringStyle, from: number): void {
    const text = this.#text;
    const { close, hole } = style;
    const marks = [close, style.escape, hole].map((mark) => mark.charCodeAt(0));
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === NEWLINE && !style.overLines) {
        this.#push(tokenTypes.string, at);
        return;
      }
      if (!marks.includes(c)) continue;
      if (hole !== "" && text.startsWith(hole, at)) {
        if (hole === "{" && text.charCodeAt(at + 1) === OPEN_BRACE) at++;
        else {
          this.#openHole(style, at, hole === "{$" ? at + 1 : at + hole.length);
          return;
        }
      } else if (style.escape !== "" && text.startsWith(style.escape, at)) at += style.escape.length;
      else if (text.startsWith(close, at)) {
        if (style.doubled && text.startsWith(close, at + 1)) at++;
        else if (close === '"""' && text.charCodeAt(at + 3) === QUOTE) continue;
        else {
          this.#push(tokenTypes.string, at + close.length);
          return;
        }
      }
    }
    this.#push(tokenTypes.string, text.length);
  }

  /** Brackets around code in a string have the type of parentheses, whatever they are: no reader looks for a body there. */
  #openHole(style: StringStyle, at: number, from: number): void {
    this.#push(tokenTypes.string, at);
    this.#at = from - 1;
    this.#braces.push(HOLE);
    this.#holes.push(style);
    this.#push(OPEN_PAREN, from);
  }

  /** Swift: code in a string stands between `\(` and `)`. */
  #paren(c: number): void {
    if (c === OPEN_PAREN) this.#braces.push(0);
    this.#push(c, this.#at + 1);
    if (c === CLOSE_PAREN && this.#braces.pop() === HOLE) this.#styled(this.#holes.pop()!, this.#at);
  }

  #quotedIdentifier(): void {
    const name = /`[^`\n]*`?/y;
    name.lastIndex = this.#at;
    this.#push(tokenTypes.identifier, this.#at + name.exec(this.#text)![0].length);
  }

  /** After the next `<?php`, `<?=` or `<?`. */
  #endOfMarkup(from: number): number {
    const open = /<\?(?:php|=)?/g;
    open.lastIndex = from;
    return open.exec(this.#text) ? open.lastIndex : this.#text.length;
  }

  #backquote(): void {
    if (this.#family.backquote === "template") this.#template(this.#at + 1);
    else this.#push(tokenTypes.string, this.#after("`", this.#at + 1));
  }

  /** One piece of a template, from `from` to its end or to the next `${`, whose `}` comes back here. */
  #template(from: number): void {
    const text = this.#text;
    for (let at = from; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === BACKSLASH) at++;
      else if (c === BACKQUOTE) {
        this.#push(tokenTypes.string, at + 1);
        return;
      } else if (c === DOLLAR && text.charCodeAt(at + 1) === OPEN_BRACE) {
        this.#push(tokenTypes.string, at);
        this.#at = at + 1;
        this.#braces.push(BACKQUOTE);
        this.#push(OPEN_BRACE, at + 2);
        return;
      }
    }
    this.#push(tokenTypes.string, text.length);
  }

  /** The `}` of a template or of an element returns there. */
  #closeBrace(): void {
    const opener = this.#braces.pop() ?? 0;
    this.#push(opener === HOLE ? CLOSE_PAREN : CLOSE_BRACE, this.#at + 1);
    if (opener === 0) return;
    if (opener === HOLE) {
      this.#styled(this.#holes.pop()!, this.#at);
      return;
    }
    if (opener === BACKQUOTE) {
      this.#template(this.#at);
      return;
    }
    this.#elementDepth = this.#outerDepths.pop() ?? 1;
    this.#element(opener === LESS ? "tag" : "children");
  }

  #valueMayFollow(): boolean {
    const last = this.tokens.count - 1;
    const type = this.tokens.type(last);
    if (type === tokenTypes.identifier) return beforeValue.has(this.tokens.word(last));
    return (
      type !== tokenTypes.number && type !== tokenTypes.string && type !== 41 && type !== 93 && type !== 125
    );
  }

  /** A line in which one was left open is not searched for another: each search goes to the line's end. */
  #regex(): void {
    const text = this.#text;
    let inClass = false;
    let at = this.#at + 1;
    for (; this.#at >= this.#noRegexBefore && at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === NEWLINE) break;
      if (c === BACKSLASH) at++;
      else if (c === 91) inClass = true;
      else if (c === 93) inClass = false;
      else if (c === SLASH && !inClass) {
        at++;
        while (identifierClass[text.charCodeAt(at)] === 1) at++;
        this.#push(tokenTypes.string, at);
        return;
      }
    }
    this.#noRegexBefore = Math.max(this.#noRegexBefore, at);
    this.#punctuation(SLASH);
  }

  /** An opening tag, not a comparison and not the type parameters of an arrow function. */
  #startsElement(): boolean {
    if (!this.#valueMayFollow()) return false;
    const ahead = this.#text.slice(this.#at + 1, this.#at + 80);
    return /^(?:>|[A-Za-z_$][\w$.:-]*(?![\w$.:-])(?!\s*[,=]|\s+extends\s))/.test(ahead);
  }

  /** Goes on inside an element until it ends, or an expression in it begins whose `}` comes back here. */
  #element(from: ElementPlace): void {
    let place: ElementPlace | undefined = from;
    while (place && this.#at < this.#text.length) {
      place = place === "tag" ? this.#insideTag() : this.#children();
    }
  }

  /** From `<` of an opening or closing tag to after its name. */
  #openTag(): void {
    const closing = this.#text.charCodeAt(this.#at + 1) === SLASH;
    this.#elementDepth += closing ? -1 : 1;
    this.#at += closing ? 2 : 1;
    const name = /[\w$.:-]*/y;
    name.lastIndex = this.#at;
    const length = name.exec(this.#text)![0].length;
    if (length > 0 && !closing) this.#push(tokenTypes.identifier, this.#at + length);
    else this.#at += length;
    typeArguments.lastIndex = this.#at;
    if (length > 0 && typeArguments.test(this.#text)) this.#at = typeArguments.lastIndex;
  }

  #insideTag(): ElementPlace | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      const c = text.charCodeAt(this.#at);
      if (c === GREATER || (c === SLASH && text.charCodeAt(this.#at + 1) === GREATER)) {
        return this.#closeTag(c === SLASH);
      }
      if (c === OPEN_BRACE) return this.#openBraceOf(LESS);
      if (c === 34 || c === APOSTROPHE) this.#at = this.#after(text[this.#at]!, this.#at + 1);
      else this.#at++;
    }
    return undefined;
  }

  #closeTag(selfClosing: boolean): ElementPlace | undefined {
    if (selfClosing) this.#elementDepth--;
    this.#at += selfClosing ? 2 : 1;
    if (this.#elementDepth > 0) return "children";
    this.#elementDepth = 0;
    this.tokens.push(tokenTypes.string, this.#at, this.#at);
    return undefined;
  }

  #children(): ElementPlace | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      const c = text.charCodeAt(this.#at);
      if (c === OPEN_BRACE) return this.#openBraceOf(GREATER);
      if (c === LESS) {
        this.#openTag();
        return "tag";
      }
      this.#at++;
    }
    return undefined;
  }

  #openBraceOf(place: number): undefined {
    this.#braces.push(place);
    this.#outerDepths.push(this.#elementDepth);
    this.#elementDepth = 0;
    this.#push(OPEN_BRACE, this.#at + 1);
  }

  /** `r"..."`, `r#"..."#`, `br"..."`, and raw identifiers, of which the name remains. */
  #rustPrefix(start: number, end: number): boolean {
    const prefix = end - start <= 2 ? this.#text.slice(start, end) : "";
    if (prefix !== "r" && prefix !== "br" && prefix !== "cr") return false;
    const raw = /(#*)"/y;
    raw.lastIndex = end;
    const found = raw.exec(this.#text);
    if (found) {
      this.#at = start;
      this.#push(tokenTypes.string, this.#after(`"${found[1]}`, raw.lastIndex));
      return true;
    }
    if (prefix === "r" && this.#text[end] === "#") this.#at = end + 1;
    return this.#at !== end;
  }

  #lifetimeOrChar(): void {
    const char = /'(?:\\(?:u\{[^}\n]{0,8}\}|x..|.)|[^\\'\n\ud800-\udbff]|[\ud800-\udbff][\udc00-\udfff])'/y;
    char.lastIndex = this.#at;
    if (char.test(this.#text)) {
      this.#push(tokenTypes.string, char.lastIndex);
      return;
    }
    this.#at++;
    while (identifierClass[this.#text.charCodeAt(this.#at)]) this.#at++;
  }
}

/** PHP: whether a text is that of a file which begins with markup, and no piece of code. */
function beginsOutsideOfCode(text: string): boolean {
  const open = text.indexOf("<?");
  const close = text.indexOf("?>");
  return open < 0 ? /^\s*<[A-Za-z!]/.test(text) : close < 0 || open < close;
}

/** White space above ASCII, and the marks that no identifier holds. */
function isSpace(c: number): boolean {
  return c === 0xa0 || c === 0xfeff || (c >= 0x2000 && c <= 0x206f) || c === 0x3000;
}
