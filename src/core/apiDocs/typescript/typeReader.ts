/** Reads type expressions of TypeScript, as far as members can be told from them. */

import { codes, tokenTypes } from "../../syntax/outline/tokens.ts";
import {
  type ApiParameter,
  type ApiSymbol,
  namedType,
  type TypeRef,
  takenType,
  unknownType,
} from "../apiSymbol.ts";

import type { Cursor } from "../cursor.ts";

const QUESTION = 63;
const AMPERSAND = 38;
const BAR = 124;
const MINUS = 45;

/** A type may nest this deep. */
const MAX_DEPTH = 40;

export interface MemberReader {
  /** Members in braces that the cursor covers. */
  readMembers(cursor: Cursor): { readonly members: readonly ApiSymbol[]; readonly isOpen: boolean };
  /** Parameters in parentheses that the cursor covers. */
  readParameters(cursor: Cursor): readonly ApiParameter[];
}

export class TypeReader {
  readonly #members: MemberReader;
  #depth = 0;

  constructor(members: MemberReader) {
    this.#members = members;
  }

  /** Reads a type and stops behind it. What is not understood is `unknown`, the rest of it stepped over as far as told. */
  read(cursor: Cursor): TypeRef {
    if (this.#depth >= MAX_DEPTH) {
      cursor.at = cursor.end;
      return unknownType;
    }
    this.#depth++;
    const type = this.#conditional(cursor);
    this.#depth--;
    return type;
  }

  /** `<A, B>`, if it is next. */
  readArguments(cursor: Cursor): readonly TypeRef[] {
    if (!cursor.skip(codes.less)) return [];
    const args: TypeRef[] = [];
    while (!cursor.isDone && cursor.type() !== codes.greater) {
      args.push(this.read(cursor));
      if (!cursor.skip(codes.comma)) break;
    }
    skipTo(cursor, codes.greater);
    cursor.skip(codes.greater);
    return args;
  }

  /** Names in `<T extends A = B, const U>`, if it is next. */
  readParameters(cursor: Cursor): readonly string[] {
    if (!cursor.skip(codes.less)) return [];
    const names: string[] = [];
    while (!cursor.isDone && cursor.type() !== codes.greater) {
      while ((cursor.isWord("const") || cursor.isWord("in") || cursor.isWord("out")) && cursor.isName(1))
        cursor.at++;
      if (cursor.isName()) names.push(cursor.word());
      cursor.at++;
      if (cursor.skipWord("extends")) this.read(cursor);
      if (cursor.skip(codes.equals)) this.read(cursor);
      if (!cursor.skip(codes.comma)) break;
    }
    skipTo(cursor, codes.greater);
    cursor.skip(codes.greater);
    return names;
  }

