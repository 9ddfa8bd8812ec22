/** Where things end in JavaScript and TypeScript, where a line's end may be a statement's end. */
import type { OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const { openParen, openBrace, closeBrace, closeParen, closeBracket, semicolon, comma, colon, less } = codes;

/** A line that ends or starts with one of these goes on. */
const goesOnAfter = new Set([..."=+-*/%&|^<,?:.(~"].map((c) => c.charCodeAt(0)));
const goesOnBefore = new Set([...".?:+-*/%&|^=<>,"].map((c) => c.charCodeAt(0)));
const goesOnWords = new Set(
  "extends implements in of as is keyof typeof instanceof new satisfies return".split(" "),
);
/** After one of these in a type, `{` opens an object type and no body. */
const beforeObjectType = new Set([..."<,|&:(?="].map((c) => c.charCodeAt(0)));

export class EcmaBounds {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(builder: OutlineBuilder) {
    this.#builder = builder;
    this.#tokens = builder.tokens;
  }

  /** The `{` of a function's body, `i` being the token after its parameters; undefined for a mere signature. */
  bodyAfter(i: number, to: number): number | undefined {
    const tokens = this.#tokens;
    if (tokens.type(i) === openBrace) return i < to ? i : undefined;
    if (tokens.type(i) !== colon) return undefined;
    for (let at = i + 1; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === openBrace && !this.#opensObjectType(at)) return at;
      if (type === semicolon || type === closeBrace || type === comma || type === closeParen)
        return undefined;
      if (type !== openBrace && this.#breaksBefore(at)) return undefined;
      if (type === less) at = Math.max(at, this.#builder.afterAngles(at, to) - 1);
    }
    return undefined;
  }

  /** The `{` of a class or interface, from its name on. */
  classBody(i: number, to: number): number | undefined {
    const tokens = this.#tokens;
    for (let at = i; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === openBrace && (at === i || !this.#opensObjectType(at))) return at;
      const isOut = type === semicolon || type === closeBrace || type === closeParen || type === colon;
      if (isOut) return undefined;
      if (type === less) at = Math.max(at, this.#builder.afterAngles(at, to) - 1);
    }
    return undefined;
  }

  /** The token after an expression or type: `;`, a bracket that closes what is around it, or another statement. */
  expressionEnd(i: number, to: number, endsAtComma: boolean): number {
    const tokens = this.#tokens;
    for (let at = i; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === semicolon || type === closeBrace || type === closeParen || type === closeBracket)
        return at;
      if (type === comma && endsAtComma) return at;
      if (at > i && this.#breaksBefore(at)) return at;
      if (type === less && tokens.type(at - 1) !== tokenTypes.number) {
        at = Math.max(at, this.#builder.afterAngles(at, to) - 1);
      }
    }
    return to;
  }

  /** The token after a member without a body; commas end members of types. */
  memberEnd(i: number, to: number): number {
    return this.expressionEnd(i, to, true);
  }

  /** Whether a value that starts at `i` is a function or a class. */
  isFunction(i: number, to: number): boolean {
    const tokens = this.#tokens;
    const start = tokens.is(i, "async") && tokens.type(i + 1) !== tokenTypes.arrow ? i + 1 : i;
    if (tokens.is(start, "function") || tokens.is(start, "class")) return true;
    if (tokens.isIdentifier(start)) return tokens.type(start + 1) === tokenTypes.arrow;
    const params = this.#builder.afterAngles(start, to);
    if (tokens.type(params) !== openParen) return false;
    const next = this.#builder.after(params);
    if (tokens.type(next) === tokenTypes.arrow) return true;
    return tokens.type(next) === colon && this.#builder.find(next, to, tokenTypes.arrow, semicolon) < to;
  }

  afterDecorator(i: number, to: number): number {
    const tokens = this.#tokens;
    let at = this.#builder.after(i + 1);
    while (tokens.type(at) === codes.dot) at += 2;
    at = this.#builder.afterAngles(at, to);
    return tokens.type(at) === openParen ? this.#builder.after(at) : at;
  }

  #opensObjectType(i: number): boolean {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    return beforeObjectType.has(before) || before === tokenTypes.arrow || tokens.is(i - 1, "is");
  }

  /** Whether a statement ends before token `i` because a line does. */
  #breaksBefore(i: number): boolean {
    const tokens = this.#tokens;
    if (!tokens.isFirstOfLine(i) || this.#builder.lastLineOf(i - 1) === tokens.line(i)) return false;
    const before = tokens.type(i - 1);
    const type = tokens.type(i);
    if (goesOnAfter.has(before) || before === tokenTypes.arrow || before === tokenTypes.operator)
      return false;
    if (goesOnBefore.has(type) || type === tokenTypes.arrow || type === tokenTypes.operator) return false;
    if (tokens.isIdentifier(i - 1) && goesOnWords.has(tokens.word(i - 1))) return false;
    return !(
      tokens.isIdentifier(i) &&
      /^(?:extends|implements|in|of|as|is|instanceof|satisfies)$/.test(tokens.word(i))
    );
  }
}
