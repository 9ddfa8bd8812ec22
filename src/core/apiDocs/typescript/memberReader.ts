/** Reads members in braces, parameters and what is written above a declaration. */

import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";
import type { ApiDoc } from "../apiDoc.ts";
import { type ApiParameter, type ApiSymbol, CALL, CONSTRUCT, namedType, type TypeRef } from "../apiSymbol.ts";

import type { Cursor } from "../cursor.ts";

import { type Call, initialType } from "./initialType.ts";
import { readJsDoc } from "./jsDoc.ts";
import { skipTo, TypeReader } from "./typeReader.ts";

const QUESTION = 63;
const EXCLAMATION = 33;
const HASH = 35;
const LONGEST_COMMENT = 20_000;
const LONGEST_DEFAULT = 80;

const modifiers = new Set(
  "public private protected static readonly abstract override declare async accessor get set in out".split(
    " ",
  ),
);

export interface Described {
  readonly doc?: ApiDoc;
  readonly isPrivate?: true;
}

export interface DescribedCall extends Call {
  readonly described: Described;
}

interface Member {
  readonly first: number;
  readonly container: string;
  readonly words: ReadonlySet<string>;
}

export class MemberReader {
  readonly types: TypeReader;

  constructor() {
    this.types = new TypeReader(this);
  }

  readMembers(cursor: Cursor, container = ""): { readonly members: ApiSymbol[]; readonly isOpen: boolean } {
    const members: ApiSymbol[] = [];
    let isOpen = false;
    while (!cursor.isDone) {
      if (cursor.skip(codes.semicolon) || cursor.skip(codes.comma)) continue;
      const before = cursor.at;
      const added = this.#member(cursor, container);
      if (added === undefined) isOpen = true;
      else members.push(...added);
      if (cursor.at === before) cursor.at++;
    }
    return { members, isOpen };
  }

  /** What is written above a declaration that begins with token `first`. */
  describe(tokens: Tokens, first: number): Described {
    const from = first === 0 ? 0 : tokens.end(first - 1);
    const gap = tokens.text.slice(Math.max(from, tokens.start(first) - LONGEST_COMMENT), tokens.start(first));
    const open = gap.lastIndexOf("/**");
    if (open < 0) return {};
    const close = gap.indexOf("*/", open);
    if (close < 0 || gap.slice(open, open + 5) === "/**/") return {};
    const { doc, isPrivate } = readJsDoc(gap.slice(open, close + 2));
    return { ...(doc ? { doc } : {}), ...(isPrivate ? { isPrivate } : {}) };
  }

  /** Type parameters, parameters and what is given; the name was read. Stops behind the body. */
  readCall(cursor: Cursor, first: number): DescribedCall {
    const typeParameters = this.types.readParameters(cursor);
    const parameters = cursor.type() === codes.openParen ? this.readParameters(cursor.group()) : [];
    const type = cursor.skip(codes.colon) ? this.types.readReturn(cursor) : undefined;
    const signature = cursor.textOf(first, cursor.at);
    if (cursor.type() === codes.openBrace) cursor.skipGroup();
    else cursor.skip(codes.semicolon);
    return {
      signature,
      parameters,
      ...(typeParameters.length === 0 ? {} : { typeParameters }),
      ...(type ? { type } : {}),
      line: cursor.tokens.line(first),
      described: this.describe(cursor.tokens, first),
    };
  }

