/** What a name is where it stands, told from tokens: a member, an argument's keyword, a key, or bound in a function. */
import { lexicalGroup } from "../../retrieval/graph/lexicalGroup.ts";
import { receiverBefore } from "../../syntax/facts/receiver.ts";
import { codes, type Tokens } from "../../syntax/outline/tokens.ts";
import { isKeyword } from "../../syntax/tokens/keywords.ts";
import { tokenAt } from "./tokenChange.ts";

/** `plain`: a name by itself; `member`: after a dot; `keyword`: `name=` of an argument; `key`: of an object; `shorthand`: key and value at once. */
export type NameUse = "plain" | "member" | "keyword" | "key" | "shorthand";

export function nameUse(tokens: Tokens, at: number, languageId: string): NameUse {
  if (receiverBefore(tokens.text, tokens.start(at)) !== "") return "member";
  const group = lexicalGroup(languageId);
  const [before, after] = [tokens.type(at - 1), tokens.type(at + 1)];
  const isFirst = before === codes.openParen || before === codes.comma;
  if (group === "python" && after === codes.equals && isFirst) return "keyword";
  if (group !== "ecma" || (before !== codes.openBrace && before !== codes.comma)) return "plain";
  const bracket = bracketAround(tokens, at);
  if (bracket < 0 || tokens.type(bracket) !== codes.openBrace || isBlock(tokens, bracket)) return "plain";
  if (after === codes.colon) return "key";
  return after === codes.comma || after === codes.closeBrace || after === codes.equals
    ? "shorthand"
    : "plain";
}

/** The bracket that is open before a token; -1 at the top. */
function bracketAround(tokens: Tokens, at: number): number {
  const nearest = Math.max(0, at - 600);
  for (let i = at - 1; i >= nearest; i--) {
    const type = tokens.type(i);
    const opens = type === codes.openParen || type === codes.openBrace || type === codes.openBracket;
    if (opens && tokens.match(i) >= at) return i;
  }
  return -1;
}

/** Braces after `)`, `=>`, a name or a keyword such as `else` hold statements; those of an import hold names. */
function isBlock(tokens: Tokens, brace: number): boolean {
  const before = tokens.type(brace - 1);
  if (before === codes.closeParen || before === 0) return true;
  const word = tokens.isIdentifier(brace - 1) ? tokens.word(brace - 1) : "";
  return /^(?:import|export|type|else|try|finally|do)$/.test(word);
}

/** Tokens `from` to `to`, exclusive. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** Functions of a text, by their lines; nested ones after those around them. */
export type FunctionLines = readonly { readonly startLine: number; readonly endLine: number }[];

/**
 * The function or block around a place that binds a name itself, as a parameter or by a declaration or assignment;
 * undefined when none does, so that the name comes from the file or from elsewhere.
 *
 * @param functions for languages whose blocks have no brackets
 */
export function localScope(
  tokens: Tokens,
  at: number,
  name: string,
  languageId: string,
  functions: FunctionLines,
): TokenRange | undefined {
  return lexicalGroup(languageId) === "python"
    ? functionScope(tokens, at, name, languageId, functions)
    : blockScope(tokens, at, name, languageId);
}

function functionScope(
  tokens: Tokens,
  at: number,
  name: string,
  languageId: string,
  functions: FunctionLines,
): TokenRange | undefined {
  const line = tokens.line(at);
  const around = functions.filter(({ startLine, endLine }) => startLine <= line && line <= endLine);
  for (const { startLine, endLine } of around.reverse()) {
    const nested = functions.filter((one) => startLine < one.startLine && one.endLine <= endLine);
    const isOwn = (i: number) =>
      !nested.some((one) => one.startLine <= tokens.line(i) && tokens.line(i) <= one.endLine);
    const range = { from: firstOfLine(tokens, startLine), to: firstOfLine(tokens, endLine + 1) };
    for (let i = range.from; i < range.to; i++)
      if (tokens.is(i, name) && isOwn(i) && isBinding(tokens, i, languageId)) return range;
  }
  return undefined;
}

function blockScope(tokens: Tokens, at: number, name: string, languageId: string): TokenRange | undefined {
  for (let open = innermostBlock(tokens, at); open >= 0; open = blockAround(tokens, open)) {
    const from = headOf(tokens, open);
    if (isTypeBody(tokens, from, open)) return undefined;
    const range = { from, to: Math.min(tokens.count, tokens.match(open) + 1) };
    for (let i = range.from; i < range.to; i++) {
      if (!tokens.is(i, name) || !isBinding(tokens, i, languageId)) continue;
      if (i < open || innermostBlock(tokens, i) === open) return range;
    }
  }
  return undefined;
}

