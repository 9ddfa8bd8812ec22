/** The code of a text without its comments, as columns of numbers. */
import { Branches, type Directive } from "./branches.ts";

/** What a token is; punctuation is its own character code, 33..126. */
export const tokenTypes = {
  identifier: 1,
  number: 2,
  string: 3,
  /** `=>` */
  arrow: 4,
  /** An operator of several characters that contains `=`: `==`, `<=`, `+=`. */
  operator: 5,
  /** `#` and the word of a preprocessor line. Of its other tokens there are only words, numbers and strings. */
  directive: 6,
} as const;

const { identifier } = tokenTypes;

export const codes = {
  openParen: 40,
  closeParen: 41,
  star: 42,
  comma: 44,
  dot: 46,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  at: 64,
  openBracket: 91,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** Real code needs at most 5 looks a token, and most often 2. */
const LOOKS_A_TOKEN = 50;
const FREE_LOOKS = 100_000;

/** What `withBoundedLooks` ends with. */
export class TooManyLooks extends Error {}

/** The memory of tokens, to be used again: those of the text before are gone then. */
export class TokenBuffers {
  type: Uint8Array = new Uint8Array(0);
  start: Int32Array = new Int32Array(0);
  end: Int32Array = new Int32Array(0);
  line: Int32Array = new Int32Array(0);
  match: Int32Array = new Int32Array(0);
  lineStarts: Int32Array = new Int32Array(0);
}

/** Tokens ascending by offset; a token beyond the end has type 0. */
export class Tokens {
  readonly text: string;
  count = 0;
  /** Offset of the first character of each line. */
  readonly lineStarts: Int32Array;
  #type: Uint8Array;
  #start: Int32Array;
  #end: Int32Array;
  #line: Int32Array;
  #match: Int32Array;
  readonly #buffers: TokenBuffers;
  readonly #directives: Directive[] = [];
  /** How often `type` may still be asked. */
  #looks = Number.POSITIVE_INFINITY;

  constructor(text: string, buffers = new TokenBuffers()) {
    this.text = text;
    this.#buffers = buffers;
    this.lineStarts = findLineStarts(text, buffers);
    const capacity = (text.length >> 2) + 16;
    if (buffers.type.length < capacity) {
      buffers.type = new Uint8Array(capacity);
      buffers.start = new Int32Array(capacity);
      buffers.end = new Int32Array(capacity);
    }
    this.#type = buffers.type;
    this.#start = buffers.start;
    this.#end = buffers.end;
    this.#line = buffers.line;
    this.#match = buffers.match;
  }

  /** Columns of the tokens, of which only the first `count` entries count; for loops over all of them. */
  get types(): Uint8Array {
    return this.#type;
  }

  get starts(): Int32Array {
    return this.#start;
  }

  get ends(): Int32Array {
    return this.#end;
  }

  push(type: number, start: number, end: number): void {
    const at = this.count++;
    if (at === this.#type.length) this.#grow();
    this.#type[at] = type;
    this.#start[at] = start;
    this.#end[at] = end;
  }

  /** Makes the last token begin earlier. */
  widenLast(start: number): void {
    this.#start[this.count - 1] = start;
  }

  get directives(): readonly Directive[] {
    return this.#directives;
  }

  /** To be called after the last token of a preprocessor line. */
  endDirective(first: number, branch: Directive["branch"]): void {
    this.#directives.push({ first, last: this.count - 1, branch });
  }

  /** To be called once after the last `push`: finds lines and matching brackets. */
  finish(): void {
    const { lineStarts, count } = this;
    const buffers = this.#buffers;
    if (buffers.line.length < count) {
      buffers.line = new Int32Array(count);
      buffers.match = new Int32Array(count);
    }
    const starts = this.#start;
    const lines = (this.#line = buffers.line);
    this.#match = buffers.match;
    let line = 0;
    let nextLine = lineStarts[1] ?? Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      while (nextLine <= starts[i]!) nextLine = lineStarts[++line + 1] ?? Number.POSITIVE_INFINITY;
      lines[i] = line;
    }
    matchBrackets(this.#type, count, this.#directives, this.#match);
  }

  /**
   * Does work that looks ahead in the tokens: in text made to that end, from each one to the last.
   *
   * @throws TooManyLooks when it looks far more often than any code needs
   */
  withBoundedLooks<T>(work: () => T): T {
    this.#looks = FREE_LOOKS + LOOKS_A_TOKEN * this.count;
    try {
      return work();
    } finally {
      this.#looks = Number.POSITIVE_INFINITY;
    }
  }

  type(i: number): number {
    if (--this.#looks < 0) throw new TooManyLooks();
    return i < 0 || i >= this.count ? 0 : this.#type[i]!;
  }

  /** 0 beyond the last token. */
  start(i: number): number {
    return i < this.count ? this.#start[i]! : 0;
  }

  end(i: number): number {
    return i < this.count ? this.#end[i]! : 0;
  }

  /** Line of the token's first character; that of the last token when `i` is beyond it. */
  line(i: number): number {
    return this.#line[Math.min(i, this.count - 1)] ?? 0;
  }

  /**
   * The last token of the group that an opening bracket opens: its closing bracket, or the last token before that of
   * an outer group; `count` when nothing ends it. Of a directive the last token of its line. `i` itself for any
   * other token.
   */
  match(i: number): number {
    return i < this.count ? (this.#match[i] ?? this.count) : this.count;
  }

  word(i: number): string {
    return this.text.slice(this.#start[i]!, this.#end[i]!);
  }

  isIdentifier(i: number): boolean {
    return this.type(i) === identifier;
  }

  is(i: number, word: string): boolean {
    if (this.type(i) !== identifier) return false;
    const start = this.#start[i]!;
    return this.#end[i]! - start === word.length && this.text.startsWith(word, start);
  }

  isFirstOfLine(i: number): boolean {
    return i === 0 || this.line(i - 1) !== this.line(i);
  }

  #grow(): void {
    const capacity = this.#type.length * 2;
    this.#type = copyInto(new Uint8Array(capacity), this.#type);
    this.#start = copyInto(new Int32Array(capacity), this.#start);
    this.#end = copyInto(new Int32Array(capacity), this.#end);
    this.#buffers.type = this.#type;
    this.#buffers.start = this.#start;
    this.#buffers.end = this.#end;
  }
}

function copyInto<T extends Uint8Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}

function findLineStarts(text: string, buffers: TokenBuffers): Int32Array {
  let starts = buffers.lineStarts;
  if (starts.length === 0) starts = new Int32Array((text.length >> 5) + 16);
  let lines = 1;
  starts[0] = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (lines === starts.length) starts = copyInto(new Int32Array(2 * lines), starts);
    starts[lines++] = at + 1;
  }
  buffers.lineStarts = starts;
  return starts.subarray(0, lines);
}

/** A closing bracket closes the nearest open one of its kind; those left open between end just before it. */
function matchBrackets(
  types: Uint8Array,
  count: number,
  directives: readonly Directive[],
  match: Int32Array,
): void {
  const open: number[] = [];
  /** Open ones by kind: what closes nothing must not search through all that is open. */
  const openOf = new Uint32Array(128);
  const branches = new Branches(types, open, openOf, match);
  let directive = 0;
  for (let i = 0; i < count; i++) {
    match[i] = i;
    const type = types[i]!;
    if (type === codes.openParen || type === codes.openBracket || type === codes.openBrace) {
      open.push(i);
      openOf[type]!++;
      match[i] = count;
    } else if (type === codes.closeParen || type === codes.closeBracket || type === codes.closeBrace) {
      closeNearest(types, open, openOf, match, i);
    } else if (type === tokenTypes.directive) {
      const { last, branch } = directives[directive++]!;
      match[i] = last;
      branches.follow(branch, i);
    }
  }
}

function closeNearest(
  types: Uint8Array,
  open: number[],
  openOf: Uint32Array,
  match: Int32Array,
  closing: number,
): void {
  const opener = types[closing] === codes.closeParen ? codes.openParen : types[closing]! - 2;
  if (openOf[opener] === 0) return;
  for (;;) {
    const at = open.pop()!;
    const type = types[at]!;
    openOf[type]!--;
    match[at] = type === opener ? closing : closing - 1;
    if (type === opener) return;
  }
}
