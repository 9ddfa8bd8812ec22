/** Strings, regular expressions, comments and here documents of Ruby. */
import { HereDocuments } from "./hereDocuments.ts";
import type { LiteralReader } from "./literalReader.ts";
import { type Tokens, tokenTypes } from "./tokens.ts";

const QUOTE = 34;
const HASH = 35;
const PERCENT = 37;
const APOSTROPHE = 39;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const QUESTION = 63;
const BACKSLASH = 92;
const BACKQUOTE = 96;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const hereMark = /<<([~-]?)(?:([A-Za-z_]\w*)|(["'`])([^"'`\n]{1,60})\3)/y;
const percentMark = /%([wWiIqQrxs]?)([^\w\s\u0080-\uffff])/y;
const charLiteral = /\?(?:\\[^\n]|[^\s\\])(?![\w])/y;
const flags = /[a-z]*/y;

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Words after which a value follows. */
const beforeValue = new Set(
  "if elsif unless while until case when and or not in then do else return yield begin puts raise".split(" "),
);

/** How sure it is that a value starts at a place: between an identifier and a mark that touches its right side alone,
 * `a /b` may be a division. */
type ValueSign = "no" | "likely" | "sure";

export class RubyLiterals implements LiteralReader {
  isBlank = false;
  bodyEnd = 0;
  readonly #text: string;
  readonly #documents: HereDocuments;
  /** Whether a literal was left open: the others end with their lines then, so that each is not searched to the end. */
  #isOpen = false;
  /** Where the line ends on which a likely literal was left open. */
  #noneBefore = 0;
  #lineEnd = -1;

  constructor(text: string) {
    this.#text = text;
    this.#documents = new HereDocuments(text);
  }

  end(at: number, tokens: Tokens): number {
    // `$'`, `$/`: a variable.
    this.isBlank = this.#text[at - 1] === "$";
    if (this.isBlank) return at + 1;
    switch (this.#text.charCodeAt(at)) {
      case QUOTE:
      case BACKQUOTE:
        return isName(this.#text, at, tokens) ? at : this.#literal(at, at + 1, this.#text[at]!, true);
      case APOSTROPHE:
        return this.#literal(at, at + 1, "'", false);
      case LESS:
        return this.#hereDocument(at, tokens);
      case SLASH:
        return this.#regex(at, tokens);
      case PERCENT:
        return this.#percent(at, tokens);
      case QUESTION:
        return this.#char(at);
      case EQUALS:
        return this.#blockComment(at);
      default:
        return at;
    }
  }

  /** @param from after the opening mark */
  #literal(at: number, from: number, open: string, interpolates: boolean, onLine = false): number {
    if (onLine && at < this.#noneBefore) return at;
    const isBound = onLine || this.#isOpen;
    const to = isBound ? this.#lineEndOf(at) : this.#text.length;
    const end = literalEnd(this.#text, from, to, open, closers[open] ?? open, interpolates);
    if (end >= 0) return end;
    if (onLine) this.#noneBefore = to;
    else this.#isOpen = true;
    if (isBound) return onLine ? at : to;
    return this.#literal(at, from, open, interpolates);
  }

  #regex(at: number, tokens: Tokens): number {
    const sign = this.#valueSign(at, tokens);
    if (sign === "no") return at;
    const end = this.#literal(at, at + 1, "/", true, sign === "likely" || this.#isOpen);
    return end === at ? at : after(flags, this.#text, end);
  }

  #percent(at: number, tokens: Tokens): number {
    percentMark.lastIndex = at;
    const found = percentMark.exec(this.#text);
    const sign = found ? this.#valueSign(at, tokens) : "no";
    if (!found || sign === "no" || found[2] === "=") return at;
    const kind = found[1]!;
    const end = this.#literal(
      at,
      at + found[0].length,
      found[2]!,
      !/[wiqs]/.test(kind),
      sign === "likely" && kind === "",
    );
    return kind === "r" && end > at ? after(flags, this.#text, end) : end;
  }

  #char(at: number): number {
    const isValue = !/[\w)\]}?!"']/.test(this.#text[at - 1] ?? " ");
    return isValue ? after(charLiteral, this.#text, at) : at;
  }

  #blockComment(at: number): number {
    const text = this.#text;
    const starts = text.startsWith("=begin", at) && (at === 0 || text[at - 1] === "\n");
    if (!starts) return at;
    this.isBlank = true;
    const end = text.indexOf("\n=end", at);
    return end < 0 ? text.length : this.#lineEndOf(end + 1);
  }

  #hereDocument(at: number, tokens: Tokens): number {
    hereMark.lastIndex = at;
    const found = hereMark.exec(this.#text);
    if (!found || isName(this.#text, at, tokens)) return at;
    const [whole, dash, word, , quoted] = found;
    // `a <<b` appends; the mark of a plain here document is in capitals.
    if (dash === "" && word !== undefined && !/^[A-Z_]+$/.test(word)) return at;
    if (dash === "" && this.#valueSign(at, tokens) === "no") return at;
    const from = Math.max(this.#lineEndOf(at) + 1, this.bodyEnd);
    const end = this.#documents.end(word ?? quoted!, dash !== "", from);
    if (end < 0) return at;
    this.bodyEnd = end;
    return at + whole.length;
  }

  #valueSign(at: number, tokens: Tokens): ValueSign {
    const last = tokens.count - 1;
    const type = tokens.type(last);
    const text = this.#text;
    if (isName(text, at, tokens)) return "no";
    const before = text.charCodeAt(at - 1);
    const touches = before > 32;
    const next = text.charCodeAt(at + 1);
    if (type === tokenTypes.identifier || ((type === QUESTION || type === 33) && !touches)) {
      if (type === tokenTypes.identifier && beforeValue.has(tokens.word(last))) return "sure";
      return touches || next <= 32 || next === EQUALS ? "no" : "likely";
    }
    const isOver = type === tokenTypes.number || type === tokenTypes.string || type === 41 || type === 93;
    // A value ends a statement, and another one starts the next.
    if (isOver || type === CLOSE_BRACE) return this.#startsLine(at) ? "sure" : "no";
    return "sure";
  }

  #lineEndOf(at: number): number {
    if (this.#lineEnd < at) {
      const end = this.#text.indexOf("\n", at);
      this.#lineEnd = end < 0 ? this.#text.length : end;
    }
    return this.#lineEnd;
  }

  #startsLine(at: number): boolean {
    let before = at - 1;
    while (this.#text[before] === " ") before--;
    return before < 0 || this.#text[before] === "\n";
  }
}

/** Whether a mark is the name of an operator: `def /`, `:/`, `.%`. */
function isName(text: string, at: number, tokens: Tokens): boolean {
  if (text.charCodeAt(at) !== QUOTE && text.charCodeAt(at - 1) === COLON && text.charCodeAt(at - 2) !== COLON)
    return true;
  const last = tokens.count - 1;
  return text[at - 1] === "." ? tokens.is(last - 1, "self") : tokens.is(last, "def");
}

/** Offset after the closing mark, with all code in the literal; -1 when it is left open at `to`. */
function literalEnd(
  text: string,
  from: number,
  to: number,
  open: string,
  close: string,
  interpolates: boolean,
): number {
  const kind = interpolates ? INTERPOLATED : PLAIN;
  const frames: number[] = [frame(open.charCodeAt(0), close.charCodeAt(0), kind)];
  let top = frames[0]!;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    let next = 0;
    if (c === BACKSLASH) at++;
    else if (c === (top & 127)) {
      frames.pop();
      if (frames.length === 0) return at + 1;
      top = frames.at(-1)!;
    } else if (top >> 14 === CODE) {
      if (c === OPEN_BRACE) next = CODE_FRAME;
      else if (c === QUOTE || c === BACKQUOTE) next = frame(c, c, INTERPOLATED);
      else if (c === APOSTROPHE) next = frame(c, c, PLAIN);
    } else if (c === HASH && top >> 14 === INTERPOLATED && text.charCodeAt(at + 1) === OPEN_BRACE) {
      next = CODE_FRAME;
      at++;
    } else if (c === ((top >> 7) & 127)) next = top;
    if (next !== 0) {
      frames.push(next);
      top = next;
    }
  }
  return -1;
}

const PLAIN = 0;
const INTERPOLATED = 1;
const CODE = 2;

/** What is open in a literal, in one number: its closing mark, its opening mark, its kind. */
const frame = (open: number, close: number, kind: number): number => close | (open << 7) | (kind << 14);
const CODE_FRAME = frame(OPEN_BRACE, CLOSE_BRACE, CODE);

/** Offset after a match at `at`, `at` itself when there is none. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
