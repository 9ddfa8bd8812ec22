/** An outline with what its symbols are for: read from the text when it is asked for, and kept nowhere. */
import { findLanguage, type OutlineKind } from "../language.ts";
import { lexicalFamilies } from "../lexicalFamily.ts";
import { firstSentence } from "./docComment.ts";
import { lex } from "./lexer.ts";
import { fenceOf } from "./markdownOutline.ts";
import { type Outline, type OutlineSymbol, type SymbolKind, signatureOf } from "./outline.ts";
import { readOutline } from "./readOutline.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

/** UTF-16 units. */
const LONGEST_SIGNATURE = 300;
/** Lines above a symbol that are looked at. */
const MOST_DOC_LINES = 200;
/** Of a whole comment, and of the attributes below it, no more is given. UTF-16 units. */
const LONGEST_COMMENT = 30_000;
const LONGEST_ATTRIBUTES = 4000;
/** Of one attribute. */
const MOST_ATTRIBUTE_LINES = 12;
/** Of a longer line, which is data, no more is looked at. UTF-16 units. */
const LONGEST_LINE = 1000;
/** Tokens from the name's line to its parameters, and of those. */
const LONGEST_HEADER = 200;
const LONGEST_PARAMETERS = 2000;

/** A line that says something of the symbol below. */
const attribute = /^\s*(?:@[\w.]+(?:\(.*\))?|#!?\[.*\]|\[.*\])\s*$/;

/** A symbol's parameters may stand on many lines. */
const withParameters = new Set(["function", "method", "class", "struct", "macro", "interface", "enum"]);
/** What is said of these may stand behind them. */
const withTrailingDoc = new Set(["field", "constant", "variable"]);

/**
 * The outline of a text whose symbols have `doc`, and parameters over lines joined in `signature`.
 *
 * @returns no symbols for a language without an outline
 */
export function describeOutline(text: string, languageId: string): Outline {
  const language = findLanguage(languageId);
  return describeTokens(lex(text, lexicalFamilies[language?.family ?? "data"]), language?.outline);
}

/** The same of a text that is lexed already. */
export function describeTokens(tokens: Tokens, kind: OutlineKind | undefined): Outline {
  const { symbols, imports } = readOutline(tokens, kind);
  const source = new DescribedSource(tokens, kind);
  return { symbols: symbols.map((symbol) => source.describe(symbol)), imports };
}

/** The first sentence of what is written about a symbol of this text; `undefined` when nothing is. */
export function docOf(
  tokens: Tokens,
  kind: OutlineKind | undefined,
  symbol: OutlineSymbol,
): string | undefined {
  return new DescribedSource(tokens, kind).docOf(symbol);
}

/** A symbol with all that stands around it. */
export interface WrittenSymbol {
  /** Parameters over lines are joined in `signature`. */
  readonly symbol: OutlineSymbol;
  /** The whole comment above it, with its marks; what stands behind it when there is none above; empty without. At most 30,000 characters. */
  readonly comment: string;
  /** Source from the attributes between comment and symbol up to the end of the name's line; the last 4,000 characters. */
  readonly header: string;
}

/** The symbols of a text with all that is written about them, in languages whose comments stand above. */
export function writtenSymbols(tokens: Tokens, kind: OutlineKind | undefined): readonly WrittenSymbol[] {
  const source = new DescribedSource(tokens, kind);
  return readOutline(tokens, kind).symbols.map((symbol) => source.written(symbol));
}

class DescribedSource {
  readonly #tokens: Tokens;
  readonly #kind: OutlineKind | undefined;
  /** The first token that starts on each line or after it. */
  readonly #firstTokens: Int32Array;
  /** Lines on which code stands, inside strings too. */
  readonly #isCode: Uint8Array;

  /** What is written above lines: many symbols may stand on one. */
  readonly #above = new Map<number, { readonly doc: string | undefined }>();

  /** The one read last. */
  #whole: { readonly startLine: number; readonly text: string | undefined } | undefined;

  constructor(tokens: Tokens, kind: OutlineKind | undefined) {
    this.#tokens = tokens;
    this.#kind = kind;
    const lines = tokens.lineStarts.length;
    this.#firstTokens = new Int32Array(lines + 1).fill(tokens.count);
    this.#isCode = new Uint8Array(lines);
    for (let i = tokens.count - 1; i >= 0; i--) {
      const line = tokens.line(i);
      this.#firstTokens[line] = i;
      const end = tokens.end(i);
      for (let at = line; at === line || (at < lines && tokens.lineStarts[at]! < end); at++)
        this.#isCode[at] = 1;
    }
    for (let line = lines - 1; line >= 0; line--) {
      if (this.#firstTokens[line] === tokens.count) this.#firstTokens[line] = this.#firstTokens[line + 1]!;
    }
  }

  describe(symbol: OutlineSymbol): OutlineSymbol {
    const nameLine = this.#nameLine(symbol);
    const signature = this.#signature(symbol, nameLine);
    const doc = this.docOf(symbol, nameLine);
    return doc === undefined ? { ...symbol, signature } : { ...symbol, signature, doc };
  }

  docOf(symbol: OutlineSymbol, nameLine = this.#nameLine(symbol)): string | undefined {
    if (this.#kind === "json") return undefined;
    if (this.#kind === "markdown") return this.#paragraphBelow(symbol, nameLine);
    const inside = this.#kind === "python" ? this.#docstring(symbol, nameLine) : undefined;
    return inside ?? this.#commentAbove(symbol) ?? this.#commentBehind(symbol);
  }

  /** The line of the signature; the first one when it is not found. */
  #nameLine({ startLine, endLine, signature }: OutlineSymbol): number {
    const last = Math.min(endLine, startLine + MOST_DOC_LINES);
    for (let line = startLine; line <= last; line++) {
      if (signatureOf(this.#tokens.text, this.#tokens.lineStarts[line]!) === signature) return line;
    }
    return startLine;
  }

  #line(line: number): string {
    const { text, lineStarts } = this.#tokens;
    const start = lineStarts[line]!;
    const end = line + 1 < lineStarts.length ? lineStarts[line + 1]! - 1 : text.length;
    return text.slice(start, Math.min(end, start + LONGEST_LINE));
  }

  /** A signature with the parameters on the lines below it. */
  #signature({ kind, signature }: OutlineSymbol, nameLine: number): string {
    if (this.#kind === "markdown") return this.#fences(signature, nameLine);
    if (!withParameters.has(kind)) return signature;
    const tokens = this.#tokens;
    const first = this.#firstTokens[nameLine]!;
    const to = Math.min(tokens.count, first + LONGEST_HEADER);
    for (let i = first; i < to && tokens.line(i) === nameLine; i = tokens.match(i) + 1) {
      const isParameters = tokens.type(i) === codes.openParen;
      if (!isParameters || tokens.match(i) >= tokens.count || tokens.line(tokens.match(i)) === nameLine)
        continue;
      const limit = Math.min(tokens.count, first + LONGEST_PARAMETERS);
      let last = Math.min(tokens.match(i), limit);
      while (last + 1 < limit && tokens.line(last + 1) === tokens.line(last)) last++;
      return this.#joined(first, last);
    }
    return signature;
  }

  /** Tokens on one line, comments left out. */
  #joined(first: number, last: number): string {
    const tokens = this.#tokens;
    let joined = "";
    for (let i = first; i <= last && joined.length < LONGEST_SIGNATURE; i++) {
      const isApart = i > first && tokens.end(i - 1) < tokens.start(i);
      const isAfterOpen = tokens.type(i - 1) === codes.openParen;
      const isClose = tokens.type(i) === codes.closeParen;
      if (isClose && joined.endsWith(",")) joined = joined.slice(0, -1);
      joined += (isApart && !isAfterOpen && !isClose ? " " : "") + tokens.word(i);
    }
    return joined.replace(/\s+/g, " ").slice(0, LONGEST_SIGNATURE);
  }

  /** Above a symbol, with nothing but attributes between. */
  #commentAbove({ kind, startLine }: OutlineSymbol): string | undefined {
    const known = this.#above.get(startLine);
    const found = known ?? { doc: this.#readAbove(kind, startLine) };
    if (!known) this.#above.set(startLine, found);
    return found.doc;
  }

  #readAbove(kind: SymbolKind, startLine: number): string | undefined {
    const found = this.#commentLines(kind, startLine);
    return (
      found && firstSentence(this.#lines(found.first, found.last).replace(/^=begin.*\n|\n=end\s*$/g, ""))
    );
  }

  written(symbol: OutlineSymbol): WrittenSymbol {
    const nameLine = this.#nameLine(symbol);
    const comment = this.#wholeComment(symbol) ?? this.#commentBehind(symbol) ?? "";
    return {
      symbol: { ...symbol, signature: this.#signature(symbol, nameLine) },
      comment,
      header: this.#lines(this.#aboveAttributes(symbol.kind, symbol.startLine) + 1, nameLine).slice(
        -LONGEST_ATTRIBUTES,
      ),
    };
  }

  #wholeComment({ kind, startLine }: OutlineSymbol): string | undefined {
    const known = this.#whole;
    if (known?.startLine === startLine) return known.text;
    const above = this.#commentLines(kind, startLine);
    const text = above && this.#lines(above.first, above.last).slice(0, LONGEST_COMMENT);
    this.#whole = { startLine, text };
    return text;
  }

  /** The comment above a symbol, attributes between them left out. */
  #commentLines(
    kind: SymbolKind,
    startLine: number,
  ): { readonly first: number; readonly last: number } | undefined {
    let line = this.#aboveAttributes(kind, startLine);
    if (!this.#isComment(line)) return undefined;
    const last = line;
    const lowest = Math.max(0, last - MOST_DOC_LINES);
    const closing = /(\*\/|\]=*\]|-->|^=end)\s*$/.exec(this.#line(line))?.[1];
    if (closing) {
      const opening =
        closing === "*/" ? "/*" : closing === "-->" ? "<!--" : closing === "=end" ? "=begin" : "--[";
      while (line > lowest && !this.#line(line).includes(opening) && this.#isCode[line - 1] === 0) line--;
      return { first: line, last };
    }
    while (line > lowest && this.#isComment(line - 1) && !/\*\/\s*$/.test(this.#line(line - 1))) line--;
    return { first: line, last };
  }

  #aboveAttributes(kind: SymbolKind, startLine: number): number {
    let line = startLine - 1;
    const lowest = Math.max(0, startLine - MOST_DOC_LINES);
    while (kind !== "key" && line >= lowest && this.#isCode[line] === 1) {
      const above = this.#aboveAttribute(line);
      if (above === line) break;
      line = above;
    }
    return line;
  }

  /** The line above an attribute that ends on a line; the line itself when none does. */
  #aboveAttribute(line: number): number {
    const text = this.#line(line);
    if (attribute.test(text)) return line - 1;
    if (!/^\s*\)\]\s*$/.test(text)) return line;
    const lowest = Math.max(0, line - MOST_ATTRIBUTE_LINES);
    let first = line - 1;
    while (first > lowest && !/^\s*#!?\[/.test(this.#line(first))) first--;
    return /^\s*#!?\[/.test(this.#line(first)) ? first - 1 : line;
  }

  #lines(first: number, last: number): string {
    return Array.from({ length: last - first + 1 }, (_, i) => this.#line(first + i)).join("\n");
  }

  #isComment(line: number): boolean {
    return line >= 0 && this.#isCode[line] === 0 && this.#line(line).trim() !== "";
  }

  /** `a: int; // what it is for`. */
  #commentBehind({ kind, startLine, endLine }: OutlineSymbol): string | undefined {
    if (!withTrailingDoc.has(kind) || startLine !== endLine) return undefined;
    const tokens = this.#tokens;
    const next = this.#firstTokens[startLine + 1] ?? tokens.count;
    const last = next - 1;
    if (last < 0 || tokens.line(last) !== startLine) return undefined;
    const end = tokens.lineStarts[startLine + 1] ?? tokens.text.length;
    const rest = tokens.text.slice(tokens.end(last), Math.min(end, tokens.end(last) + LONGEST_LINE));
    return /^\s*(?:\/\/|\/\*|#|--)/.test(rest) ? firstSentence(rest) : undefined;
  }

  /** Python: the string that a body starts with. */
  #docstring({ kind }: OutlineSymbol, nameLine: number): string | undefined {
    if (kind !== "class" && kind !== "function" && kind !== "method") return undefined;
    const tokens = this.#tokens;
    let i = this.#firstTokens[nameLine]!;
    const to = Math.min(tokens.count, i + LONGEST_PARAMETERS);
    while (i < to && tokens.type(i) !== codes.colon) i = tokens.match(i) + 1;
    let doc = i + 1;
    if (
      tokens.isIdentifier(doc) &&
      /^[rRuU]$/.test(tokens.word(doc)) &&
      tokens.end(doc) === tokens.start(doc + 1)
    )
      doc++;
    if (tokens.type(doc) !== tokenTypes.string) return undefined;
    return firstSentence(tokens.word(doc).replace(/^(?:"""|'''|["'])|(?:"""|'''|["'])$/g, ""));
  }

  /** Markdown: the first sentence below a heading. */
  #paragraphBelow({ kind, endLine }: OutlineSymbol, nameLine: number): string | undefined {
    if (kind !== "heading") return undefined;
    let line = nameLine + 1;
    if (/^\s*(?:=+|-+)\s*$/.test(this.#line(Math.min(line, endLine)))) line++;
    while (line <= endLine && this.#line(line).trim() === "") line++;
    const first = line;
    const isProse = (text: string) =>
      text.trim() !== "" && !/^\s*(?:[#<>|!`~]|\[!|[-*+] |\d+\. |={3}|-{3})/.test(text);
    while (line <= endLine && isProse(this.#line(line))) line++;
    return line === first ? undefined : firstSentence(this.#lines(first, line - 1));
  }

  /** Markdown: a heading with the languages of the code below it, `## Usage (sh, ts)`. */
  #fences(signature: string, nameLine: number): string {
    const { lineStarts } = this.#tokens;
    const languages = new Set<string>();
    let mark: string | undefined;
    const last = Math.min(lineStarts.length - 1, nameLine + MOST_DOC_LINES);
    for (let line = nameLine + 1; line <= last; line++) {
      const text = this.#line(line);
      if (mark === undefined && /^ {0,3}#{1,6}\s/.test(text)) break;
      const fence = fenceOf(text);
      if (!fence) continue;
      if (mark === undefined) {
        mark = fence.mark;
        const language = /^[\w+#.-]+/.exec(fence.info)?.[0];
        if (language) languages.add(language);
      } else if (fence.info === "" && fence.mark.startsWith(mark)) mark = undefined;
    }
    return languages.size === 0 ? signature : `${signature} (${[...languages].join(", ")})`;
  }
}
