/** Preprocessor lines of C, C++ and C#. */
import type { Directive } from "./branches.ts";
import { type Tokens, tokenTypes } from "./tokens.ts";

const NEWLINE = 10;
const BACKSLASH = 92;

const branches: Readonly<Record<string, Directive["branch"]>> = {
  if: "opens",
  ifdef: "opens",
  ifndef: "opens",
  else: "goesOn",
  elif: "goesOn",
  elifdef: "goesOn",
  elifndef: "goesOn",
  endif: "closes",
};

/** Whether only white space stands before an offset in its line. */
export function isFirstInLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === " " || text[before] === "\t") before--;
  return before < 0 || text.charCodeAt(before) === NEWLINE || text.charCodeAt(before) === 0xfeff;
}

/**
 * Adds the tokens of a preprocessor line: `#word`, then words, numbers and strings.
 *
 * @param at offset of the `#`
 * @returns offset of the end of the line, those that a backslash or a comment joins to it included
 */
export function lexDirective(text: string, at: number, tokens: Tokens): number {
  const first = tokens.count;
  const head = /#[ \t]*([A-Za-z_]*)/y;
  head.lastIndex = at;
  const word = head.exec(text)![1]!;
  tokens.push(tokenTypes.directive, at, head.lastIndex);
  const end = pushWords(text, head.lastIndex, tokens, word.startsWith("include") || word === "import");
  tokens.endDirective(first, Object.hasOwn(branches, word) ? branches[word] : undefined);
  return end;
}

/** In the order of the alternatives: words, numbers, strings, joined lines, comments, the end, anything else. */
const piece =
  /([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)|(\d[\w.]*)|("(?:[^"\\\n]|\\.){0,200}"|'(?:[^'\\\n]|\\.)')|\\\r?\n|\/\*|\/\/|\n|[\s\S]/y;

function pushWords(text: string, from: number, tokens: Tokens, includes: boolean): number {
  let at = from;
  while (at < text.length) {
    if (includes && text[at] === "<") {
      at = pushPath(text, at, tokens);
      continue;
    }
    piece.lastIndex = at;
    const [found, identifier, number, string] = piece.exec(text)!;
    if (found === "\n") return at;
    const end = at + found.length;
    if (identifier) tokens.push(tokenTypes.identifier, at, end);
    else if (number) tokens.push(tokenTypes.number, at, end);
    else if (string) tokens.push(tokenTypes.string, at, end);
    if (found === "//") return endOfLine(text, end);
    const close = found === "/*" ? text.indexOf("*/", end) : undefined;
    at = close === undefined ? end : close < 0 ? text.length : close + 2;
  }
  return at;
}

/** `<path>` as a string; a `<` alone when the line ends before its `>`. */
function pushPath(text: string, at: number, tokens: Tokens): number {
  let end = at + 1;
  while (end < text.length && text[end] !== ">" && text.charCodeAt(end) !== NEWLINE) end++;
  if (text[end] !== ">") return end;
  tokens.push(tokenTypes.string, at, end + 1);
  return end + 1;
}

/** A backslash before the line's end goes on with a comment too. */
function endOfLine(text: string, from: number): number {
  let end = text.indexOf("\n", from);
  while (end > 0 && text.charCodeAt(end - 1) === BACKSLASH) end = text.indexOf("\n", end + 1);
  return end < 0 ? text.length : end;
}
