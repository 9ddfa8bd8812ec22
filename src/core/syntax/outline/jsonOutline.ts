/** JSON, with comments or without: keys of two levels. */
import { KeyOutline } from "./keyOutline.ts";
import type { Outline } from "./outline.ts";
import { OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const SLASH = 47;
const STAR = 42;
const COLON = 58;
const COMMA = 44;
const NEWLINE = 10;

export function jsonOutline(tokens: Tokens): Outline {
  const builder = new OutlineBuilder(tokens);
  readKeys(tokens.text, builder);
  return builder.outline();
}

function readKeys(text: string, builder: OutlineBuilder): void {
  const keys = new KeyOutline(builder);
  /** For the two outermost brackets: whether it is an object. */
  const isObject = [false, false];
  let depth = 0;
  /** Where the last string at a place for keys stands. */
  let keyStart = -1;
  let keyEnd = -1;
  /** The line of the last character that is no space. */
  let lastEnd = 0;
  const end = (level: number) => {
    if (level === 0 || level === 1) keys.end(level, builder.lineOf(lastEnd));
  };
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c <= 32) continue;
    if (c === SLASH) {
      at = afterComment(text, at) - 1;
      continue;
    }
    if (c === QUOTE) {
      keyStart = at;
      at = stringEnd(text, at);
      keyEnd = at;
    } else if (c === 123 || c === 91) {
      if (depth < 2) isObject[depth] = c === 123 && (depth === 0 || isObject[0]!);
      depth++;
    } else if (c === 125 || c === 93) {
      if (depth > 0) end(--depth);
    } else if (c === COMMA) end(depth - 1);
    else if (c === COLON && keyStart >= 0 && (depth === 1 || depth === 2) && isObject[depth - 1]) {
      keys.add(depth === 1 ? 0 : 1, text.slice(keyStart + 1, keyEnd), builder.lineOf(keyStart));
      keyStart = -1;
    }
    lastEnd = at;
  }
  end(0);
}

/** Offset of the closing quote, or of the line's end when there is none. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === BACKSLASH) at++;
    else if (c === QUOTE || c === NEWLINE) return at;
  }
  return text.length;
}

/** Offset after the comment at a slash, or after the slash. */
function afterComment(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next !== SLASH && next !== STAR) return at + 1;
  const end = next === SLASH ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
  return end < 0 ? text.length : end + (next === SLASH ? 1 : 2);
}
