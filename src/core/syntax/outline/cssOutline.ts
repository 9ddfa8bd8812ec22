/** CSS, SCSS and Less: rules by their selectors, at-rules that name something, variables. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, insideOf, OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

/** Of a list of selectors no more is kept. UTF-16 units. */
const LONGEST_NAME = 120;
/** What stands before a brace or a semicolon is looked at so far. UTF-16 units. */
const LONGEST_PRELUDE = 1000;

const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const STAR = 42;
const SLASH = 47;
const SEMICOLON = 59;
const BACKSLASH = 92;
const NEWLINE = 10;
const HASH = 35;
const AT = 64;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Of SCSS: blocks that happen, rather than being something. */
const flowWords = new Set("if else each for while include return content at-root".split(" "));

interface Block {
  /** Number of its symbol; -1 when it has none. */
  readonly symbol: number;
  readonly container: Container;
}

export function cssOutline(tokens: Tokens): Outline {
  return new CssReader(tokens).read();
}

class CssReader {
  readonly #text: string;
  readonly #builder: OutlineBuilder;
  readonly #blocks: Block[] = [];
  /** Variables met, so that only what sets one first declares it. */
  readonly #variables = new Set<string>();
  /** Where the statement under way starts; -1 before its first character. */
  #start = -1;
  /** Its text, comments left out, up to `#piece`. */
  #before = "";
  #piece = 0;

  constructor(tokens: Tokens) {
    this.#text = tokens.text;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const text = this.#text;
    let parens = 0;
    for (let at = 0; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c <= 32) continue;
      if (c === SLASH && this.#isComment(at)) {
        at = this.#skipComment(at) - 1;
        continue;
      }
      if (this.#start < 0) this.#begin(at);
      if (c === QUOTE || c === APOSTROPHE) at = stringEnd(text, at);
      else if (c === BACKSLASH) at++;
      else if (c === OPEN_PAREN) parens++;
      else if (c === CLOSE_PAREN) parens = Math.max(0, parens - 1);
      else if (c === OPEN_BRACE && (text.charCodeAt(at - 1) === HASH || text.charCodeAt(at - 1) === AT)) {
        at = interpolationEnd(text, at);
      } else if (c === OPEN_BRACE) {
        parens = 0;
        this.#open(at);
      } else if (c === CLOSE_BRACE) {
        parens = 0;
        this.#statement(at);
        this.#close(at);
      } else if (c === SEMICOLON && parens === 0) this.#statement(at);
    }
    this.#statement(text.length);
    while (this.#blocks.length > 0) this.#close(text.length);
    return this.#builder.outline();
  }

  #begin(at: number): void {
    this.#start = at;
    this.#before = "";
    this.#piece = at;
  }

  /** `//` is no comment inside an address; in plain CSS it starts none either, nor anything else. */
  #isComment(at: number): boolean {
    const next = this.#text.charCodeAt(at + 1);
    return next === STAR || (next === SLASH && /[\s;{},]/.test(this.#text[at - 1] ?? " "));
  }

  #skipComment(at: number): number {
    const isLine = this.#text.charCodeAt(at + 1) === SLASH;
    const found = isLine ? this.#text.indexOf("\n", at) : this.#text.indexOf("*/", at + 2);
    const end = found < 0 ? this.#text.length : found + (isLine ? 1 : 2);
    if (this.#start >= 0) {
      if (this.#before.length < LONGEST_PRELUDE) this.#before += `${this.#slice(this.#piece, at)} `;
      this.#piece = end;
    }
    return end;
  }

  #slice(from: number, to: number): string {
    return this.#text.slice(from, Math.min(to, from + LONGEST_PRELUDE));
  }

