/** Where a text uses a name of a library, as examples of that name. */

import { codes, type Tokens } from "../../syntax/outline/tokens.ts";
import { unindented } from "../fences.ts";
import { openersOf } from "./place.ts";

export interface UseSite {
  /** Of the name. */
  readonly start: number;
  readonly end: number;
  /** 0-based, where the statement begins. */
  readonly line: number;
  /** The statement, without the indentation that all of its lines have. */
  readonly code: string;
}

/** Of one text. */
const MOST_SITES = 6;
/** A longer statement shows more than the use. */
const MOST_LINES = 8;
const MOST_CHARACTERS = 400;
const makers = new Set(
  "def class function const let var as interface type enum import from export".split(" "),
);

/**
 * Statements that call a name, or read it as a member, in the order of the text. Imports and declarations of it are left out.
 *
 * @param tokens those of the text, comments left out
 */
export function findUseSites(tokens: Tokens, name: string): readonly UseSite[] {
  const { text } = tokens;
  const openers = openersOf(tokens);
  const outer = enclosingOpeners(tokens, openers);
  const sites: UseSite[] = [];
  for (let i = 0; i < tokens.count && sites.length < MOST_SITES; i++) {
    if (!tokens.is(i, name) || !isUse(tokens, i)) continue;
    const [from, to] = linesOf(tokens, i, outer);
    const lines = text.slice(tokens.lineStarts[from], tokens.lineStarts[to + 1] ?? text.length).split("\n");
    const code = unindented(lines);
    const isShort = to - from < MOST_LINES && code.length <= MOST_CHARACTERS;
    if (!isShort || /^\s*(?:import|from|export|#include|use|require)\b/.test(code)) continue;
    sites.push({ start: tokens.start(i), end: tokens.end(i), line: from, code });
  }
  return sites;
}

function isUse(tokens: Tokens, i: number): boolean {
  const before = tokens.type(i - 1);
  if (tokens.isIdentifier(i - 1) && makers.has(tokens.word(i - 1))) return false;
  const isMember = before === codes.dot || (before === codes.colon && tokens.type(i - 2) === codes.colon);
  const next = tokens.type(i + 1);
  return isMember || next === codes.openParen || next === codes.less || before === codes.at;
}

/** Of each token the round or square bracket that it stands in, the outermost up to a brace; -1 for none. */
function enclosingOpeners(tokens: Tokens, openers: ReadonlyMap<number, number>): Int32Array {
  const outer = new Int32Array(tokens.count).fill(-1);
  const stack: number[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (openers.has(i)) stack.pop();
    // Behind the innermost brace: what stands in a block is a statement of its own.
    outer[i] = stack[stack.lastIndexOf(-1) + 1] ?? -1;
    const isOpener = tokens.match(i) !== i && tokens.match(i) < tokens.count;
    if (isOpener) stack.push(tokens.type(i) === codes.openBrace ? -1 : i);
  }
  return outer;
}

/** First and last line of the statement that a token stands in. */
function linesOf(tokens: Tokens, i: number, outer: Int32Array): readonly [number, number] {
  const opener = outer[i]!;
  const own = tokens.type(i + 1) === codes.openParen ? tokens.match(i + 1) : i;
  const last = opener < 0 ? own : Math.max(own, tokens.match(opener));
  return [tokens.line(opener < 0 ? i : opener), tokens.line(Math.min(last, tokens.count - 1))];
}
