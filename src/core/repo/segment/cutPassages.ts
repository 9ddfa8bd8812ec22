/**
 * Cuts a text into passages: runs of lines inside one innermost symbol. Comments right above a symbol belong to it;
 * lines without a word between two symbols belong to the passage before; fields, variables and constants of few lines
 * have none of their own; a run of many lines becomes several.
 */
import type { OutlineSymbol } from "../../syntax/outline/outline.ts";
import type { Tokens } from "../../syntax/outline/tokens.ts";
import { isWordUnit } from "../../text/terms/wordsOf.ts";

export interface Passages {
  /** First line of each passage, 0-based, ascending; the first is 0. */
  readonly startLines: readonly number[];
  /** Innermost symbol around each, by its number in the outline; -1 at the top. */
  readonly symbols: readonly number[];
  /** For each symbol the one around it, -1 at the top, and its first passage and the one beyond its last. */
  readonly parents: Int32Array;
  readonly firstPassages: Uint32Array;
  readonly endPassages: Uint32Array;
}

/** Lines of a passage, at most; longer runs are cut into equal parts. */
const MOST_LINES = 40;
/** Shorter fields, variables and constants stay in the passage around them. Lines. */
const OWN_PASSAGE_LINES = 6;

/** @param symbols ascending by their first lines */
export function cutPassages(tokens: Tokens, symbols: readonly OutlineSymbol[]): Passages {
  return new PassageCutter(tokens, symbols).cut();
}

interface OpenSymbol {
  readonly symbol: number;
  /** Inclusive. */
  readonly endLine: number;
}

class PassageCutter {
  readonly #tokens: Tokens;
  readonly #symbols: readonly OutlineSymbol[];
  readonly #startLines: number[] = [];
  readonly #owners: number[] = [];
  /** Symbols with passages of their own around the current line, and its run's first line. */
  readonly #open: OpenSymbol[] = [];
  #runStart = 0;
  #token = 0;

  constructor(tokens: Tokens, symbols: readonly OutlineSymbol[]) {
    this.#tokens = tokens;
    this.#symbols = symbols;
  }

  cut(): Passages {
    const symbols = this.#symbols;
    const lineCount = this.#tokens.lineStarts.length;
    const begins = new Uint32Array(symbols.length);
    let lastStart = -1;
    for (let i = 0; i < symbols.length; i++) {
      const { startLine, endLine } = symbols[i]!;
      begins[i] = startLine;
      if (!hasOwnPassage(symbols[i]!)) continue;
      const begin = startLine > lastStart ? this.#commentStart(startLine) : startLine;
      begins[i] = begin;
      lastStart = startLine;
      this.#closeBefore(begin);
      this.#endRun(begin);
      const outer = this.#open.at(-1)?.endLine ?? lineCount - 1;
      this.#open.push({ symbol: i, endLine: Math.min(outer, endLine) });
    }
    this.#closeBefore(lineCount);
    this.#endRun(lineCount);
    return this.#passages(begins);
  }

  /** Ends the symbols that end before a line. */
  #closeBefore(line: number): void {
    while (this.#open.length > 0 && this.#open.at(-1)!.endLine < line) {
      const next = this.#open.at(-1)!.endLine + 1;
      const nextBreak = this.#nextBreak(line);
      if (this.#hasWord(next, nextBreak)) this.#endRun(next);
      else if (next > this.#runStart) this.#endRun(nextBreak);
      else this.#runStart = Math.max(this.#runStart, nextBreak);
      this.#open.pop();
    }
  }

  /** Where the run after the innermost symbol ends at the latest. */
  #nextBreak(line: number): number {
    const outer = this.#open.at(-2);
    return outer ? Math.min(line, outer.endLine + 1) : line;
  }

  /** Makes passages of the lines since the last run, for the innermost symbol. */
  #endRun(line: number): void {
    const lines = line - this.#runStart;
    if (lines <= 0) return;
    const owner = this.#open.at(-1)?.symbol ?? -1;
    const pieces = Math.ceil(lines / MOST_LINES);
    for (let i = 0; i < pieces; i++) {
      this.#startLines.push(this.#runStart + Math.floor((i * lines) / pieces));
      this.#owners.push(owner);
    }
    this.#runStart = line;
  }

  /** First of the lines of comments that end right above a line. */
  #commentStart(line: number): number {
    const tokens = this.#tokens;
    while (this.#token < tokens.count && tokens.line(this.#token) < line) this.#token++;
    const codeEnd = this.#token > 0 ? tokens.end(this.#token - 1) : 0;
    let first = line;
    while (first > this.#runStart && tokens.lineStarts[first - 1]! >= codeEnd && !this.#isBlank(first - 1))
      first--;
    return first;
  }

  #isBlank(line: number): boolean {
    const { text, lineStarts } = this.#tokens;
    const end = lineStarts[line + 1] ?? text.length;
    for (let at = lineStarts[line]!; at < end; at++) if (text.charCodeAt(at) > 32) return false;
    return true;
  }

  #hasWord(fromLine: number, toLine: number): boolean {
    const { text, lineStarts } = this.#tokens;
    const end = lineStarts[toLine] ?? text.length;
    for (let at = lineStarts[fromLine] ?? end; at < end; at++)
      if (isWordUnit(text.charCodeAt(at))) return true;
    return false;
  }

  #passages(begins: Uint32Array): Passages {
    const symbols = this.#symbols;
    const parents = new Int32Array(symbols.length);
    const firstPassages = new Uint32Array(symbols.length);
    const endPassages = new Uint32Array(symbols.length);
    const around: number[] = [];
    for (let i = 0; i < symbols.length; i++) {
      const { startLine, endLine } = symbols[i]!;
      while (around.length > 0 && !encloses(symbols[around.at(-1)!]!, symbols[i]!)) around.pop();
      parents[i] = around.at(-1) ?? -1;
      around.push(i);
      firstPassages[i] = this.#passageAt(Math.min(begins[i]!, startLine));
      endPassages[i] = this.#passageAt(endLine) + 1;
    }
    return { startLines: this.#startLines, symbols: this.#owners, parents, firstPassages, endPassages };
  }

  #passageAt(line: number): number {
    const starts = this.#startLines;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= line) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function hasOwnPassage({ kind, startLine, endLine }: OutlineSymbol): boolean {
  const isSmall = kind === "field" || kind === "variable" || kind === "constant";
  return !isSmall || endLine - startLine + 1 >= OWN_PASSAGE_LINES;
}

/** Of two symbols on the same lines the first is around the second if it stands in its container. */
function encloses(outer: OutlineSymbol, inner: OutlineSymbol): boolean {
  if (outer.endLine < inner.endLine) return false;
  if (outer.startLine !== inner.startLine && outer.endLine !== inner.endLine) return true;
  const dotted = outer.container === "" ? outer.name : `${outer.container}.${outer.name}`;
  return inner.container === dotted || inner.container.startsWith(`${dotted}.`);
}
