/** Finds all words of a text, with their hashes and whether they are code, in one pass over its characters. */
import { type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";
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
  /** The word under way. */
  readonly #units = new Uint16Array(LONGEST_WORD);
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
    const units = this.#units;
    const { length } = text;
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
        if (at - start < LONGEST_WORD) units[at - start] = c;
        if (++at >= length) break;
        c = text.charCodeAt(at);
      } while (c < 128 ? identifierClass[c] !== 0 : !isWideSpace(c));
      if (at - start >= SHORTEST_WORD && at - start <= LONGEST_WORD) this.#add(start, at - start, hash);
    }
    return at;
  }

  #add(start: number, length: number, hash: number): void {
    const { text, starts, ends, types, count } = this.#tokens;
    let token = this.#token;
    while (token < count && ends[token]! <= start) token++;
    this.#token = token;
    const isCode = token < count && types[token] === tokenTypes.identifier && starts[token]! <= start;
    const word = this.#table.wordOf(text, start, this.#units, length, hash);
    this.#words.push(2 * word + (isCode ? 1 : 0));
  }
}
