/** TOML: tables, and keys in them. */
import { KeyOutline } from "./keyOutline.ts";
import type { Outline } from "./outline.ts";
import { OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

/** `a`, `"b"`, `'c'` joined by dots, at the place where it is tried. */
const keyPath =
  /[ \t]*(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'))*[ \t]*/y;
const blank = /[ \t]*/y;

export function tomlOutline(tokens: Tokens): Outline {
  const builder = new OutlineBuilder(tokens);
  readTables(tokens, builder);
  return builder.outline();
}

function readTables({ text, lineStarts }: Tokens, builder: OutlineBuilder): void {
  const keys = new KeyOutline(builder);
  let level: 0 | 1 = 0;
  /** The last line that holds anything but a comment. */
  let last = 0;
  for (let line = 0; line < lineStarts.length; line++) {
    const start = after(blank, text, lineStarts[line]!);
    const isHeader = text[start] === "[";
    const nameStart = isHeader ? start + (text[start + 1] === "[" ? 2 : 1) : start;
    const nameEnd = after(keyPath, text, nameStart);
    const closes = text[nameEnd] === (isHeader ? "]" : "=");
    if (nameEnd > nameStart && closes) {
      keys.end(isHeader ? 0 : level, last);
      keys.add(isHeader ? 0 : level, nameOfPath(text.slice(nameStart, nameEnd)), line);
      if (isHeader) level = 1;
      else line = builder.lineOf(valueEnd(text, nameEnd + 1));
    }
    if (text[start] !== "#" && text[start] !== "\n" && text[start] !== "\r" && start < text.length)
      last = line;
  }
  keys.end(0, last);
}

/** Offset after a match at `at`, `at` itself when there is none. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function nameOfPath(path: string): string {
  return path.trim().replace(/["']|[ \t]*(\.)[ \t]*/g, "$1");
}

/** Where a value ends: at its line's end, unless a bracket or a string over lines is open there. */
function valueEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const c = text[at]!;
    if (c === "\n" && depth === 0) return at;
    if (c === "#") at = lineEnd(text, at) - 1;
    else if (c === '"' || c === "'") at = stringEnd(text, at, c) - 1;
    else if (c === "[" || c === "{") depth++;
    else if (c === "]" || c === "}") depth--;
    // A header in a value: a bracket was left open.
    else if (c === "\n" && /^\[[^\]\n]*\]\s*$/m.test(text.slice(at + 1, lineEnd(text, at + 1)))) return at;
  }
  return text.length - 1;
}

function stringEnd(text: string, from: number, quote: string): number {
  const isLong = text.startsWith(quote.repeat(3), from);
  for (let at = from + (isLong ? 3 : 1); at < text.length; at++) {
    const c = text[at];
    if (c === "\\" && quote === '"') at++;
    else if (c === "\n" && !isLong) return at;
    else if (c === quote && (!isLong || text.startsWith(quote.repeat(3), at))) return at + (isLong ? 3 : 1);
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