  /** @returns undefined for a signature that stands for any name */
  #member(cursor: Cursor, container: string): readonly ApiSymbol[] | undefined {
    const first = cursor.at;
    while (cursor.type() === codes.at) {
      cursor.at++;
      while (
        cursor.isName() &&
        (cursor.type(1) === codes.dot ||
          (!cursor.tokens.isFirstOfLine(cursor.at + 1) && cursor.type(1) === codes.openParen))
      )
        cursor.at += cursor.type(1) === codes.dot ? 2 : 1;
      if (cursor.type() === codes.openParen) cursor.skipGroup();
      else if (cursor.isName()) cursor.at++;
    }
    const words = new Set<string>();
    while (modifiers.has(cursor.word()) && this.#startsMember(cursor, 1)) {
      words.add(cursor.word());
      cursor.at++;
    }
    if (words.has("static") && cursor.type() === codes.openBrace) {
      cursor.skipGroup();
      return [];
    }
    const member: Member = { first, container, words };
    // `-readonly [K in T]` and `+readonly`.
    if (cursor.type() === 43 || cursor.type() === 45) cursor.at += 2;
    if (cursor.type() === codes.openBracket) return this.#bracketed(cursor, member);
    if (cursor.type() === codes.openParen || cursor.type() === codes.less)
      return [this.#call(cursor, member, CALL)];
    if (cursor.isWord("new") && (cursor.type(1) === codes.openParen || cursor.type(1) === codes.less)) {
      cursor.at++;
      return [this.#call(cursor, member, CONSTRUCT)];
    }
    return this.#named(cursor, member);
  }

  #startsMember(cursor: Cursor, ahead: number): boolean {
    const type = cursor.type(ahead);
    const { identifier, string, number } = tokenTypes;
    return [identifier, string, number, codes.openBracket, codes.openBrace, HASH, codes.star].includes(
      type as 1,
    );
  }

