/** Doc comments and docstrings: what they say first, and the text without them. */
import type { OutlineSymbol } from "../../src/core/syntax/outline/outline.ts";

export interface DocComment {
  /** Offsets in the text of its lines or, in Python, of the string itself. */
  readonly start: number;
  readonly end: number;
  readonly sentence: string;
}

/** The doc comment above a symbol, or the docstring that opens it. */
export function docCommentOf(
  text: string,
  lineStarts: readonly number[],
  symbol: OutlineSymbol,
  languageId: string,
): DocComment | undefined {
  return languageId === "python"
    ? docstring(text, lineStarts, symbol)
    : commentAbove(text, lineStarts, symbol, languageId);
}

/** The text with doc comments blanked; every line keeps its number. */
export function withoutComments(text: string, comments: readonly DocComment[]): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of [...comments].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    kept += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, "");
    from = end;
  }
  return kept + text.slice(from);
}

const lineAt = (text: string, lineStarts: readonly number[], line: number) =>
  text.slice(lineStarts[line]!, (lineStarts[line + 1] ?? text.length + 1) - 1);

function docstring(
  text: string,
  lineStarts: readonly number[],
  symbol: OutlineSymbol,
): DocComment | undefined {
  if (!["function", "method", "class"].includes(symbol.kind)) return undefined;
  let line = symbol.startLine;
  while (line <= symbol.endLine && !/^\s*(?:async\s+def|def|class)\b/.test(lineAt(text, lineStarts, line)))
    line++;
  for (; line <= symbol.endLine; line++) {
    if (/:\s*(?:#.*)?$/.test(lineAt(text, lineStarts, line))) break;
  }
  for (line++; line <= symbol.endLine && lineAt(text, lineStarts, line).trim() === ""; ) line++;
  if (line > symbol.endLine) return undefined;
  const at = lineStarts[line]!;
  const match = /^[ \t]*[rRuU]?("""|''')/.exec(text.slice(at, at + 200));
  if (match === null) return undefined;
  const open = at + match[0].length;
  const close = text.indexOf(match[1]!, open);
  if (close < 0) return undefined;
  return { start: open, end: close, sentence: firstSentence(text.slice(open, close)) };
}

function commentAbove(
  text: string,
  lineStarts: readonly number[],
  symbol: OutlineSymbol,
  languageId: string,
): DocComment | undefined {
  let last = symbol.startLine - 1;
  while (last >= 0 && /^\s*(?:@\w|#\[|#!\[)/.test(lineAt(text, lineStarts, last))) last--;
  if (last < 0) return undefined;
  const mark =
    languageId === "go" ? /^\s*\/\/(?!go:|nolint)/ : languageId === "rust" ? /^\s*\/\/\// : undefined;
  let first = last + 1;
  if (mark !== undefined) {
    while (first > 0 && mark.test(lineAt(text, lineStarts, first - 1))) first--;
    if (first > last) return undefined;
  } else {
    if (!/\*\/\s*$/.test(lineAt(text, lineStarts, last))) return undefined;
    first = last;
    while (first > 0 && !lineAt(text, lineStarts, first).includes("/*")) first--;
    if (!/^\s*\/\*\*/.test(lineAt(text, lineStarts, first))) return undefined;
  }
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    lines.push(
      lineAt(text, lineStarts, line)
        .replace(/^\s*(?:\/\/[/!]?|\/\*\*?|\*(?!\/))/, "")
        .replace(/\*\/\s*$/, ""),
    );
  }
  return {
    start: lineStarts[first]!,
    end: lineStarts[last + 1]! - 1,
    sentence: firstSentence(lines.join("\n")),
  };
}

/** Of the first paragraph, none when it begins with a tag; tags inside are taken away, what they hold stays. */
function firstSentence(comment: string): string {
  if (/^\s*@/.test(comment)) return "";
  const paragraph = comment.trim().split(/\n\s*(?:\n|@\w|:\w+|<p>)/)[0]!;
  const plain = paragraph
    .replace(/\{@\w+\s+([^}]*)\}/g, "$1")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /^.*?[.!?](?=\s|$)/.exec(plain)?.[0] ?? plain;
}
