/** The text being edited, cut at the cursor and put into tokens. */

import { LineScanner, splitLines } from "../../syntax/tokens/lineScanner.ts";
import { indentWidth } from "../../syntax/tokens/newline.ts";
import { scanLine } from "../../syntax/tokens/scan.ts";
import { assembleFile, replaceLine, type TokenFile, type TokenLine } from "../../syntax/tokens/tokenFile.ts";
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import { LooseFile } from "./looseFile.ts";
import { startOfWord } from "./partialWord.ts";

export interface CurrentText {
  /** All lines; the cursor's line ends at the cursor, without its partial word. */
  readonly file: LooseFile;
  /** Index of the cursor's line among the lines of `file`. */
  readonly line: number;
  /** Index in the tokens where the next token goes; what stands there is the cursor line's line break. */
  readonly cursor: number;
  /** How many tokens of the line stand before the cursor, without the partial word. */
  readonly typed: number;
  /** Characters of a word that ends at the cursor; may be empty. */
  readonly partial: string;
  /** Whether white space stands between the last token and the partial word or cursor. */
  readonly spaced: boolean;
  /** The line's text before the cursor and after it, without line break. */
  readonly before: string;
  readonly after: string;
  /** Whether a line that is not blank follows the cursor's. */
  readonly hasNext: boolean;
}

/** Lines before or after the cursor's, as tokens, and the text that they were made of. */
class Part {
  readonly #scanner: LineScanner;
  #text: string | undefined;
  lines: readonly (TokenLine | undefined)[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#scanner = new LineScanner(vocabulary);
  }

  /** Returns whether the text is another than before; undefined stands for no lines at all. */
  read(text: string | undefined): boolean {
    if (text === this.#text) return false;
    this.#text = text;
    this.lines = text === undefined ? [] : this.#scanner.scan(splitLines(text));
    return true;
  }
}

/** A text as tokens, with the cursor's line: its index and indentation. */
interface Assembled {
  readonly content: TokenFile;
  readonly line: number;
  readonly indent: number;
}

/** Makes `CurrentText` of request after request for one path: typing on a line scans that line and copies the others. */
export class CurrentTextReader {
  readonly #head: Part;
  readonly #tail: Part;
  readonly #vocabulary: Vocabulary;
  #last: Assembled | undefined;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#head = new Part(vocabulary);
    this.#tail = new Part(vocabulary);
  }

  read(path: string, languageId: string, prefix: string, suffix: string): CurrentText {
    const lineStart = prefix.lastIndexOf("\n") + 1;
    const lineEnd = suffix.indexOf("\n");
    const before = prefix.slice(lineStart);
    const after = (lineEnd < 0 ? suffix : suffix.slice(0, lineEnd)).replace(/\r$/, "");
    const wordStart = startOfWord(before);
    const partial = before.slice(wordStart);
    const known = before.slice(0, wordStart);
    const typed = scanLine(known, this.#vocabulary);
    if (typed.length > 0) typed[0] = typed[0]! & ~1;
    const headText = lineStart === 0 ? undefined : prefix.slice(0, lineStart - 1);
    const tailText = lineEnd < 0 ? undefined : suffix.slice(lineEnd + 1);
    const { content, line } = this.#assemble(headText, tailText, typed, indentWidth(before));
    return {
      file: new LooseFile(path, languageId, content),
      line,
      cursor: content.lineStarts[line]! + typed.length,
      typed: typed.length,
      partial,
      spaced: /\s$/.test(known),
      before,
      after,
      hasNext: line + 1 < content.shapes.length,
    };
  }

  #assemble(
    headText: string | undefined,
    tailText: string | undefined,
    typed: readonly number[],
    indent: number,
  ): Assembled {
    const hasHeadChanged = this.#head.read(headText);
    const hasTailChanged = this.#tail.read(tailText);
    const last = this.#last;
    if (last !== undefined && !hasHeadChanged && !hasTailChanged && last.indent === indent) {
      const content = replaceLine(last.content, last.line, typed, this.#vocabulary);
      this.#last = { ...last, content };
    } else {
      const lines = [...this.#head.lines, { tokens: typed, indent }, ...this.#tail.lines];
      const line = this.#head.lines.reduce((count, one) => count + (one === undefined ? 0 : 1), 0);
      this.#last = { content: assembleFile(lines, this.#vocabulary), line, indent };
    }
    return this.#last;
  }
}
