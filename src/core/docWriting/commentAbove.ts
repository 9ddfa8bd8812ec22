/** Documentation that stands as a comment above a symbol. */
import type { DocLanguage } from "./docSubject.ts";
import { commentText } from "./docText.ts";

/** As the members of `DocSubject`. */
export interface CommentPlace {
  readonly offset: number;
  readonly indent: string;
  readonly doc?: { readonly start: number; readonly end: number; readonly text: string };
}

/**
 * @param start offset where the symbol begins, decorators included
 * @returns undefined where other code stands before it on its line
 */
export function commentAbove(text: string, start: number, language: DocLanguage): CommentPlace | undefined {
  const offset = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(offset, start);
  if (indent.trim() !== "") return undefined;
  const begin =
    language === "go" || language === "rust" ? lineRun(text, offset, language) : block(text, offset);
  if (begin === offset) return { offset, indent };
  return { offset, indent, doc: { start: begin, end: offset, text: commentText(text.slice(begin, offset)) } };
}

const lineBefore = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 2) + 1;

/** Start of a block comment for documentation that ends on the line before; the offset itself when there is none. */
function block(text: string, offset: number): number {
  if (offset === 0) return offset;
  const last = text.slice(lineBefore(text, offset), offset).trim();
  if (!last.endsWith("*/")) return offset;
  const open = text.lastIndexOf("/*", offset);
  const begin = text.lastIndexOf("\n", open - 1) + 1;
  const isDoc = text.startsWith("/**", open) && text.slice(begin, open).trim() === "";
  return isDoc ? begin : offset;
}

/** Start of the lines of comment that stand right above. */
function lineRun(text: string, offset: number, language: "go" | "rust"): number {
  const sign = language === "rust" ? /^\s*\/\/\/(?!\/)/ : /^\s*\/\/(?!go:|line |export )/;
  let begin = offset;
  while (begin > 0) {
    const above = lineBefore(text, begin);
    if (!sign.test(text.slice(above, begin))) break;
    begin = above;
  }
  return begin;
}
