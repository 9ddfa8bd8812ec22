/** Bash and its relatives: functions, aliases, and variables outside of functions. */
import type { Outline } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens } from "./tokens.ts";

const AMPERSAND = 38;
const BAR = 124;

/** `name ()` and `function name`, `()` after it or not; at the place where it is tried. */
const functionPattern =
  /(?:function[ \t]+([^\s(){}"'`;&|<>=$#]+)(?:[ \t]*\([ \t]*\))?|([^\s(){}"'`;&|<>=$#[\]*?]+)[ \t]*\([ \t]*\))\s*/y;
/** Of the test runner bats: `@test "name" {`. */
const testPattern = /@test[ \t]+(?:"([^"\n]+)"|'([^'\n]+)')[ \t]*(?=\{)/y;
const assignmentPattern = /([A-Za-z_]\w*)\+?=/y;
const declarationPattern = /(?:export|readonly|declare|typeset|local)(?:[ \t]+[-+]\w+)*[ \t]+/y;
const aliasPattern = /alias[ \t]+(?:-[\w-]+[ \t]+)*["']?([^\s="'`$;|&()]+)=/y;
const sourcePattern = /(?:source|\.)[ \t]+("[^"\n]*"|'[^'\n]*'|[^\s;&|<>"']+)/y;

/** After these words a command starts. */
const beforeCommand = new Set("then do else elif if while until time".split(" "));

interface OpenFunction {
  /** The last token of its body. */
  readonly last: number;
  readonly container: Container;
}

export function shellOutline(tokens: Tokens): Outline {
  return new ShellReader(tokens).read();
}

class ShellReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;
  readonly #open: OpenFunction[] = [];
  /** Variables met, so that only what sets one first declares it. */
  readonly #variables = new Set<string>();

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const tokens = this.#tokens;
    for (let i = 0; i < tokens.count; i++) {
      while (this.#open.length > 0 && i > this.#open.at(-1)!.last) this.#open.pop();
      if (this.#startsCommand(i)) i = this.#command(i);
    }
    return this.#builder.outline();
  }

  #startsCommand(i: number): boolean {
    const tokens = this.#tokens;
    if (i === 0) return true;
    const before = tokens.type(i - 1);
    if (tokens.line(i - 1) !== tokens.line(i)) return !this.#isContinued(i);
    if (before === codes.semicolon || before === AMPERSAND || before === BAR) return true;
    if (tokens.end(i - 1) === tokens.start(i)) return false;
    if (before === codes.openBrace || before === codes.openParen || before === codes.closeParen) return true;
    return tokens.isIdentifier(i - 1) && beforeCommand.has(tokens.word(i - 1));
  }

  /** Whether the line before a token ends with a backslash. */
  #isContinued(i: number): boolean {
    const { text, lineStarts } = this.#tokens;
    const start = lineStarts[this.#tokens.line(i)]!;
    return text[start - 2] === "\\" || (text[start - 2] === "\r" && text[start - 3] === "\\");
  }

  /** @returns the last token that was read */
  #command(i: number): number {
    const { text } = this.#tokens;
    const start = this.#tokens.start(i);
    const found = match(functionPattern, text, start) ?? match(testPattern, text, start);
    if (found) return this.#function(i, found[1] ?? found[2]!, start + found[0].length);
    const alias = match(aliasPattern, text, start);
    const source = match(sourcePattern, text, start);
    if (alias) this.#add(alias[1]!, "function", i, i);
    else if (source) this.#builder.addImport(source[1]!.replace(/^["']|["']$/g, ""), i);
    else if (this.#open.length === 0) this.#assignments(i);
    return i;
  }

  #add(name: string, kind: "function" | "variable" | "constant", first: number, last: number): Container {
    const startLine = this.#tokens.line(first);
    const endLine = Math.max(startLine, this.#builder.lastLineOf(last));
    const container = this.#open.at(-1)?.container ?? "";
    return this.#builder.addLines({ name, kind, container, startLine, endLine });
  }

  #function(i: number, name: string, bodyStart: number): number {
    const tokens = this.#tokens;
    let body = i + 1;
    while (body < tokens.count && tokens.start(body) < bodyStart) body++;
    const last = this.#bodyEnd(i, body);
    this.#open.push({ last, container: this.#add(name, "function", i, last) });
    return Math.min(body, last);
  }

  #bodyEnd(first: number, body: number): number {
    const tokens = this.#tokens;
    const type = tokens.type(body);
    if (type !== codes.openBrace && type !== codes.openParen) return body;
    const last = tokens.match(body);
    const isOnLine =
      last < tokens.count && (tokens.isFirstOfLine(last) || tokens.line(last) === tokens.line(body));
    if (isOnLine) return last;
    // A bracket in a pattern may have spoiled the pairs: the body ends where a line says so.
    const end = this.#alignedClose(body, this.#column(first));
    return end ?? Math.min(last, tokens.count - 1);
  }

  /** The first `}` or `)` that starts a line at a column. */
  #alignedClose(body: number, column: number): number | undefined {
    const tokens = this.#tokens;
    const closing = tokens.type(body) === codes.openBrace ? codes.closeBrace : codes.closeParen;
    for (let at = body + 1; at < tokens.count; at++) {
      if (tokens.type(at) === closing && tokens.isFirstOfLine(at) && this.#column(at) === column) return at;
    }
    return undefined;
  }

  #column(i: number): number {
    return this.#tokens.start(i) - this.#tokens.lineStarts[this.#tokens.line(i)]!;
  }

  /** `a=1 b=2`, unless a command follows, for which alone they would be set. */
  #assignments(i: number): void {
    const { text } = this.#tokens;
    const declaration = match(declarationPattern, text, this.#tokens.start(i));
    const names: { name: string; first: number; last: number }[] = [];
    let at = i;
    const from = this.#tokens.start(i) + (declaration?.[0].length ?? 0);
    while (at < this.#tokens.count && this.#tokens.start(at) < from) at++;
    for (;;) {
      const found = at < this.#tokens.count ? match(assignmentPattern, text, this.#tokens.start(at)) : null;
      if (!found) break;
      const last = this.#wordEnd(at);
      names.push({ name: found[1]!, first: at, last });
      at = last + 1;
      if (this.#endsCommand(at)) break;
    }
    if (names.length > 0 && (declaration || this.#endsCommand(at)))
      for (const name of names) this.#variable(name);
  }

  #variable({ name, first, last }: { name: string; first: number; last: number }): void {
    if (this.#variables.has(name)) return;
    this.#variables.add(name);
    this.#add(name, name === name.toUpperCase() ? "constant" : "variable", first, last);
  }

  /** The last token of a word: what touches it, brackets with what is in them. */
  #wordEnd(i: number): number {
    const tokens = this.#tokens;
    let last = i;
    for (;;) {
      const match = tokens.match(last);
      if (match < tokens.count) last = match;
      const next = last + 1;
      const touches = next < tokens.count && tokens.end(last) === tokens.start(next);
      if (!touches || this.#isSeparator(next)) return last;
      last = next;
    }
  }

  #isSeparator(i: number): boolean {
    const type = this.#tokens.type(i);
    return type === codes.semicolon || type === AMPERSAND || type === BAR || type === codes.closeParen;
  }

  #endsCommand(i: number): boolean {
    return i >= this.#tokens.count || this.#tokens.isFirstOfLine(i) || this.#isSeparator(i);
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
