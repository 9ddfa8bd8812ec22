/** YAML: keys of two levels of each document, by their indentation. */
import { jsonOutline } from "./jsonOutline.ts";
import { KeyOutline } from "./keyOutline.ts";
import type { Outline } from "./outline.ts";
import { OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

/** A key at the place where it is tried, and what is between it and its value. */
const keyPattern =
  /(?:"((?:[^"\\\n]|\\.){0,200})"|'((?:[^'\n]|''){0,200})'|(?![-?:][\s]|[-?:]$|[#&*!|>%@`"'[\]{},])((?:[^\s:#]|:(?=[^\s])|[ \t]+(?=[^\s:#])|(?<=[^\s])#){1,200}))[ \t]*:(?=[\s]|$)[ \t]*/my;

/** Anchors and tags before a value. */
const properties = /(?:[&!][^\s]*[ \t]*)*/y;

/** What follows a key of the first level. */
type ValueKind = "block" | "scalar" | "sequence";

export function yamlOutline(tokens: Tokens): Outline {
  if (/^\s*[{[]\s*$|^\s*\{\s*"/.test(tokens.text.slice(0, 100))) return jsonOutline(tokens);
  return new YamlReader(tokens).read();
}

class YamlReader {
  readonly #text: string;
  readonly #lineStarts: Int32Array;
  readonly #builder: OutlineBuilder;
  readonly #keys: KeyOutline;
  /** Columns of the keys of both levels; -1 while no key was met. */
  #first = -1;
  #second = -1;
  #value: ValueKind = "block";
  /** The last line that is neither blank nor a comment. */
  #last = 0;

  constructor(tokens: Tokens) {
    this.#text = tokens.text;
    this.#lineStarts = tokens.lineStarts;
    this.#builder = new OutlineBuilder(tokens);
    this.#keys = new KeyOutline(this.#builder);
  }

  read(): Outline {
    for (let line = 0; line < this.#lineStarts.length; line++) line = this.#readLine(line);
    this.#keys.end(0, this.#last);
    return this.#builder.outline();
  }

  /** @returns the last line that was read */
  #readLine(line: number): number {
    const text = this.#text;
    const lineStart = this.#lineStarts[line]!;
    let start = lineStart;
    while (text[start] === " ") start++;
    const c = text[start];
    if (c === undefined || c === "\n" || c === "\r" || c === "\t" || c === "#") return line;
    if (start === lineStart && /^(?:---|\.\.\.)(?=\s|$)|^%/.test(text.slice(start, start + 4))) {
      this.#keys.end(0, this.#last);
      this.#first = -1;
      return line;
    }
    const end = this.#keyLine(line, start, start - lineStart);
    this.#last = Math.max(this.#last, end);
    return end;
  }

  #keyLine(line: number, start: number, column: number): number {
    const isItem = this.#text[start] === "-" && /\s/.test(this.#text[start + 1] ?? " ");
    if (this.#first < 0) {
      this.#first = column;
      // A document that is a sequence has no keys of its own.
      this.#value = isItem ? "sequence" : "block";
    }
    if (isItem && column <= this.#first) this.#value = "sequence";
    if (column <= this.#first) return isItem ? line : this.#firstLevel(line, start);
    if (this.#value !== "block") return line;
    if (this.#second < 0) {
      this.#second = column;
      if (isItem) this.#value = "sequence";
    }
    return column === this.#second && !isItem ? this.#secondLevel(line, start) : line;
  }

  #firstLevel(line: number, start: number): number {
    const key = this.#key(start);
    if (key === undefined) return line;
    this.#keys.end(0, this.#last);
    this.#keys.add(0, key, line);
    this.#second = -1;
    const value = this.#valueStart();
    const c = this.#text[value];
    this.#value = c === undefined || c === "\n" || c === "\r" || c === "#" ? "block" : "scalar";
    return c === "{" ? this.#flow(value) : this.#afterQuoted(value, line);
  }

  #secondLevel(line: number, start: number): number {
    const key = this.#key(start);
    if (key === undefined) return line;
    this.#keys.end(1, this.#last);
    this.#keys.add(1, key, line);
    return this.#afterQuoted(this.#valueStart(), line);
  }

  /** The key at an offset; `keyPattern` stands after it then. */
  #key(start: number): string | undefined {
    keyPattern.lastIndex = start;
    const found = keyPattern.exec(this.#text);
    if (!found) return undefined;
    const key = found[1] ?? found[2] ?? found[3]!;
    // It names nothing: it takes in another mapping.
    return key === "<<" ? undefined : key;
  }

  #valueStart(): number {
    properties.lastIndex = keyPattern.lastIndex;
    properties.test(this.#text);
    return properties.lastIndex;
  }

  /** The line on which a string in quotes ends, or `line` when the value is none. */
  #afterQuoted(at: number, line: number): number {
    const quote = this.#text[at];
    if (quote !== '"' && quote !== "'") return line;
    return this.#builder.lineOf(quoteEnd(this.#text, at));
  }

  /** Keys of `{...}`. @returns the line of the closing brace */
  #flow(from: number): number {
    const text = this.#text;
    let depth = 0;
    let at = from;
    for (; at < text.length; at++) {
      const c = text[at]!;
      if (depth === 1 && c === ",") at = this.#flowKey(at + 1) - 1;
      else if (c === '"' || c === "'") at = quoteEnd(text, at);
      else if (c === "{" || c === "[") {
        if (++depth === 1) at = this.#flowKey(at + 1) - 1;
      } else if ((c === "}" || c === "]") && --depth === 0) break;
    }
    return this.#builder.lineOf(Math.min(at, text.length - 1));
  }

  /** @returns the offset after a key, if there is one, or where none is */
  #flowKey(from: number): number {
    let at = from;
    while (/\s/.test(this.#text[at] ?? "x")) at++;
    flowKeyPattern.lastIndex = at;
    const found = flowKeyPattern.exec(this.#text);
    if (!found) return at;
    this.#keys.add(1, found[1] ?? found[2] ?? found[3]!, this.#builder.lineOf(at));
    return flowKeyPattern.lastIndex;
  }
}

const flowKeyPattern =
  /(?:"((?:[^"\\\n]|\\.){0,200})"|'((?:[^'\n]|''){0,200})'|([^\s,:{}[\]"'#&*!|>%@`][^\n,:{}[\]]{0,200}?))[ \t]*:/y;

/** Offset of the closing quote, or of the text's end. */
function quoteEnd(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    const c = text[at];
    if (c === "\\" && quote === '"') at++;
    else if (c === quote && quote === "'" && text[at + 1] === quote) at++;
    else if (c === quote) return at;
  }
  return text.length - 1;
}
