/** Arguments of calls and parameters of definitions, as spans of tokens. */
import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";

/** Tokens `from` to `to`, exclusive; never empty. */
export interface Argument {
  readonly from: number;
  readonly to: number;
}

export interface ArgumentList {
  /** The name before the bracket. */
  readonly callee: number;
  readonly open: number;
  readonly close: number;
  readonly items: readonly Argument[];
  /** Whether a comma follows the last one. */
  readonly hasTrailingComma: boolean;
}

/** Tokens looked back over for the bracket around a place. */
const FARTHEST = 400;

/** The list whose brackets are around a token, when a name stands before them. */
export function listAround(tokens: Tokens, at: number): ArgumentList | undefined {
  for (let i = at - 1; i >= 0 && i > at - FARTHEST; i--) {
    const type = tokens.type(i);
    if (type === codes.openBrace || type === codes.openBracket) {
      if (tokens.match(i) >= at) return undefined;
    } else if (type === codes.openParen && tokens.match(i) >= at) {
      return listAt(tokens, i);
    }
  }
  return undefined;
}

/** The list that an opening bracket opens. */
export function listAt(tokens: Tokens, open: number): ArgumentList | undefined {
  const callee = calleeBefore(tokens, open);
  const close = tokens.match(open);
  if (callee < 0 || tokens.type(close) !== codes.closeParen) return undefined;
  const items: Argument[] = [];
  let from = open + 1;
  for (let i = from; i < close; i++) {
    const type = tokens.type(i);
    if (type === codes.comma) {
      if (from < i) items.push({ from, to: i });
      from = i + 1;
    } else if (type === codes.less) {
      i = genericEnd(tokens, i, close);
    } else {
      i = Math.min(tokens.match(i), close - 1);
    }
  }
  const hasTrailingComma = items.length > 0 && from === close;
  if (from < close) items.push({ from, to: close });
  return { callee, open, close, items, hasTrailingComma };
}

/** Which argument a token is in or would be put before; the number of arguments when it is behind all. */
export function indexOfArgument({ items }: ArgumentList, at: number): number {
  const found = items.findIndex(({ to }) => at < to);
  return found < 0 ? items.length : found;
}

/** As written, without spaces around. */
export const argumentText = (tokens: Tokens, { from, to }: Argument): string =>
  tokens.text.slice(tokens.start(from), tokens.end(to - 1));

/** Name of a keyword argument: `timeout` of `timeout=5`; empty when it has none. */
export const keywordOf = (tokens: Tokens, { from, to }: Argument): string =>
  to - from > 2 && tokens.isIdentifier(from) && tokens.type(from + 1) === codes.equals
    ? tokens.word(from)
    : "";

/** The name that is called or defined; -1 when there is none, as before the bracket of an expression. */
function calleeBefore(tokens: Tokens, open: number): number {
  let at = open - 1;
  if (tokens.type(at) === codes.greater) {
    for (let depth = 0; at >= 0 && at > open - 30; at--) {
      if (tokens.type(at) === codes.greater) depth++;
      else if (tokens.type(at) === codes.less && --depth === 0) break;
    }
    at--;
  }
  return tokens.isIdentifier(at) ? at : -1;
}

/** The closing `>` of type arguments that open here; the place itself when `<` is a comparison. */
function genericEnd(tokens: Tokens, at: number, close: number): number {
  if (!tokens.isIdentifier(at - 1) || tokens.end(at - 1) !== tokens.start(at)) return at;
  let depth = 0;
  for (let i = at; i < close; i++) {
    const type = tokens.type(i);
    if (type === codes.less) depth++;
    else if (type === codes.greater && --depth === 0) return i;
    else if (type === codes.semicolon || type === tokenTypes.arrow) return at;
  }
  return at;
}