/** The block in whose head a token is, else the one around it; -1 at the top. */
function innermostBlock(tokens: Tokens, at: number): number {
  const headed = blockHeadedBy(tokens, at);
  return headed < 0 ? blockAround(tokens, at) : headed;
}

/** The innermost brace with statements in it around a token, or whose head the token is in; -1 at the top. */
function blockAround(tokens: Tokens, at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    const type = tokens.type(i);
    if (type === codes.closeBrace) depth++;
    else if (type === codes.openBrace && depth-- === 0) {
      if (holdsStatements(tokens, i)) return i;
      depth = 0;
    }
  }
  return -1;
}

/** Not the braces of an object, a pattern or a type's literal. */
function holdsStatements(tokens: Tokens, brace: number): boolean {
  const before = tokens.type(brace - 1);
  if (before === codes.equals || before === codes.comma || before === codes.openParen) return false;
  if (before === codes.colon || before === codes.openBracket) return false;
  const word = tokens.word(Math.max(0, brace - 1));
  return !/^(?:const|let|var|return|import|export|default)$/.test(word);
}

/** First token of the head of a block: of its function, condition or type. */
function headOf(tokens: Tokens, open: number): number {
  let isAtStart = tokens.isFirstOfLine(open);
  for (let i = open - 1; i >= 0; i--) {
    const type = tokens.type(i);
    if (type === codes.closeParen || type === codes.closeBracket) i = openerOf(tokens, i);
    else if (type === codes.semicolon && isStatementHead(tokens, i)) continue;
    else if (type === codes.semicolon || type === codes.openBrace || type === codes.closeBrace) return i + 1;
    else if (type === codes.comma || type === codes.openParen) return i + 1;
    // Without semicolons the line says where a statement begins.
    const isFirst = tokens.isFirstOfLine(i);
    if (isFirst && !isAtStart && !goesOn.test(tokens.word(i))) return i;
    isAtStart = isFirst && goesOn.test(tokens.word(i));
  }
  return 0;
}

/** Whether a semicolon stands in the head of a statement, as in Go's `if err := f(); err != nil {`. */
function isStatementHead(tokens: Tokens, at: number): boolean {
  let first = at;
  while (first > 0 && !tokens.isFirstOfLine(first)) first--;
  // Behind a closed block: `} else if x := f(); x {`.
  while (tokens.type(first) === codes.closeBrace || tokens.is(first, "else")) first++;
  return /^(?:if|for|switch)$/.test(tokens.word(first));
}

const goesOn = /^(?:implements|extends|throws|where|\.|=>|:|-)$/;

/** The block whose head a token is in; -1 when it is in none. */
function blockHeadedBy(tokens: Tokens, at: number): number {
  for (let i = at; i < tokens.count && i < at + 200; i++) {
    const type = tokens.type(i);
    if (type === codes.semicolon && isStatementHead(tokens, i)) continue;
    if (type === codes.semicolon || type === codes.closeBrace) return -1;
    if (type === codes.openBrace) {
      if (holdsStatements(tokens, i)) return headOf(tokens, i) <= at ? i : -1;
      i = tokens.match(i);
    }
  }
  return -1;
}

function openerOf(tokens: Tokens, close: number): number {
  for (let i = close - 1; i >= 0 && i > close - 300; i--) if (tokens.match(i) === close) return i;
  return close;
}

const typeWord = /^(?:class|interface|enum|struct|trait|impl|namespace|module|record|object|extension)$/;

function isTypeBody(tokens: Tokens, from: number, open: number): boolean {
  for (let i = from; i < open; i++) {
    if (tokens.type(i) === codes.openParen) return false;
    if (tokens.isIdentifier(i) && typeWord.test(tokens.word(i))) return true;
  }
  return false;
}

/** Index of the first token on a line or after it. */
function firstOfLine(tokens: Tokens, line: number): number {
  const start = tokens.lineStarts[line];
  return start === undefined ? tokens.count : tokenAt(tokens, start);
}