  /** The statement under way up to `at`, which ends it. */
  #take(at: number): string {
    const whole = this.#before + this.#slice(this.#piece, at);
    return whole.replace(/\s+/g, " ").trim();
  }

  #open(at: number): void {
    const outer = this.#blocks.at(-1)?.container ?? "";
    const isBare = this.#start === at;
    const prelude = isBare ? "" : this.#take(at);
    const found = isBare ? undefined : ruleOf(prelude);
    let block: Block = { symbol: -1, container: outer };
    if (found) {
      const startLine = this.#builder.lineOf(this.#start);
      const symbol = this.#builder.count;
      const { name, kind } = found;
      this.#builder.addLines({ name, kind, container: outer, startLine, endLine: startLine });
      block = { symbol, container: insideOf(outer, name) };
    }
    this.#blocks.push(block);
    this.#start = -1;
  }

  #close(at: number): void {
    const block = this.#blocks.pop();
    const line = this.#builder.lineOf(Math.min(at, Math.max(0, this.#text.length - 1)));
    if (block && block.symbol >= 0) this.#builder.endAt(block.symbol, line);
    this.#start = -1;
  }

  /** An import or a declaration. */
  #statement(at: number): void {
    const start = this.#start;
    this.#start = -1;
    if (start < 0 || start === at) return;
    const first = this.#text.charCodeAt(start);
    if (first !== AT && first !== 45 && first !== 36) return;
    const text = this.#take(at);
    const line = this.#builder.lineOf(start);
    if (/^@(?:import|use|forward|require|plugin)\b/.test(text)) this.#import(text, line);
    else this.#variable(text, line, this.#builder.lineOf(at - 1));
  }

  #import(text: string, line: number): void {
    for (const [, module] of text.matchAll(/(?:["']|url\(\s*["']?)([^"')\s]+)["']?/g)) {
      this.#builder.addImportAt(module!, line);
      // What follows in `@use "a" with (...)` are values.
      if (!text.startsWith("@import")) return;
    }
  }

  /** `--a: b`, `$a: b`, `@a: b`, each name once. */
  #variable(text: string, startLine: number, endLine: number): void {
    const name = /^(--[^\s:]+|[$@][\w-]+)\s*:/.exec(text)?.[1];
    if (name === undefined || this.#variables.has(name)) return;
    this.#variables.add(name);
    const container = this.#blocks.at(-1)?.container ?? "";
    this.#builder.addLines({ name, kind: "variable", container, startLine, endLine });
  }
}

/** What a block is named, by what stands before it; `undefined` for conditions, loops, steps and calls. */
function ruleOf(prelude: string): { readonly name: string; readonly kind: SymbolKind } | undefined {
  const at = /^@(-?[\w-]+)\s*(.*)$/.exec(prelude);
  if (at) {
    const [, word, rest] = at;
    const name = /^[\w-]+/.exec(rest!)?.[0];
    if (word === "mixin" || word === "function") return name ? { name, kind: "function" } : undefined;
    if (/^(?:-\w+-)?keyframes$/.test(word!)) return name ? { name, kind: "rule" } : undefined;
    if (flowWords.has(word!)) return undefined;
    return { name: prelude.slice(0, LONGEST_NAME), kind: "rule" };
  }
  // Steps of an animation, maps and nested properties are no rules.
  if (/^(?:from|to|[\d.]+%)(?:\s*,|$)/.test(prelude) || /^[$\w-]+\s*:\s*$/.test(prelude)) return undefined;
  const mixin = /^[.#]([\w-]+)\s*\([^)]*\)(?:\s+when\b.*)?$/.exec(prelude)?.[1];
  if (mixin) return { name: mixin, kind: "function" };
  return prelude === "" ? undefined : { name: prelude.slice(0, LONGEST_NAME), kind: "rule" };
}

/** Offset of the closing quote, or of the end of a line on which there is none. */
function stringEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === BACKSLASH) at++;
    else if (c === quote || c === NEWLINE) return at;
  }
  return text.length;
}

/** Offset of the brace that closes `#{` or `@{`, or of the line's end. */
function interpolationEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === CLOSE_BRACE || c === NEWLINE) return at;
  }
  return text.length;
}
