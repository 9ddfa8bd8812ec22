/** What a value is, told from the first tokens of the expression that makes it. */

import { codes, tokenTypes } from "../../syntax/outline/tokens.ts";
import { type ApiSymbol, namedType, unknownType } from "../apiSymbol.ts";

import type { Cursor } from "../cursor.ts";

/** A call as it is written, its name left out. */
export type Call = Pick<ApiSymbol, "signature" | "parameters" | "typeParameters" | "type" | "line">;

/** Reads type parameters, parameters and what is given; stops behind the body. */
export interface CallReader {
  readCall(cursor: Cursor, first: number): Call;
}

/**
 * Behind `=`; stops behind the expression. A function has `parameters`, and as `type` what it gives.
 */
export function initialType(
  cursor: Cursor,
  calls: CallReader,
): Pick<ApiSymbol, "type" | "parameters" | "typeParameters"> {
  const first = cursor.at;
  const made = functionOf(cursor, calls) ?? { type: literalType(cursor) };
  if (cursor.at === first || made.type !== undefined) skipExpression(cursor);
  return made.type?.kind === "unknown" ? { ...made, type: undefined } : made;
}

function functionOf(cursor: Cursor, calls: CallReader) {
  const first = cursor.at;
  const isAsync = cursor.isWord("async") && !cursor.tokens.isFirstOfLine(cursor.at + 1);
  if (isAsync) cursor.at++;
  if (cursor.skipWord("function")) {
    cursor.skip(codes.star);
    if (cursor.isName()) cursor.at++;
  } else if (!isArrowHead(cursor)) {
    cursor.at = first;
    return undefined;
  } else if (cursor.isName()) {
    const name = cursor.word();
    cursor.at += 2;
    skipExpression(cursor);
    return { parameters: [{ name }] };
  }
  const { parameters, typeParameters, type } = calls.readCall(cursor, first);
  if (cursor.skip(tokenTypes.arrow)) skipExpression(cursor);
  return { parameters, ...(typeParameters ? { typeParameters } : {}), ...(type ? { type } : {}) };
}

/** Whether `x =>`, `(...) =>`, `(...): T =>` or `<T>(...) =>` is next. */
function isArrowHead(cursor: Cursor): boolean {
  if (cursor.isName()) return cursor.type(1) === tokenTypes.arrow;
  if (cursor.type() === codes.less) return true;
  if (cursor.type() !== codes.openParen) return false;
  const behind = cursor.tokens.match(cursor.at) + 1;
  const type = behind < cursor.end ? cursor.tokens.type(behind) : 0;
  return type === tokenTypes.arrow || type === codes.colon;
}

function literalType(cursor: Cursor) {
  if (cursor.isWord("new") && cursor.isName(1)) return namedType(dotted(cursor, 1));
  switch (cursor.type()) {
    case tokenTypes.string:
      return namedType("string");
    case tokenTypes.number:
      return namedType("number");
    case codes.openBracket:
      return { kind: "array", of: unknownType } as const;
  }
  return cursor.isWord("true") || cursor.isWord("false") ? namedType("boolean") : unknownType;
}

function dotted(cursor: Cursor, ahead: number): string {
  let name = cursor.word(ahead);
  for (let at = ahead + 1; cursor.type(at) === codes.dot && cursor.isName(at + 1); at += 2)
    name += `.${cursor.word(at + 1)}`;
  return name;
}

/** To a comma, a semicolon or the line of the next statement or member. */
function skipExpression(cursor: Cursor): void {
  let isFirst = true;
  while (!cursor.isDone) {
    const type = cursor.type();
    if (type === codes.comma || type === codes.semicolon) return;
    if (!isFirst && cursor.isOnNewLine && startsAnother(cursor)) return;
    if (type === codes.openBrace || type === codes.openParen || type === codes.openBracket)
      cursor.skipGroup();
    else cursor.at++;
    isFirst = false;
  }
}

/** Whether a name, a modifier or a bracket begins this line, with nothing before it that wants more. */
function startsAnother(cursor: Cursor): boolean {
  const type = cursor.type();
  const isStart = type === tokenTypes.identifier || type === tokenTypes.string || type === codes.at;
  if (!isStart || /^(?:instanceof|in|of|as|satisfies|is)$/.test(cursor.word())) return false;
  const before = cursor.tokens.type(cursor.at - 1);
  const { identifier, number, string } = tokenTypes;
  return [identifier, number, string, codes.closeBrace, codes.closeParen, codes.closeBracket].includes(
    before as 1,
  );
}