  #conditional(cursor: Cursor): TypeRef {
    const type = this.#union(cursor);
    if (!cursor.isWord("extends") || (cursor.isOnNewLine && cursor.type(1) === 0)) return type;
    cursor.at++;
    this.#union(cursor);
    if (!cursor.skip(QUESTION)) return type;
    const yes = this.read(cursor);
    if (!cursor.skip(codes.colon)) return unknownType;
    const no = this.read(cursor);
    return { kind: "union", parts: [yes, no, unknownType] };
  }

  #union(cursor: Cursor): TypeRef {
    cursor.skip(BAR);
    const parts = [this.#intersection(cursor)];
    while (cursor.skip(BAR)) parts.push(this.#intersection(cursor));
    return parts.length === 1 ? parts[0]! : { kind: "union", parts };
  }

  #intersection(cursor: Cursor): TypeRef {
    cursor.skip(AMPERSAND);
    const parts = [this.#postfix(cursor)];
    while (cursor.skip(AMPERSAND)) parts.push(this.#postfix(cursor));
    return parts.length === 1 ? parts[0]! : { kind: "intersection", parts };
  }

  #postfix(cursor: Cursor): TypeRef {
    let type = this.#primary(cursor);
    while (cursor.type() === codes.openBracket && !cursor.isOnNewLine) {
      const inside = cursor.group();
      if (inside.isDone) type = { kind: "array", of: type };
      else if (inside.type() === tokenTypes.string && inside.type(1) === 0) {
        type = { kind: "member", of: type, name: inside.string() };
      } else type = unknownType;
    }
    return type;
  }

  #primary(cursor: Cursor): TypeRef {
    switch (cursor.type()) {
      case codes.openParen:
        return this.#parenthesis(cursor);
      case codes.less:
        this.readParameters(cursor);
        return this.#parenthesis(cursor);
      case codes.openBrace: {
        const { members, isOpen } = this.#members.readMembers(cursor.group());
        return isOpen ? { kind: "object", members, isOpen } : { kind: "object", members };
      }
      case codes.openBracket:
        return this.#tuple(cursor);
      case tokenTypes.string:
        cursor.at++;
        return { kind: "literal", of: "string" };
      case tokenTypes.number:
        cursor.at++;
        return { kind: "literal", of: "number" };
      case MINUS:
        cursor.at += 2;
        return { kind: "literal", of: "number" };
      case tokenTypes.identifier:
        return this.#word(cursor);
      default:
        return unknownType;
    }
  }

  /** `(a: A) => B` or a type in parentheses. */
  #parenthesis(cursor: Cursor): TypeRef {
    if (cursor.type() !== codes.openParen) return unknownType;
    const inside = cursor.group();
    const first = inside.at;
    if (!cursor.skip(tokenTypes.arrow)) return this.read(inside);
    inside.at = first;
    const takes = this.#members.readParameters(inside).map(takenType);
    const returns = this.readReturn(cursor);
    return takes.some((type) => type !== undefined)
      ? { kind: "function", returns, takes }
      : { kind: "function", returns };
  }

  /** What a function gives: also `asserts x is T` and `x is T`. */
  readReturn(cursor: Cursor): TypeRef {
    if (
      cursor.isWord("asserts") &&
      (cursor.isName(1) || cursor.isWord("this", 1)) &&
      !cursor.isWord("is", 1)
    ) {
      cursor.at += 2;
      if (cursor.skipWord("is")) this.read(cursor);
      return namedType("void");
    }
    if (cursor.isName() && cursor.isWord("is", 1)) {
      cursor.at += 2;
      this.read(cursor);
      return namedType("boolean");
    }
    return this.read(cursor);
  }

  #tuple(cursor: Cursor): TypeRef {
    const inside = cursor.group();
    const of: TypeRef[] = [];
    while (!inside.isDone) {
      while (inside.skip(codes.dot));
      if (
        inside.isName() &&
        (inside.type(1) === codes.colon || (inside.type(1) === QUESTION && inside.type(2) === codes.colon))
      ) {
        inside.at += inside.type(1) === codes.colon ? 2 : 3;
      }
      of.push(this.read(inside));
      inside.skip(QUESTION);
      if (!inside.skip(codes.comma)) break;
    }
    return { kind: "tuple", of };
  }

  #word(cursor: Cursor): TypeRef {
    switch (cursor.word()) {
      case "keyof":
      case "infer":
      case "unique":
        if (!cursor.isName(1) && cursor.type(1) !== codes.openParen) break;
        cursor.at++;
        this.#postfix(cursor);
        if (cursor.isWord("extends")) {
          cursor.at++;
          this.#union(cursor);
        }
        return unknownType;
      case "readonly":
        if (cursor.type(1) === codes.greater || cursor.type(1) === codes.comma) break;
        cursor.at++;
        return this.#postfix(cursor);
      case "typeof":
        return this.#typeof(cursor);
      case "import":
        if (cursor.type(1) === codes.openParen) {
          cursor.at++;
          return this.#imported(cursor);
        }
        break;
      case "abstract":
      case "new":
        while (cursor.skipWord("abstract") || cursor.skipWord("new"));
        return this.#construction(cursor);
      case "true":
      case "false":
        cursor.at++;
        return { kind: "literal", of: "boolean" };
    }
    const name = this.#dotted(cursor);
    return namedType(name, cursor.isOnNewLine ? undefined : this.readArguments(cursor));
  }

  #construction(cursor: Cursor): TypeRef {
    this.readParameters(cursor);
    if (cursor.type() === codes.openParen) cursor.skipGroup();
    if (cursor.skip(tokenTypes.arrow)) this.read(cursor);
    return unknownType;
  }

  #dotted(cursor: Cursor): string {
    let name = cursor.word();
    cursor.at++;
    while (cursor.type() === codes.dot && cursor.isName(1)) {
      name += `.${cursor.word(1)}`;
      cursor.at += 2;
    }
    return name;
  }

  #typeof(cursor: Cursor): TypeRef {
    cursor.at++;
    if (cursor.isWord("import") && cursor.type(1) === codes.openParen) {
      cursor.at++;
      return this.#imported(cursor);
    }
    const name = this.#dotted(cursor);
    if (!cursor.isOnNewLine) this.readArguments(cursor);
    return { kind: "valueOf", name };
  }

  /** Behind the word `import`. */
  #imported(cursor: Cursor): TypeRef {
    const inside = cursor.group();
    if (inside.type() !== tokenTypes.string) return unknownType;
    const module = inside.string();
    let name = "";
    while (cursor.type() === codes.dot && cursor.isName(1)) {
      name += (name === "" ? "" : ".") + cursor.word(1);
      cursor.at += 2;
    }
    const args = this.readArguments(cursor);
    return args.length === 0 ? { kind: "import", module, name } : { kind: "import", module, name, args };
  }
}

/** Steps to the next token of a type, over groups in brackets. */
export function skipTo(cursor: Cursor, type: number): void {
  while (!cursor.isDone && cursor.type() !== type) {
    const next = cursor.type();
    if (next === codes.openBrace || next === codes.openParen || next === codes.openBracket)
      cursor.skipGroup();
    else cursor.at++;
  }
}
