/** Expressions of a program, as far as what they are can be told from the libraries they come from. */
import { codes, tokenTypes } from "../../syntax/outline/tokens.ts";
import { namedType, type TypeRef } from "../apiSymbol.ts";
import type { ApiDialect } from "../apiUnit.ts";
import type { Cursor } from "../cursor.ts";

export type Expression =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  /** What a call, `new`, `await`, an index, a loop over it or `with` gives. */
  | {
      readonly kind: "call" | "new" | "await" | "element" | "iterated" | "entered";
      readonly of: Expression;
    }
  /** Something of the type. */
  | { readonly kind: "type"; readonly type: TypeRef }
  /** `name` of a module; `*` for the module. */
  | { readonly kind: "imported"; readonly module: string; readonly name: string }
  | { readonly kind: "unknown" };

export const unknownExpression: Expression = { kind: "unknown" };

const QUESTION = 63;
const EXCLAMATION = 33;
const BAR = 124;
const MAX_DEPTH = 30;

/** Words that no value begins with. */
const noValues = new Set(
  "lambda not yield typeof void delete function class async if for while return in of is and or else import from".split(
    " ",
  ),
);
/** Tokens behind which what was read is the whole of a value, or the first of several. */
const ends: readonly number[] = [
  0,
  codes.comma,
  codes.semicolon,
  codes.closeParen,
  codes.closeBracket,
  codes.closeBrace,
  codes.colon,
];

/** Stops behind what it understood. An expression that goes on with an operator is not known. */
export function readExpression(cursor: Cursor, dialect: ApiDialect, depth = 0): Expression {
  const value = readOperand(cursor, dialect, depth);
  if (ends.includes(cursor.type())) return value;
  if (dialect === "typescript") {
    if (cursor.isOnNewLine && cursor.type() !== QUESTION && cursor.type() !== BAR) return value;
    if (cursor.isWord("as") || cursor.isWord("satisfies") || cursor.isWord("of")) return value;
    const isFallback =
      (cursor.type() === BAR && cursor.type(1) === BAR) ||
      (cursor.type() === QUESTION && cursor.type(1) === QUESTION);
    return isFallback ? value : unknownExpression;
  }
  return cursor.isOnNewLine || cursor.isWord("or") || cursor.isWord("as") || cursor.isWord("if")
    ? value
    : unknownExpression;
}

/** A value with all that is asked of it: members, calls, indexes. */
export function readOperand(cursor: Cursor, dialect: ApiDialect, depth = 0): Expression {
  if (depth > MAX_DEPTH) return unknownExpression;
  if (cursor.skipWord("await")) return { kind: "await", of: readOperand(cursor, dialect, depth + 1) };
  let value = readPrimary(cursor, dialect, depth);
  for (;;) {
    const type = cursor.type();
    if (type === codes.dot && cursor.isName(1)) {
      value = { kind: "member", of: value, name: cursor.word(1) };
      cursor.at += 2;
    } else if (type === QUESTION && cursor.type(1) === codes.dot) {
      cursor.at += cursor.isName(2) ? 1 : 2;
    } else if (type === EXCLAMATION && dialect === "typescript" && !cursor.isOnNewLine) cursor.at++;
    else if (type === codes.openParen && !cursor.isOnNewLine) {
      value = calledWith(cursor, value);
    } else if (type === codes.openBracket && !cursor.isOnNewLine) {
      cursor.skipGroup();
      value = { kind: "element", of: value };
    } else if (type === codes.less && dialect === "typescript" && !skipTypeArguments(cursor)) return value;
    else if (type !== codes.less) return value;
    else if (dialect !== "typescript") return value;
  }
}

