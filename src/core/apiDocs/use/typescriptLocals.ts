/** What TypeScript or JavaScript above a cursor binds: parameters, declarations, loops and fields of classes. */
import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";
import { Cursor } from "../cursor.ts";
import { MemberReader } from "../typescript/memberReader.ts";
import { skipTo } from "../typescript/typeReader.ts";
import { type Expression, readExpression, readOperand, unknownExpression } from "./expression.ts";
import { Locals } from "./locals.ts";
import { openersOf, operandEndingAt } from "./place.ts";

const QUESTION = 63;
const modifiers = new Set("public private protected readonly override".split(" "));
const heads = new Set("if for while switch catch with return".split(" "));
/** Methods that give each of what an object holds to their first argument's first parameter. */
const eachOf = new Set("map forEach filter some every find findIndex findLast flatMap".split(" "));

interface Block {
  readonly kind: "class" | "other";
  /** Name of the class that it is or is inside of. */
  readonly owner: string;
}

/** @param tokens those of the text before the cursor */
export function typescriptLocals(tokens: Tokens): Locals {
  return new TypescriptLocals(tokens).read();
}

class TypescriptLocals {
  readonly #tokens: Tokens;
  readonly #openers: ReadonlyMap<number, number>;
  readonly #locals = new Locals();
  readonly #blocks: Block[] = [];
  readonly #types = new MemberReader().types;
  #class: string | undefined;
  /** Parameters that hold in the block that is opened next, by the token that opens it. */
  readonly #parameters = new Map<number, readonly (readonly [string, Expression])[]>();

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#openers = openersOf(tokens);
  }

  read(): Locals {
    for (let i = 0; i < this.#tokens.count; i++) this.#token(i);
    this.#locals.owner = this.#blocks.at(-1)?.owner ?? "";
    return this.#locals;
  }

  #token(i: number): void {
    switch (this.#tokens.type(i)) {
      case codes.openBrace:
        this.#enter(i);
        return;
      case codes.closeBrace:
        this.#blocks.pop();
        this.#locals.leave();
        return;
      case codes.openParen:
        this.#parenthesis(i);
        return;
      case tokenTypes.arrow:
        if (this.#tokens.isIdentifier(i - 1) && this.#tokens.type(i - 2) !== codes.colon)
          this.#locals.bind(this.#tokens.word(i - 1), this.#given(i - 1));
        return;
      case tokenTypes.identifier:
        this.#word(i);
    }
  }

  #enter(i: number): void {
    const outer = this.#blocks.at(-1);
    const isClass = this.#class !== undefined;
    this.#blocks.push({ kind: isClass ? "class" : "other", owner: this.#class ?? outer?.owner ?? "" });
    this.#class = undefined;
    this.#locals.enter();
    for (const [name, expression] of this.#parameters.get(i) ?? []) this.#locals.bind(name, expression);
  }

  #word(i: number): void {
    const tokens = this.#tokens;
    if (tokens.type(i - 1) === codes.dot) return;
    switch (tokens.word(i)) {
      case "const":
      case "let":
      case "var":
      case "using":
        this.#declaration(i + 1);
        return;
      case "class":
        if (tokens.isIdentifier(i + 1)) this.#class = tokens.word(i + 1);
        return;
      case "this":
        this.#fieldSet(i);
        return;
    }
    const next = tokens.type(i + 1);
    if (next === codes.equals && this.#locals.has(tokens.word(i)) && isStart(tokens, i))
      this.#locals.bind(tokens.word(i), readExpression(this.#from(i + 2), "typescript"));
    if (
      this.#blocks.at(-1)?.kind === "class" &&
      (next === codes.equals || next === codes.colon || next === QUESTION)
    )
      this.#field(i);
  }

  #from(i: number): Cursor {
    return new Cursor(this.#tokens, i, this.#tokens.count);
  }

  /** Behind `const`: `a = b`, `a: T`, `{ a, b: c } = d`, and the same `of d`. */
  #declaration(i: number): void {
    const tokens = this.#tokens;
    if (tokens.isIdentifier(i)) {
      this.#locals.bind(tokens.word(i), this.#initial(this.#from(i + 1)));
      return;
    }
    if (tokens.type(i) !== codes.openBrace && tokens.type(i) !== codes.openBracket) return;
    const close = tokens.match(i);
    if (close >= tokens.count) return;
    const value = this.#initial(this.#from(close + 1));
    const inside = new Cursor(tokens, i + 1, close);
    const isArray = tokens.type(i) === codes.openBracket;
    for (const [name, expression] of this.#pattern(inside, value, isArray))
      this.#locals.bind(name, expression);
  }

  #pattern(inside: Cursor, value: Expression, isArray: boolean): readonly (readonly [string, Expression])[] {
    const found: (readonly [string, Expression])[] = [];
    while (!inside.isDone) {
      let isRest = false;
      while (inside.skip(codes.dot)) isRest = true;
      const member = inside.isName() ? inside.word() : "";
      const isRenamed = inside.isName() && inside.type(1) === codes.colon;
      if (isRenamed) inside.at += 2;
      if (inside.isName()) {
        const of = value.kind === "unknown" ? unknownExpression : value;
        const part: Expression = isArray
          ? { kind: "element", of }
          : isRest
            ? unknownExpression
            : { kind: "member", of, name: member };
        found.push([inside.word(), of.kind === "unknown" ? unknownExpression : part]);
      }
      skipTo(inside, codes.comma);
      inside.skip(codes.comma);
    }
    return found;
  }

  /** What stands behind a name: its type, or the value it is given. */
  #initial(cursor: Cursor): Expression {
    cursor.skip(QUESTION);
    cursor.skip(33);
    if (cursor.skip(codes.colon)) return { kind: "type", type: this.#types.read(cursor) };
    if (cursor.skipWord("of")) return { kind: "iterated", of: readOperand(cursor, "typescript") };
    if (!cursor.skip(codes.equals)) return unknownExpression;
    const value = readExpression(cursor, "typescript");
    if (!cursor.isWord("as") || cursor.isWord("const", 1)) return value;
    cursor.at++;
    return { kind: "type", type: this.#types.read(cursor) };
  }

  /** `name: T`, `name = value` in a class. */
  #field(i: number): void {
    const owner = this.#blocks.at(-1)!.owner;
    this.#locals.bindField(owner, this.#tokens.word(i), this.#initial(this.#from(i + 1)));
  }

  /** `this.name = value`. */
  #fieldSet(i: number): void {
    const tokens = this.#tokens;
    const isSet =
      tokens.type(i + 1) === codes.dot && tokens.isIdentifier(i + 2) && tokens.type(i + 3) === codes.equals;
    const owner = this.#blocks.at(-1)?.owner ?? "";
    if (isSet && owner !== "")
      this.#locals.bindField(owner, tokens.word(i + 2), readExpression(this.#from(i + 4), "typescript"));
  }

  /** The parameters of a function, when that is what the parenthesis holds. */
  #parenthesis(i: number): void {
    const tokens = this.#tokens;
    const close = tokens.match(i);
    if (close >= tokens.count) return;
    const behind = this.#from(close + 1);
    const isNamed = tokens.isIdentifier(i - 1) && !heads.has(tokens.word(i - 1));
    if (behind.skip(codes.colon)) this.#types.readReturn(behind);
    const isArrow = behind.type() === tokenTypes.arrow;
    if (isArrow) behind.at++;
    else if (!isNamed || behind.type() !== codes.openBrace) return;
    const isConstructor = tokens.is(i - 1, "constructor");
    const parameters = this.#parametersOf(new Cursor(tokens, i + 1, close), isConstructor, this.#given(i));
    if (behind.type() === codes.openBrace) this.#parameters.set(behind.at, parameters);
    else for (const [name, expression] of parameters) this.#locals.bind(name, expression);
  }

  #parametersOf(
    inside: Cursor,
    isConstructor: boolean,
    given: Expression,
  ): readonly (readonly [string, Expression])[] {
    const found: (readonly [string, Expression])[] = [];
    for (let index = 0; !inside.isDone; index++) {
      let isField = false;
      while (inside.isName() && modifiers.has(inside.word()) && inside.isName(1)) {
        inside.at++;
        isField = true;
      }
      while (inside.skip(codes.dot));
      const value = index === 0 ? given : unknownExpression;
      if (inside.isName()) {
        const name = inside.word();
        inside.at++;
        const type = this.#initial(inside);
        const expression = type.kind === "unknown" ? value : type;
        found.push([name, expression]);
        if (isField && isConstructor)
          this.#locals.bindField(this.#blocks.at(-1)?.owner ?? "", name, expression);
      } else if (inside.type() === codes.openBrace) {
        const pattern = inside.group();
        const type = this.#initial(inside);
        found.push(...this.#pattern(pattern, type.kind === "unknown" ? value : type, false));
      }
      skipTo(inside, codes.comma);
      inside.skip(codes.comma);
    }
    return found;
  }

  /** What a call gives to a function whose parameters begin at a token: `list.map((one) => ...)`. */
  #given(i: number): Expression {
    const tokens = this.#tokens;
    const at = tokens.is(i - 1, "async") ? i - 2 : i - 1;
    const isArgument =
      tokens.type(at) === codes.openParen && tokens.isIdentifier(at - 1) && tokens.type(at - 2) === codes.dot;
    if (!isArgument) return unknownExpression;
    const name = tokens.word(at - 1);
    const isEach = eachOf.has(name);
    if (!isEach && name !== "then") return unknownExpression;
    const end = tokens.type(at - 3) === QUESTION ? at - 4 : at - 3;
    const of = operandEndingAt(tokens, end, this.#openers, "typescript");
    return of === undefined ? unknownExpression : { kind: isEach ? "iterated" : "await", of };
  }
}

/** Whether a statement begins with a token. */
function isStart(tokens: Tokens, i: number): boolean {
  const before = tokens.type(i - 1);
  return (
    tokens.isFirstOfLine(i) ||
    before === codes.semicolon ||
    before === codes.openBrace ||
    before === codes.closeBrace ||
    before === codes.closeParen
  );
}