  /** `[key: string]: T`, `[K in T]: U`, `[Symbol.iterator](): T`. */
  #bracketed(cursor: Cursor, { first, container }: Member): readonly ApiSymbol[] | undefined {
    const inside = cursor.group();
    const isIndex = inside.isName() && (inside.type(1) === codes.colon || inside.isWord("in", 1));
    const isString = inside.type() === tokenTypes.string && inside.type(1) === 0;
    const name = isString ? inside.string() : "";
    cursor.skip(43);
    cursor.skip(45);
    cursor.skip(QUESTION);
    if (cursor.type() === codes.openParen || cursor.type() === codes.less) this.readCall(cursor, first);
    else if (cursor.skip(codes.colon)) this.types.read(cursor);
    else if (cursor.skip(codes.equals)) initialType(cursor, this);
    if (isIndex) return inside.isWord("number", 2) ? [] : undefined;
    if (!isString) return [];
    return [
      {
        name,
        container,
        kind: "field",
        signature: cursor.textOf(first, cursor.at),
        line: cursor.tokens.line(first),
      },
    ];
  }

  #call(cursor: Cursor, { first, container }: Member, name: string): ApiSymbol {
    const { described, ...call } = this.readCall(cursor, first);
    return { name, container, kind: "method", ...call, ...described };
  }

  #named(cursor: Cursor, member: Member): readonly ApiSymbol[] {
    const { first, container, words } = member;
    cursor.skip(codes.star);
    const isHidden = cursor.skip(HASH);
    const type = cursor.type();
    const isNamed =
      type === tokenTypes.identifier || type === tokenTypes.string || type === tokenTypes.number;
    if (!isNamed) {
      cursor.at++;
      return [];
    }
    const name = type === tokenTypes.string ? cursor.string() : cursor.word();
    if (type !== tokenTypes.string) cursor.at++;
    const isOptional = cursor.skip(QUESTION);
    cursor.skip(EXCLAMATION);
    const marks = {
      ...(words.has("static") ? { isStatic: true as const } : {}),
      ...(isHidden || words.has("private") ? { isPrivate: true as const } : {}),
    };
    if (cursor.type() === codes.openParen || cursor.type() === codes.less) {
      if (name === "constructor") return this.#construction(cursor, member);
      const { described, ...call } = this.readCall(cursor, first);
      if (words.has("set")) return [];
      if (words.has("get")) {
        const { parameters: _none, ...field } = call;
        return [{ name, container, kind: "field", ...field, ...described, ...marks }];
      }
      return [{ name, container, kind: "method", ...call, ...described, ...marks }];
    }
    const written = cursor.skip(codes.colon) ? this.types.read(cursor) : undefined;
    const header = cursor.at;
    const initial = cursor.skip(codes.equals) ? initialType(cursor, this) : {};
    const isCall = initial.parameters !== undefined || written?.kind === "function";
    const isNullable =
      isOptional && written ? { kind: "union" as const, parts: [written, namedType("undefined")] } : written;
    return [
      {
        name,
        container,
        kind: isCall ? "method" : "field",
        signature: cursor.textOf(first, header),
        ...initial,
        ...(isNullable ? { type: written?.kind === "function" ? written : isNullable } : {}),
        ...this.describe(cursor.tokens, first),
        ...marks,
        line: cursor.tokens.line(first),
      },
    ];
  }

  /** A constructor, and the fields that its parameters declare. */
  #construction(cursor: Cursor, { first, container }: Member): readonly ApiSymbol[] {
    const open = cursor.at;
    const { described, ...call } = this.readCall(cursor, first);
    const own = container.slice(container.lastIndexOf(".") + 1);
    const made: ApiSymbol = {
      name: CONSTRUCT,
      container,
      kind: "method",
      ...call,
      type: namedType(own),
      isStatic: true,
      ...described,
    };
    const { tokens } = cursor;
    const close = tokens.match(open);
    const fields: ApiSymbol[] = [];
    for (let i = open + 1; i < close; i = tokens.match(i) + 1) {
      if (!tokens.is(i, "public") && !(tokens.is(i, "readonly") && !tokens.is(i - 1, "private"))) continue;
      const name = tokens.is(i + 1, "readonly") ? i + 2 : i + 1;
      if (!tokens.isIdentifier(name)) continue;
      const written = call.parameters?.find((one) => one.name === tokens.word(name))?.type;
      fields.push({
        name: tokens.word(name),
        container,
        kind: "field",
        signature: cursor.textOf(i, name + 1),
        ...(written ? { type: written } : {}),
        line: tokens.line(i),
      });
      i = name;
    }
    return [made, ...fields];
  }

  /** What stands between the parentheses of a function; `this` is none. */
  readParameters(inside: Cursor): readonly ApiParameter[] {
    const parameters: ApiParameter[] = [];
    while (!inside.isDone) {
      const parameter = this.#parameter(inside);
      if (parameter && parameter.name !== "this") parameters.push(parameter);
      skipTo(inside, codes.comma);
      inside.skip(codes.comma);
    }
    return parameters;
  }

  #parameter(inside: Cursor): ApiParameter | undefined {
    while (inside.type() === codes.at) {
      inside.at += 2;
      if (inside.type() === codes.openParen) inside.skipGroup();
    }
    while (modifiers.has(inside.word()) && inside.isName(1)) inside.at++;
    let isRest = false;
    while (inside.skip(codes.dot)) isRest = true;
    const isPattern = inside.type() === codes.openBrace || inside.type() === codes.openBracket;
    const name = isPattern ? "options" : inside.word();
    if (isPattern) inside.skipGroup();
    else if (inside.isName()) inside.at++;
    else return undefined;
    let isOptional = inside.skip(QUESTION) || isRest;
    const type: TypeRef | undefined = inside.skip(codes.colon) ? this.types.read(inside) : undefined;
    let initial: string | undefined;
    if (inside.skip(codes.equals)) {
      const from = inside.at;
      skipTo(inside, codes.comma);
      initial = inside.textOf(from, inside.at).slice(0, LONGEST_DEFAULT);
      isOptional = true;
    }
    return {
      name,
      ...(type ? { type } : {}),
      ...(initial === undefined ? {} : { default: initial }),
      ...(isOptional ? { isOptional } : {}),
      ...(isRest ? { takes: "rest" as const } : {}),
    };
  }
}