/** A call; of `require("m")` and `import("m")` the module. */
function calledWith(cursor: Cursor, callee: Expression): Expression {
  const inside = cursor.group();
  if (callee.kind !== "name" || inside.type() !== tokenTypes.string || inside.type(1) !== 0)
    return { kind: "call", of: callee };
  const module = inside.word().slice(1, -1);
  if (callee.name === "require") return { kind: "imported", module, name: "=" };
  return callee.name === "import" ? { kind: "imported", module, name: "*" } : { kind: "call", of: callee };
}

/** `<A, B>` before a call. @returns false, and nothing skipped, for a comparison */
function skipTypeArguments(cursor: Cursor): boolean {
  let open = 0;
  for (let ahead = 0; ahead < 60; ahead++) {
    const type = cursor.type(ahead);
    if (type === codes.less) open++;
    if (type === codes.greater && --open === 0) {
      if (cursor.type(ahead + 1) !== codes.openParen) return false;
      cursor.at += ahead + 1;
      return true;
    }
    if (type === 0 || type === codes.semicolon || type === codes.closeParen) return false;
  }
  return false;
}

function readPrimary(cursor: Cursor, dialect: ApiDialect, depth: number): Expression {
  const isPython = dialect === "python";
  switch (cursor.type()) {
    case tokenTypes.string:
      while (cursor.type() === tokenTypes.string) cursor.at++;
      return typed(isPython ? "str" : "string");
    case tokenTypes.number: {
      const isFloat = isPython && /^[\d_]*\.|\de/i.test(cursor.word());
      cursor.at++;
      return typed(isFloat ? "float" : isPython ? "int" : "number");
    }
    case codes.openBracket:
      cursor.skipGroup();
      return typed(isPython ? "list" : "Array");
    case codes.openBrace:
      cursor.skipGroup();
      return isPython ? typed("dict") : unknownExpression;
    case codes.openParen:
      return readParenthesis(cursor.group(), dialect, depth + 1);
    case tokenTypes.identifier:
      return readName(cursor, dialect, depth);
    default:
      return unknownExpression;
  }
}

/** `(a)`, `(a as T)`. */
function readParenthesis(inside: Cursor, dialect: ApiDialect, depth: number): Expression {
  const value = readExpression(inside, dialect, depth);
  if (dialect === "typescript" && inside.skipWord("as") && inside.isName())
    return { kind: "type", type: namedType(dotted(inside)) };
  return inside.isDone || inside.type() !== codes.comma ? value : unknownExpression;
}

function readName(cursor: Cursor, dialect: ApiDialect, depth: number): Expression {
  const word = cursor.word();
  if (dialect === "typescript" && word === "new" && cursor.isName(1)) {
    cursor.at++;
    let made: Expression = { kind: "name", name: cursor.word() };
    cursor.at++;
    while (cursor.type() === codes.dot && cursor.isName(1)) {
      made = { kind: "member", of: made, name: cursor.word(1) };
      cursor.at += 2;
    }
    if (cursor.type() === codes.less) skipTypeArguments(cursor);
    if (cursor.type() === codes.openParen) cursor.skipGroup();
    return { kind: "new", of: made };
  }
  const isText =
    dialect === "python" && /^[rRbBuUfF]{1,2}$/.test(word) && cursor.type(1) === tokenTypes.string;
  if (isText) {
    cursor.at++;
    while (cursor.type() === tokenTypes.string) cursor.at++;
    return typed(/b/i.test(word) ? "bytes" : "str");
  }
  if (noValues.has(word) && !(word === "import" && cursor.type(1) === codes.openParen)) {
    if (depth === 0 || word !== "async") cursor.at = cursor.end;
    return unknownExpression;
  }
  cursor.at++;
  return { kind: "name", name: word };
}

const typed = (name: string): Expression => ({ kind: "type", type: namedType(name) });

function dotted(cursor: Cursor): string {
  let name = cursor.word();
  cursor.at++;
  while (cursor.type() === codes.dot && cursor.isName(1)) {
    name += `.${cursor.word(1)}`;
    cursor.at += 2;
  }
  return name;
}
