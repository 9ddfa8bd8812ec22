/** What each part of the scorer weighs. Chosen on the development repositories of `bench/retrievalRepositories.json`. */
import type { Bm25 } from "./bm25.ts";

export interface FileWeights {
  readonly body: number;
  readonly chunks: number;
  readonly symbols: number;
  readonly path: number;
  readonly messages: number;
  readonly recency: number;
  /** What the score of a test file is multiplied with when the question does not speak of tests. */
  readonly test: number;
  /** What the second and third best chunk of a file count by the best. */
  readonly secondChunk: number;
  readonly thirdChunk: number;
}

export interface SymbolWeights {
  readonly body: number;
  readonly name: number;
  readonly container: number;
  readonly path: number;
  readonly test: number;
  readonly minor: number;
}

export interface ChunkWeights {
  readonly body: number;
  readonly name: number;
  readonly path: number;
  readonly test: number;
}

export interface RankWeights {
  readonly file: FileWeights;
  readonly symbol: SymbolWeights;
  readonly chunk: ChunkWeights;
  readonly fileBody: Bm25;
  readonly chunkBody: Bm25;
  readonly symbolBody: Bm25;
  readonly name: Bm25;
  readonly path: Bm25;
  readonly messages: Bm25;
  /** Of a whole identifier beside its parts. */
  readonly compound: number;
  /** Of words in quotes, backticks, code and stack traces. */
  readonly quoted: number;
  readonly stopWord: number;
  readonly baseName: number;
  /** Lines of a chunk. */
  readonly chunkLines: number;
  readonly mostTerms: number;
}

export const rankWeights: RankWeights = {
  file: {
    body: 1,
    chunks: 1,
    symbols: 1,
    path: 2,
    messages: 1,
    recency: 0.15,
    test: 0.5,
    secondChunk: 0.3,
    thirdChunk: 0.15,
  },
  symbol: { body: 1, name: 1, container: 0.4, path: 0.3, test: 0.5, minor: 1 },
  chunk: { body: 1, name: 0.5, path: 0.3, test: 0.5 },
  fileBody: { k1: 1.2, b: 0.75 },
  chunkBody: { k1: 1.2, b: 0.75 },
  symbolBody: { k1: 1.2, b: 0.75 },
  name: { k1: 1.2, b: 0.75 },
  path: { k1: 1.2, b: 0.75 },
  messages: { k1: 1.2, b: 0.75 },
  compound: 1,
  quoted: 1,
  stopWord: 1,
  baseName: 1,
  chunkLines: 50,
  mostTerms: 32,
};