/** Whether a name is bound where it stands: a parameter, a declaration, an assignment. */
export function isBinding(tokens: Tokens, at: number, languageId: string): boolean {
  if (receiverBefore(tokens.text, tokens.start(at)) !== "") return false;
  const before = tokens.type(at - 1);
  const after = tokens.type(at + 1);
  const wordBefore = tokens.isIdentifier(at - 1) ? tokens.word(at - 1) : "";
  switch (lexicalGroup(languageId)) {
    case "python": {
      if (/^(?:for|as)$/.test(wordBefore)) return true;
      if (isParameter(tokens, at)) return true;
      const isAssigned = after === codes.equals && tokens.isFirstOfLine(at);
      const isTyped = after === codes.colon && tokens.isFirstOfLine(at) && !isKeyword(tokens.word(at));
      return (
        isAssigned ||
        isTyped ||
        (after === codes.comma && isFirstOfTargets(tokens, at)) ||
        (after === codes.equals && before === codes.comma && bracketAround(tokens, at) < 0)
      );
    }
    case "ecma":
      return (
        /^(?:let|const|var|of)$/.test(wordBefore) ||
        isParameter(tokens, at) ||
        isDestructured(tokens, at) ||
        tokens.word(at + 1) === "=>"
      );
    case "go":
      return isGoTarget(tokens, at) || wordBefore === "var" || isParameter(tokens, at);
    default: {
      const hasType =
        (wordBefore !== "" && !isKeyword(wordBefore)) ||
        /^(?:int|long|short|char|float|double|bool|boolean|byte|var|val|let|mut|string)$/.test(wordBefore) ||
        before === codes.greater ||
        before === codes.closeBracket;
      const ends = [codes.equals, codes.semicolon, codes.colon, codes.comma, codes.closeParen];
      return hasType && ends.some((end) => end === after);
    }
  }
}

/** A name in the brackets of a definition, not in a default value or type. */
function isParameter(tokens: Tokens, at: number): boolean {
  const before = tokens.type(at - 1);
  const isFirst =
    before === codes.openParen || before === codes.comma || before === codes.star || before === codes.dot;
  const isModified =
    tokens.isIdentifier(at - 1) && /^(?:public|private|protected|readonly)$/.test(tokens.word(at - 1));
  if (!isFirst && !isModified) return false;
  const open = bracketAround(tokens, at);
  if (open < 0 || tokens.type(open) !== codes.openParen) return false;
  const close = tokens.match(open);
  const next = tokens.word(close + 1);
  if (next === "=>" || tokens.word(open - 1) === "function") return true;
  if (!tokens.isIdentifier(open - 1)) return false;
  if (/^(?:def|function|func|async|get|set|static)$/.test(tokens.word(open - 2))) return true;
  // Method of a Go type: `func (r *T) Name(`.
  if (tokens.type(open - 2) === codes.closeParen && tokens.line(open - 2) === tokens.line(open - 1))
    return true;
  const isStatement = /^(?:if|for|while|switch|catch|with)$/.test(tokens.word(open - 1));
  return (next === "{" || next === ":") && !isStatement && tokens.word(open - 2) !== "new";
}

/** `a` of `const { a, b: c } = x` and `const [a] = x`. */
function isDestructured(tokens: Tokens, at: number): boolean {
  const open = bracketAround(tokens, at);
  const type = tokens.type(open);
  if (open < 0 || (type !== codes.openBrace && type !== codes.openBracket)) return false;
  if (tokens.type(at + 1) === codes.colon) return false;
  return /^(?:const|let|var)$/.test(tokens.word(open - 1));
}

/** `a` of `a, b = x` at the start of a line. */
function isFirstOfTargets(tokens: Tokens, at: number): boolean {
  if (!tokens.isFirstOfLine(at)) return false;
  for (let i = at + 1; tokens.line(i) === tokens.line(at) && i < tokens.count; i++) {
    if (tokens.type(i) === codes.equals) return bracketAround(tokens, at) < 0;
    if (!tokens.isIdentifier(i) && tokens.type(i) !== codes.comma && tokens.type(i) !== codes.star)
      return false;
  }
  return false;
}

/** `a` of `a, err := f()`. */
function isGoTarget(tokens: Tokens, at: number): boolean {
  for (let i = at + 1; i < tokens.count && i < at + 12; i++) {
    const word = tokens.word(i);
    if (word === ":=") return true;
    // `:=` may be read as two tokens.
    if (word === ":" && tokens.word(i + 1) === "=") return true;
    if (!tokens.isIdentifier(i) && tokens.type(i) !== codes.comma) return false;
  }
  return false;
}
