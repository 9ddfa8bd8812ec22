/** Gathers symbols and imports, with what the readers of all languages need to find their way over tokens. */
import {
  type Outline,
  type OutlineImport,
  type OutlineSymbol,
  type SymbolKind,
  signatureOf,
} from "./outline.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

/** What a symbol stands in: the dotted names around it. */
export type Container = string;

/** A symbol that is not named by one token. */
export interface NamedLines {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly container: Container;
  /** 0-based, inclusive, `startLine <= endLine`. */
  readonly startLine: number;
  readonly endLine: number;
  /** Where the name stands; `startLine` when it is left out. */
  readonly nameLine?: number;
}

export class OutlineBuilder {
  readonly tokens: Tokens;
  readonly #symbols: (OutlineSymbol & { endLine: number })[] = [];
  readonly #imports: OutlineImport[] = [];

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /**
   * Adds the symbol whose name is token `name`, from the line of token `first` to that of token `last`.
   *
   * @param text the name where it is not the token's text
   * @returns the container of what is inside it
   */
  add(
    name: number,
    kind: SymbolKind,
    container: Container,
    first: number,
    last: number,
    text: string = nameOf(this.tokens, name),
  ): Container {
    const { tokens } = this;
    const startLine = tokens.line(first);
    this.#symbols.push({
      name: text,
      kind,
      container,
      startLine,
      endLine: Math.max(startLine, this.lastLineOf(last)),
      signature: signatureOf(tokens.text, tokens.lineStarts[tokens.line(name)]!),
    });
    return insideOf(container, text);
  }

  /**
   * Adds a symbol by lines.
   *
   * @returns the container of what is inside it
   */
  addLines({ name, kind, container, startLine, endLine, nameLine = startLine }: NamedLines): Container {
    const signature = signatureOf(this.tokens.text, this.tokens.lineStarts[nameLine]!);
    this.#symbols.push({ name, kind, container, startLine, endLine, signature });
    return insideOf(container, name);
  }

  /** Adds what another text declares that stands in this one from a line on. */
  addOutline({ symbols, imports }: Outline, firstLine: number): void {
    for (const symbol of symbols) {
      const startLine = symbol.startLine + firstLine;
      this.#symbols.push({ ...symbol, startLine, endLine: symbol.endLine + firstLine });
    }
    for (const { module, line } of imports) this.addImportAt(module, line + firstLine);
  }

  /** How many symbols were added: the number of the next one. */
  get count(): number {
    return this.#symbols.length;
  }

  /** Moves the end of a symbol. */
  endAt(number: number, endLine: number): void {
    const symbol = this.#symbols[number]!;
    symbol.endLine = Math.max(symbol.startLine, endLine);
  }

  addImport(module: string, token: number): void {
    this.addImportAt(module, this.tokens.line(token));
  }

  addImportAt(module: string, line: number): void {
    if (module !== "") this.#imports.push({ module, line });
  }

  /** The line of an offset. */
  lineOf(offset: number): number {
    const { lineStarts } = this.tokens;
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  outline(): Outline {
    this.#symbols.sort((a, b) => a.startLine - b.startLine);
    return { symbols: this.#symbols, imports: this.#imports };
  }

  /** The line on which a token ends, the last of the text when it is beyond the last token. */
  lastLineOf(token: number): number {
    const { tokens } = this;
    if (token >= tokens.count) return tokens.lineStarts.length - 1;
    let line = tokens.line(token);
    while (line + 1 < tokens.lineStarts.length && tokens.lineStarts[line + 1]! < tokens.end(token)) line++;
    return line;
  }

  /** The token after a bracketed group that opens at `i`, or after `i` itself. */
  after(i: number): number {
    return this.tokens.match(i) + 1;
  }

  /** The token after `<...>` that opens at `i`; `i` when none does. */
  afterAngles(i: number, to: number): number {
    const { tokens } = this;
    if (tokens.type(i) !== codes.less) return i;
    const limit = Math.min(to, i + LONGEST_ANGLES);
    let depth = 0;
    for (let at = i; at < limit; at = this.after(at)) {
      const type = tokens.type(at);
      if (type === codes.less) depth++;
      else if (type === codes.greater ? !this.isArrowHead(at) : this.#closesAndSets(at, type)) {
        if (--depth === 0) return at + 1;
      } else if (type === codes.semicolon || type === codes.closeBrace) return i;
    }
    return i;
  }

  /** `>=` that begins with the end of type arguments: `enable_if_t<B>=0`. */
  #closesAndSets(at: number, type: number): boolean {
    const { tokens } = this;
    return type === tokenTypes.operator && tokens.text.charCodeAt(tokens.start(at)) === codes.greater;
  }

  /** `>` of `->`. */
  isArrowHead(i: number): boolean {
    const { tokens } = this;
    return tokens.type(i - 1) === MINUS && tokens.end(i - 1) === tokens.start(i);
  }

  /** First token of one of these types from `i` on, jumping over bracketed groups; `to` when there is none. */
  find(i: number, to: number, ...types: readonly number[]): number {
    let at = i;
    while (at < to && !types.includes(this.tokens.type(at))) at = this.after(at);
    return Math.min(at, to);
  }
}

/** What is nested deeper is said to stand in what is around it. UTF-16 units. */
const LONGEST_CONTAINER = 1000;

/** The container of what is inside a symbol. */
export function insideOf(container: Container, name: string): Container {
  if (container.length > LONGEST_CONTAINER) return container;
  return container === "" ? name : `${container}.${name}`;
}

const MINUS = 45;

/** Type arguments longer than this are taken for a comparison. Tokens. */
const LONGEST_ANGLES = 1000;

/** An identifier's own text, a string's or a quoted identifier's without quotes. */
export function nameOf(tokens: Tokens, i: number): string {
  const word = tokens.word(i);
  const isQuoted = tokens.type(i) === tokenTypes.string || word.startsWith("`");
  return isQuoted ? word.replace(/^[`"']+|[`"']+$/g, "") : word;
}
