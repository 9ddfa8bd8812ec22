/** Questions to the index in words, and its ranked answers. */
import type { SymbolKind } from "../syntax/outline/outline.ts";

export const searchTargets = ["file", "symbol", "chunk"] as const;
/** What is ranked: whole files, symbols with their bodies, or pieces of files. */
export type SearchTarget = (typeof searchTargets)[number];

export interface SearchQuery {
  /** A question, an issue text, words or identifiers; whatever its length, only its most telling words count. */
  readonly query: string;
  readonly target: SearchTarget;
  /** 1 <= limit. */
  readonly limit: number;
  /** Gives each hit its `explanation`. */
  readonly explain?: boolean;
  /** Gives each hit that has lines its `telling` line. */
  readonly withLine?: boolean;
  /** Fuses the ranking with that of vectors, where there are some of the same model. */
  readonly embedding?: QueryEmbedding;
}

/** A query as a model sees it. */
export interface QueryEmbedding {
  /** Whose vectors it can be compared with. */
  readonly model: string;
  readonly vector: Int8Array;
}

/** The line of a hit that holds most of what was asked for. */
export interface TellingLine {
  /** 0-based. */
  readonly line: number;
  /** Trimmed, at most 160 characters. */
  readonly text: string;
}

/**
 * What one part of the scorer found. Of a file: `body`, `chunks`, `symbols`, `path`, `scope`, `messages`, `commits`, `recency`; of a
 * symbol: `body`, `symbols` (its name), `coverage`, `name`, `container`, `path`, `file`, `brevity`, `nesting`, `kind`, `order` (what was learned); of a
 * chunk: `body`, `symbols`, `path`; of files and chunks: `language`; of any: `tests`, `embedding`.
 */
export interface ScorePart {
  readonly part: string;
  /** What it adds to the score; the parts of a hit sum to its score, factors are shown as the difference they make. */
  readonly score: number;
  /** Query terms that it found, as they stand in the index, the weightiest first; at most 8. */
  readonly terms?: readonly string[];
}

/** Ordered by score, ties by path and line. */
export interface SearchHit {
  readonly path: string;
  /** 0-based, inclusive; absent for a file. */
  readonly startLine?: number;
  readonly endLine?: number;
  /** Name of the symbol, for a symbol; of the innermost symbol around it, for a chunk. */
  readonly name?: string;
  readonly kind?: SymbolKind;
  /** Names around the symbol, outermost first, joined by `.`. */
  readonly container?: string;
  /** 0 < score, unitless; comparable only within one answer. */
  readonly score: number;
  readonly explanation?: readonly ScorePart[];
  readonly telling?: TellingLine;
}
