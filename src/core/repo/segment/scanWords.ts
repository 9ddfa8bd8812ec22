/** Finds all words of a text, with their hashes and whether they are code, in one pass over its characters. */
import type { Tokens } from "../../syntax/outline/tokens.ts";
import { identifierClass, isWideSpace, LONGEST_WORD, SHORTEST_WORD } from "../../text/terms/wordsOf.ts";
import type { Column } from "./bytes.ts";
import { HASH_FACTOR, HASH_SEED } from "./stringTable.ts";
import type { WordTable } from "./wordTable.ts";

export interface WordScan {
  /** Twice a word's number, plus one where it is an identifier of code; in the order of the text. */
  readonly words: Column;
  /** For each passage the number of words up to its end. */
  readonly ends: Column;
}

/** Text between two yields, in UTF-16 units. */
const STEP = 1 << 16;

/**
 * In steps of a few milliseconds. Only adds to the table, so that it may be given up.
 *
 * @param startLines of the passages
 * @param into emptied first
 */
export function* scanWords(
  tokens: Tokens,
  startLines: readonly number[],
  table: WordTable,
  into: WordScan,
): Generator<void> {
  const { text, lineStarts } = tokens;
  const scanner = new WordScanner(tokens, table, into);
  let passage = 0;
  for (let at = 0, nextYield = STEP; passage < startLines.length; ) {
    const nextLine = startLines[passage + 1];
    const passageEnd = nextLine === undefined ? text.length : lineStarts[nextLine]!;
    at = scanner.run(at, Math.min(passageEnd, nextYield));
    if (at >= nextYield) {
      nextYield += STEP;
      yield;
    }
    if (at >= passageEnd) {
      passage++;
      into.ends.push(into.words.length);
    }
  }
}

class WordScanner {
  readonly #tokens: Tokens;
  readonly #table: WordTable;
  readonly #words: Column;
  #token = 0;

  constructor(tokens: Tokens, table: WordTable, into: WordScan) {
    this.#tokens = tokens;
    this.#table = table;
    this.#words = into.words;
    into.words.length = 0;
    into.ends.length = 0;
  }

  /** Goes on up to an offset, and to the end of the word under way there. @returns where it ended */
  run(from: number, end: number): number {
    const { text } = this.#tokens;
    let at = from;
    while (at < end) {
      let c = text.charCodeAt(at);
      if (c < 128 ? identifierClass[c] === 0 : isWideSpace(c)) {
        at++;
        continue;
      }
      const start = at;
      let hash = HASH_SEED;
      do {
        hash = Math.imul(hash ^ c, HASH_FACTOR);
        if (++at >= text.length) break;
        c = text.charCodeAt(at);
      } while (c < 128 ? identifierClass[c] !== 0 : !isWideSpace(c));
      const length = at - start;
      if (length >= SHORTEST_WORD && length <= LONGEST_WORD) this.#add(start, at, hash);
    }
    return at;
  }

  #add(start: number, end: number, hash: number): void {
    const tokens = this.#tokens;
    let token = this.#token;
    while (token < tokens.count && tokens.end(token) <= start) token++;
    this.#token = token;
    const word = this.#table.wordOf(tokens.text, start, end, hash);
    const isCode = tokens.isIdentifier(token) && tokens.start(token) <= start;
    this.#words.push(2 * word + (isCode ? 1 : 0));
  }
}
