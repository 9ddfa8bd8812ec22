/** A place in the tokens of a text, and what readers of declarations do there again and again. */
import { type Tokens, tokenTypes } from "../syntax/outline/tokens.ts";

const SIGNATURE_LENGTH = 400;

export class Cursor {
  readonly tokens: Tokens;
  /** Index of the token that is next. */
  at: number;
  /** Index behind the last token to read. */
  readonly end: number;

  constructor(tokens: Tokens, at: number, end: number) {
    this.tokens = tokens;
    this.at = at;
    this.end = Math.min(end, tokens.count);
  }

  get isDone(): boolean {
    return this.at >= this.end;
  }

  /** Type of the token `ahead` of the next one; 0 behind the end. */
  type(ahead = 0): number {
    return this.at + ahead < this.end ? this.tokens.type(this.at + ahead) : 0;
  }

  word(ahead = 0): string {
    return this.at + ahead < this.end ? this.tokens.word(this.at + ahead) : "";
  }

  isWord(word: string, ahead = 0): boolean {
    return this.at + ahead < this.end && this.tokens.is(this.at + ahead, word);
  }

  isName(ahead = 0): boolean {
    return this.type(ahead) === tokenTypes.identifier;
  }

  /** Steps over the next token if it is this one. */
  skip(type: number): boolean {
    if (this.type() !== type) return false;
    this.at++;
    return true;
  }

  skipWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.at++;
    return true;
  }

  /** Steps behind the bracket that closes the next token, which opens one. */
  skipGroup(): void {
    this.at = Math.min(this.end, this.tokens.match(this.at) + 1);
  }

  /** A cursor over the inside of the bracket that is next; steps behind it. */
  group(): Cursor {
    const close = Math.min(this.tokens.match(this.at), this.end);
    const inside = new Cursor(this.tokens, this.at + 1, close);
    this.at = Math.min(close + 1, this.end);
    return inside;
  }

  /** The text in quotes that is next, without them; steps over it. */
  string(): string {
    return this.tokens.word(this.at++).slice(1, -1);
  }

  /** Whether the next token begins a line. */
  get isOnNewLine(): boolean {
    return this.tokens.isFirstOfLine(this.at);
  }

  /** Source of tokens `from` up to before `to`, on one line, comments left out. */
  textOf(from: number, to: number): string {
    const { tokens } = this;
    let text = "";
    const last = Math.min(to, tokens.count);
    for (let i = from; i < last && text.length < SIGNATURE_LENGTH; i++) {
      if (i > from && tokens.end(i - 1) < tokens.start(i)) text += " ";
      text += tokens.word(i);
    }
    return text.replace(/\s+/g, " ").slice(0, SIGNATURE_LENGTH);
  }
}
