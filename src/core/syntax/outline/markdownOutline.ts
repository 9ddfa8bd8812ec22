/** Markdown: headings, each with what follows it up to the next one of its level or above. */
import type { Outline } from "./outline.ts";
import { type Container, insideOf, OutlineBuilder } from "./outlineBuilder.ts";
import type { Tokens } from "./tokens.ts";

/** Of a heading no more is kept. UTF-16 units. */
const LONGEST_HEADING = 160;
/** Longer lines are prose or data. UTF-16 units. */
const LONGEST_LINE = 1000;

interface OpenHeading {
  readonly level: number;
  readonly symbol: number;
  readonly inner: Container;
}

export function markdownOutline(tokens: Tokens): Outline {
  return new MarkdownReader(tokens).read();
}

/** The mark of a line that opens a fence: three or more backquotes or tildes; `undefined` for any other line. */
export function fenceOf(line: string): { readonly mark: string; readonly info: string } | undefined {
  const found = /^(?:[ \t>]|[-*+] |\d+[.)] )*(`{3,}(?=[^`]*$)|~{3,})\s*(.*)$/.exec(line);
  return found ? { mark: found[1]!, info: found[2]!.trim() } : undefined;
}

class MarkdownReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;
  readonly #open: OpenHeading[] = [];
  /** The mark of the fence that is open. */
  #fence: string | undefined;
  /** Whether the line before is a paragraph's, so that an underline makes it a heading; and where that starts. */
  #paragraph = -1;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const lines = this.#tokens.lineStarts.length;
    let inComment = false;
    for (let line = this.#afterFrontMatter(); line < lines; line++) {
      const text = this.#line(line);
      if (this.#fence !== undefined) this.#insideFence(text);
      else if (inComment) inComment = !text.includes("-->");
      else if (/^ {0,3}<!--/.test(text) && !text.includes("-->")) inComment = true;
      else this.#block(text, line);
    }
    this.#endUpTo(1, lines);
    return this.#builder.outline();
  }

  #block(text: string, line: number): void {
    const fence = fenceOf(text);
    if (fence) {
      this.#fence = fence.mark;
      this.#paragraph = -1;
      return;
    }
    const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*)|$)/.exec(text);
    const html = /^\s*<h([1-6])\b[^>]*>(.*?)(?:<\/h\1>|$)/i.exec(text);
    const underline = /^ {0,3}(=+|-+)[ \t]*$/.exec(text);
    if (atx) this.#heading((atx[2] ?? "").replace(/(?:^|[ \t]+)#+[ \t]*$/, ""), atx[1]!.length, line, line);
    else if (html) this.#heading(html[2]!.replace(/<[^>]*>/g, ""), Number(html[1]), line, line);
    else if (underline && this.#paragraph >= 0) {
      const title = this.#line(line - 1);
      this.#heading(title, underline[1]!.startsWith("=") ? 1 : 2, this.#paragraph, line - 1);
    } else if (isParagraph(text, this.#paragraph >= 0)) {
      if (this.#paragraph < 0) this.#paragraph = line;
      return;
    }
    this.#paragraph = -1;
  }

  #heading(title: string, level: number, startLine: number, nameLine: number): void {
    this.#endUpTo(level, startLine);
    const name = plainTitle(title).slice(0, LONGEST_HEADING);
    if (name === "") return;
    const container = this.#open.at(-1)?.inner ?? "";
    const symbol = this.#builder.count;
    this.#builder.addLines({ name, kind: "heading", container, startLine, endLine: startLine, nameLine });
    this.#open.push({ level, symbol, inner: insideOf(container, name) });
  }

  /** Ends the headings of a level and below before a line, blank lines left out. */
  #endUpTo(level: number, before: number): void {
    let last = before - 1;
    if (this.#open.length > 0) while (last > 0 && this.#line(last).trim() === "") last--;
    while (this.#open.length > 0 && this.#open.at(-1)!.level >= level) {
      this.#builder.endAt(this.#open.pop()!.symbol, last);
    }
  }

  #insideFence(text: string): void {
    const found = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1];
    if (found?.startsWith(this.#fence!)) this.#fence = undefined;
  }

  /** A block between `---` lines, or `+++` lines, at the start. */
  #afterFrontMatter(): number {
    const mark = this.#line(0).trimEnd();
    if (mark !== "---" && mark !== "+++") return 0;
    for (let line = 1; line < this.#tokens.lineStarts.length; line++) {
      if (this.#line(line).trimEnd() === mark) return line + 1;
    }
    return 0;
  }

  #line(line: number): string {
    const { text, lineStarts } = this.#tokens;
    const start = lineStarts[line]!;
    const end = line + 1 < lineStarts.length ? lineStarts[line + 1]! - 1 : text.length;
    return text.slice(start, Math.min(end, start + LONGEST_LINE));
  }
}

/** Whether an underline below would make a heading of a line. */
function isParagraph(text: string, goesOn: boolean): boolean {
  if (/^\s*$/.test(text)) return false;
  return goesOn ? !/^\s*(?:[-*+] |>)/.test(text) : !/^(?: {4}|\t|\s*(?:[-*+>|<]|\d+[.)] ))/.test(text);
}

/** The words of a heading without the marks of links, images, emphasis, code and attributes. */
function plainTitle(title: string): string {
  return title
    .replace(/\s*\{[#.:][^}]*\}\s*$/, "")
    .replace(/!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?/g, "$1")
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1")
    .replace(/<\/?[a-zA-Z][^>]*>/g, "")
    .replace(/(\*\*|__|`)/g, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}
