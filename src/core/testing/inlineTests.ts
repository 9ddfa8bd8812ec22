/** Tests that stand in the same file as the code they test, as Rust has them: a repair leaves them as they are. */
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lex } from "../syntax/outline/lexer.ts";
import { codes } from "../syntax/outline/tokens.ts";

/** 0-based, both inclusive. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

export const holdsInlineTests = (path: string): boolean => /(?:^|\/)src\/.*\.rs$/.test(path);

const marked = /^[ \t]*#\[(?:cfg\(test\)|(?:\w+::)*test\b)[^\n]*\]/gm;

/** Ascending, not overlapping; empty for a language that keeps tests in files of their own. */
export function inlineTests(path: string, text: string): readonly LineRange[] {
  if (!path.endsWith(".rs") || !text.includes("test")) return [];
  const tokens = lex(text, lexicalFamilies.rust);
  const found: LineRange[] = [];
  let end = -1;
  for (const { index } of text.matchAll(marked)) {
    if (index < end) continue;
    let i = 0;
    while (i < tokens.count && tokens.start(i) < index) i++;
    const startLine = tokens.line(i);
    while (i < tokens.count && tokens.type(i) !== codes.openBrace && tokens.type(i) !== codes.semicolon) i++;
    const close = Math.min(tokens.type(i) === codes.openBrace ? tokens.match(i) : i, tokens.count - 1);
    end = tokens.end(close);
    found.push({ startLine, endLine: tokens.line(close) });
  }
  return found;
}

/** All of them, to see whether they are as they were. */
export function inlineTestText(path: string, text: string): string {
  const lines = text.split("\n");
  return inlineTests(path, text)
    .map(({ startLine, endLine }) => lines.slice(startLine, endLine + 1).join("\n"))
    .join("\n");
}
