/** Reads annotations of Python, and tells what a value is from the expression that makes it. */

import { codes, tokenTypes } from "../../syntax/outline/tokens.ts";
import { namedType, type TypeRef, unknownType } from "../apiSymbol.ts";
import type { Cursor } from "../cursor.ts";

const BAR = 124;
const BACKSLASH = 92;
const MAX_DEPTH = 20;

/** Stops behind the annotation, before `=`, `,`, `:` or the end. */
export function readAnnotation(cursor: Cursor, depth = 0): TypeRef {
  const parts = [readPart(cursor, depth)];
  while (cursor.skip(BAR)) parts.push(readPart(cursor, depth));
  return parts.length === 1 ? parts[0]! : { kind: "union", parts };
}

function readPart(cursor: Cursor, depth: number): TypeRef {
  if (depth > MAX_DEPTH) {
    cursor.at = cursor.end;
    return unknownType;
  }
  if (cursor.type() === tokenTypes.string) return quoted(cursor.string());
  if (cursor.type() === codes.openParen) return readAnnotation(cursor.group(), depth + 1);
  if (cursor.type() === codes.openBracket) {
    cursor.skipGroup();
    return unknownType;
  }
  if (!cursor.isName()) {
    cursor.at++;
    return unknownType;
  }
  const name = dottedName(cursor);
  if (cursor.type() !== codes.openBracket) return name === "None" ? namedType("None") : namedType(name);
  const inside = cursor.group();
  const args: TypeRef[] = [];
  while (!inside.isDone) {
    const before = inside.at;
    args.push(readAnnotation(inside, depth + 1));
    inside.skip(codes.comma);
    if (inside.at === before) inside.at++;
  }
  return generic(name, args);
}

/** Forms of `typing` that say what they hold. */
function generic(name: string, args: readonly TypeRef[]): TypeRef {
  switch (name.slice(name.lastIndexOf(".") + 1)) {
    case "Optional":
      return { kind: "union", parts: [args[0] ?? unknownType, namedType("None")] };
    case "Union":
      return { kind: "union", parts: args };
    case "Annotated":
    case "Final":
    case "ClassVar":
    case "Required":
    case "NotRequired":
    case "ReadOnly":
      return args[0] ?? unknownType;
    case "Literal":
      return unknownType;
    case "Callable":
      return { kind: "function", returns: args[1] ?? unknownType };
    default:
      return namedType(name, args);
  }
}

/** `"Foo"`, `"a.Foo | None"`, `"Foo[int]"`. */
function quoted(text: string): TypeRef {
  const parts = text.split("|").map((part) => /^\s*([A-Za-z_][\w.]*)\s*(?:\[.*\])?\s*$/.exec(part)?.[1]);
  if (parts.some((part) => part === undefined)) return unknownType;
  const types = parts.map((part) => namedType(part!));
  return types.length === 1 ? types[0]! : { kind: "union", parts: types };
}

export function dottedName(cursor: Cursor): string {
  let name = cursor.word();
  cursor.at++;
  while (cursor.type() === codes.dot && cursor.isName(1)) {
    name += `.${cursor.word(1)}`;
    cursor.at += 2;
  }
  return name;
}

/**
 * What the expression from here to the cursor's end is; `undefined` when nothing is told.
 */
export function expressionType(cursor: Cursor): TypeRef | undefined {
  const { identifier, number, string } = tokenTypes;
  cursor.skip(BACKSLASH);
  const isWhole = () => cursor.at >= cursor.end;
  switch (cursor.type()) {
    case string:
      cursor.at++;
      return isWhole() ? namedType("str") : undefined;
    case number: {
      const isFloat = /[.eE]/.test(cursor.word()) && !cursor.word().startsWith("0x");
      cursor.at++;
      return isWhole() ? namedType(isFloat ? "float" : "int") : undefined;
    }
    case codes.openBracket:
      cursor.skipGroup();
      return isWhole() ? namedType("list") : undefined;
    case codes.openBrace: {
      const inside = cursor.group();
      if (!isWhole()) return undefined;
      let isSet = !inside.isDone && inside.type() !== codes.star;
      for (; !inside.isDone; inside.skipGroup()) if (inside.type() === codes.colon) isSet = false;
      return namedType(isSet ? "set" : "dict");
    }
    case identifier: {
      const prefix = /^[rRuUbBfF]{1,2}$/.test(cursor.word()) && cursor.type(1) === string;
      if (prefix && cursor.at + 2 >= cursor.end) return namedType(/b/i.test(cursor.word()) ? "bytes" : "str");
      if (cursor.at + 1 === cursor.end) {
        if (cursor.isWord("True") || cursor.isWord("False")) return namedType("bool");
        if (cursor.isWord("None")) return undefined;
      }
      const name = dottedName(cursor);
      if (isWhole()) return { kind: "valueOf", name };
      if (cursor.type() !== codes.openParen) return undefined;
      cursor.skipGroup();
      return isWhole() ? { kind: "resultOf", name } : undefined;
    }
    default:
      return undefined;
  }
}
