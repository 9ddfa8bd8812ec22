/** What stands before a cursor: the value whose member is being written, what is typed of it, and the call around it. */
import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";
import type { ApiDialect } from "../apiUnit.ts";
import { Cursor } from "../cursor.ts";
import { type Expression, readOperand } from "./expression.ts";

const QUESTION = 63;
const EXCLAMATION = 33;
/** A call this far before the cursor is no longer what is written at it. Tokens. */
const FARTHEST_CALL = 200;
const keywords = new Set(
  "if for while switch catch with return await yield in of not and or elif else typeof case print".split(" "),
);

export interface Place {
  /** What stands before the `.`. */
  readonly receiver?: Expression | undefined;
  /** Letters of the name that were typed. */
  readonly typed: string;
  /** What the innermost open parenthesis calls, when an argument of it is written. */
  readonly callee?: Expression | undefined;
  /** The name stands where one is made known, and not where one is used: behind `def`, `const`, `as`. */
  readonly isNew: boolean;
}

const makers = new Set("def class function const let var as interface type enum".split(" "));

/** @param tokens those of the text before the cursor */
export function placeAt(tokens: Tokens, dialect: ApiDialect): Place {
  const last = tokens.count - 1;
  const isTouching = last >= 0 && tokens.end(last) === tokens.text.length;
  const isTyped = isTouching && tokens.isIdentifier(last);
  const typed = isTyped ? tokens.word(last) : "";
  const before = isTyped ? last - 1 : last;
  const openers = openersOf(tokens);
  const callee = calleeAt(tokens, openers, dialect);
  const isNew = before >= 0 && tokens.isIdentifier(before) && makers.has(tokens.word(before));
  if (before < 1 || tokens.type(before) !== codes.dot) return { typed, callee, isNew };
  const end = tokens.type(before - 1) === QUESTION ? before - 2 : before - 1;
  return { receiver: operandEndingAt(tokens, end, openers, dialect), typed, callee, isNew };
}

/** Opening bracket of each closing one, by their tokens. */
export function openersOf(tokens: Tokens): ReadonlyMap<number, number> {
  const openers = new Map<number, number>();
  for (let i = 0; i < tokens.count; i++) {
    const match = tokens.match(i);
    if (match !== i && match < tokens.count) openers.set(match, i);
  }
  return openers;
}

function calleeAt(
  tokens: Tokens,
  openers: ReadonlyMap<number, number>,
  dialect: ApiDialect,
): Expression | undefined {
  for (let i = tokens.count - 1; i > 0 && i > tokens.count - FARTHEST_CALL; i--) {
    const inner = openers.get(i);
    if (inner !== undefined) i = inner;
    else if (tokens.type(i) === codes.openBrace) return undefined;
    else if (tokens.type(i) === codes.openParen) {
      const isCall = !(tokens.isIdentifier(i - 1) && keywords.has(tokens.word(i - 1)));
      return isCall ? operandEndingAt(tokens, i - 1, openers, dialect) : undefined;
    }
  }
  return undefined;
}

/** The value whose last token is `end`. */
export function operandEndingAt(
  tokens: Tokens,
  end: number,
  openers: ReadonlyMap<number, number>,
  dialect: ApiDialect,
): Expression | undefined {
  const start = startOf(tokens, end, openers);
  if (start === undefined) return undefined;
  const cursor = new Cursor(tokens, start, end + 1);
  const value = readOperand(cursor, dialect);
  return cursor.isDone && value.kind !== "unknown" ? value : undefined;
}

function startOf(tokens: Tokens, end: number, openers: ReadonlyMap<number, number>): number | undefined {
  for (let i = end; i >= 0; ) {
    const type = tokens.type(i);
    if (type === EXCLAMATION) {
      i--;
      continue;
    }
    const opener = openers.get(i);
    if (opener !== undefined) {
      const before = typeArgumentsEnd(tokens, opener - 1);
      const isPostfix =
        before >= 0 &&
        type !== codes.closeBrace &&
        ((tokens.isIdentifier(before) && !keywords.has(tokens.word(before))) || openers.has(before));
      if (!isPostfix) return opener;
      i = before;
      continue;
    }
    const isValue =
      type === tokenTypes.identifier || type === tokenTypes.string || type === tokenTypes.number;
    if (!isValue) return undefined;
    if (tokens.type(i - 1) === codes.dot) i -= tokens.type(i - 2) === QUESTION ? 3 : 2;
    else return tokens.is(i - 1, "new") ? i - 1 : i;
  }
  return undefined;
}

/** Before `<A, B>` that ends at a token; the token itself when there is none. */
function typeArgumentsEnd(tokens: Tokens, end: number): number {
  if (tokens.type(end) === codes.dot && tokens.type(end - 1) === QUESTION) return end - 2;
  if (tokens.type(end) !== codes.greater) return end;
  let open = 0;
  for (let i = end; i > Math.max(0, end - 60); i--) {
    if (tokens.type(i) === codes.greater) open++;
    if (tokens.type(i) === codes.less && --open === 0) return i - 1;
  }
  return end;
}
