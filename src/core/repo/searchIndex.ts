/**
 * The index as ranking sees it: files, their passages and symbols by number, and postings over them. A passage is a
 * run of lines of one file that lie in the same innermost symbol, so that functions, pieces of files and whole files
 * are all unions of passages. Numbers go over all segments; those of replaced files are dead and never delivered.
 */
import type { SymbolHit } from "./symbolHit.ts";

/** Postings of one term, ascending by unit; only the first `length` entries count. Grown by who fills it. */
export interface PostingBuffer {
  units: Uint32Array;
  /** Occurrences, 1 <= count. */
  counts: Uint32Array;
  length: number;
}

/** `body`: terms of a passage's text, units are passages; `name`: terms of a symbol's own name, units are symbols. */
export type PostingField = "body" | "name";

/** Sums over what is live. */
export interface IndexTotals {
  readonly files: number;
  readonly passages: number;
  readonly symbols: number;
  /** Terms of all passages, and of all symbols' names. */
  readonly bodyTerms: number;
  readonly nameTerms: number;
}

/** Files and passages by number: for who asks for all of them. */
export interface FileColumns {
  /** By file; one entry more than files. */
  readonly firstPassageOf: Uint32Array;
  readonly firstSymbolOf: Uint32Array;
  /** By file: lines, terms of its passages, and of its symbols' names. */
  readonly linesOf: Uint32Array;
  readonly bodyTermsOf: Uint32Array;
  readonly nameTermsOf: Uint32Array;
  /** By passage. */
  readonly startLineOf: Uint32Array;
  readonly lengthOf: Uint32Array;
}

/** What the calls of `SearchIndex` say of one symbol, by number. */
export interface SymbolColumns {
  /** By passage. */
  readonly symbolOfPassage: Int32Array;
  /** By symbol. */
  readonly parentOf: Int32Array;
  readonly firstPassageIn: Uint32Array;
  readonly endPassageIn: Uint32Array;
  readonly nameLengthOf: Uint32Array;
  /** Place in `symbolKinds`. */
  readonly kindOf: Uint8Array;
}

export interface SearchIndex {
  /** Numbers of files, passages and symbols are below these; dead ones included. */
  readonly fileLimit: number;
  readonly passageLimit: number;
  readonly symbolLimit: number;
  /** Changes when numbers begin to mean something else, as after a merge; until then they are only added, and die. */
  readonly numbering: number;
  /** Changes when a number below `fileLimit` gets another path. */
  readonly naming: number;
  totals(): IndexTotals;

  isLive(file: number): boolean;
  /** Absolute. */
  pathOf(file: number): string;
  languageOf(file: number): string;
  /** -1 when the path is not indexed. */
  fileOf(path: string): number;
  /** First passage of a file; that of the file after it is one beyond its last. Passages ascend with lines. */
  firstPassageOf(file: number): number;
  firstSymbolOf(file: number): number;

  fileOfPassage(passage: number): number;
  /** Innermost symbol around a passage, -1 at the top of a file. */
  symbolOfPassage(passage: number): number;
  /** 0-based, inclusive. */
  startLineOf(passage: number): number;
  endLineOf(passage: number): number;
  /** In terms. */
  lengthOf(passage: number): number;

  symbol(symbol: number): SymbolHit;
  fileOfSymbol(symbol: number): number;
  /** The symbol around it, -1 at the top. */
  parentOf(symbol: number): number;
  /** First and one beyond the last passage of a symbol, those of inner symbols included. */
  firstPassageIn(symbol: number): number;
  endPassageIn(symbol: number): number;
  /** Length of a symbol's name, in terms. */
  nameLengthOf(symbol: number): number;

  /** Fills in columns, which are long enough, from the file of this number on. */
  fillFiles(into: FileColumns, fromFile: number): void;
  /** The same of symbols, and of passages what belongs to symbols. */
  fillSymbols(into: SymbolColumns, fromPassage: number, fromSymbol: number): void;
  /** Writes 1 for each live file, by number, and another number for each dead one. */
  fillLive(into: Uint8Array): void;

  /** How many live postings a term has; no further than one more than `most` is counted. */
  countPostings(field: PostingField, term: string, most: number): number;
  /** Fills the buffer with the live postings of a term; with none when it is unknown. */
  readPostings(field: PostingField, term: string, into: PostingBuffer): void;
  /** Files whose code (not comments or strings) holds exactly this identifier, ascending by number. */
  filesWith(identifier: string): readonly number[];
}
