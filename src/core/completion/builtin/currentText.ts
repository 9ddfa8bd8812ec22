/** The text being edited, cut at the cursor and put into tokens. */

import { LineScanner, splitLines } from "../../syntax/tokens/lineScanner.ts";
import { indentWidth } from "../../syntax/tokens/newline.ts";
import { scanLine } from "../../syntax/tokens/scan.ts";
import { assembleFile } from "../../syntax/tokens/tokenFile.ts";
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

/** Makes `CurrentText` of request after request for one path, scanning only the lines that changed. */
export class CurrentTextReader {
  readonly #head: LineScanner;
  readonly #tail: LineScanner;
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#head = new LineScanner(vocabulary);
    this.#tail = new LineScanner(vocabulary);
  }

  read(path: string, languageId: string, prefix: string, suffix: string): CurrentText {
    const headTexts = splitLines(prefix);
    const tailTexts = splitLines(suffix);
    const before = headTexts.pop()!;
    const after = tailTexts.shift()!.replace(/\r$/, "");
    const wordStart = startOfWord(before);
    const partial = before.slice(wordStart);
    const known = before.slice(0, wordStart);
    const typed = scanLine(known, this.#vocabulary);
    if (typed.length > 0) typed[0] = typed[0]! & ~1;
    const head = this.#head.scan(headTexts);
    const tail = this.#tail.scan(tailTexts);
    const content = assembleFile(
      [...head, { tokens: typed, indent: indentWidth(before) }, ...tail],
      this.#vocabulary,
    );
    const line = head.reduce((count, one) => count + (one === undefined ? 0 : 1), 0);
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
}
