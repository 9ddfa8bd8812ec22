/** Where a name stands in code, by the first tier alone: for files without facts. */
import type { Reference, ReferenceRole } from "../../core/retrieval/symbolQuery.ts";
import type { Outline, OutlineSymbol } from "../../core/syntax/outline/outline.ts";
import { codes, type Tokens } from "../../core/syntax/outline/tokens.ts";
import type { SourceTexts } from "./sourceTexts.ts";

/** Files looked into for one question. */
const MOST_FILES = 200;
const LINE_LENGTH = 160;
/** What only words tell counts for less than what syntax tells. */
export const PLAIN_SCORE = 0.2;

const dotted = ({ container, name }: Pick<OutlineSymbol, "container" | "name">): string =>
  container ? `${container}.${name}` : name;

function roleOf(tokens: Tokens, at: number, name: string, outline: Outline): ReferenceRole {
  const line = tokens.line(at);
  if (outline.imports.some((entry) => entry.line === line)) return "import";
  const declared = outline.symbols.find((symbol) => symbol.startLine === line);
  if (declared?.name === name) return "definition";
  if (declared && ["class", "interface", "struct", "trait"].includes(declared.kind)) return "inherit";
  return tokens.type(at + 1) === codes.openParen ? "call" : "other";
}

/** Uses in these files, in their order. */
export async function plainReferences(
  texts: SourceTexts,
  paths: readonly string[],
  name: string,
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  const found: Reference[] = [];
  for (const path of paths.slice(0, MOST_FILES)) {
    signal.throwIfAborted();
    const [tokens, outline] = [await texts.tokens(path), await texts.outline(path)];
    if (tokens && outline) found.push(...usesIn(path, tokens, outline, name));
  }
  return found;
}

function usesIn(path: string, tokens: Tokens, outline: Outline, name: string): Reference[] {
  const found: Reference[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.is(i, name)) continue;
    const line = tokens.line(i);
    const symbol = outline.symbols.findLast(({ startLine, endLine }) => startLine <= line && line <= endLine);
    found.push({
      path,
      line,
      column: tokens.start(i) - tokens.lineStarts[line]!,
      role: roleOf(tokens, i, name, outline),
      within: symbol ? dotted(symbol) : "",
      text: lineOf(tokens, line),
      score: PLAIN_SCORE,
    });
  }
  return found;
}

/** A line as a reference shows it. */
export const lineOf = ({ text, lineStarts }: Tokens, line: number): string =>
  text
    .slice(lineStarts[line], lineStarts[line + 1])
    .trim()
    .slice(0, LINE_LENGTH);
