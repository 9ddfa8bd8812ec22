/**
 * What each part of the scorer weighs. Chosen on the development repositories of `bench/retrievalRepositories.json`;
 * `docs/retrieval.md` tells what was tried.
 */
import type { Bm25 } from "./bm25.ts";

export interface FileWeights {
  readonly body: number;
  readonly chunks: number;
  /** What the second and third best chunk of a file count by the best. */
  readonly secondChunk: number;
  readonly thirdChunk: number;
  readonly symbols: number;
  readonly path: number;
  /** A path with all terms of the place that the question begins with, by how telling all its terms are. */
  readonly scope: number;
  /** All messages of a file's commits as one text. */
  readonly messages: number;
  /** The commits that say most like the question, for the files they touched. */
  readonly commits: number;
  readonly recency: number;
}

export interface CommitWeights {
  /** Commits that count for one question. */
  readonly most: number;
  /** A commit's score is divided by its number of files to this power. */
  readonly share: number;
  /** What is left of it a year later. */
  readonly yearly: number;
  /** What each further commit of a file counts by the one before. */
  readonly further: number;
}

/** Of symbols; what is not of a single term is by the rarity of all terms that it is about. */
export interface SymbolWeights {
  readonly body: number;
  readonly name: number;
  /** Terms that the body, the name or a name around has, whatever how often. */
  readonly anywhere: number;
  /** A name with the question's first term, which mostly is its verb. */
  readonly firstTerm: number;
  /** A name that is made of stop words of the question, such as `from` or `is`. */
  readonly stopWords: number;
  /** Terms in the name and the names around it. */
  readonly container: number;
  readonly path: number;
  /** Terms in the file's text. */
  readonly file: number;
  /** A body of no length. */
  readonly brevity: number;
  /** A symbol with none around it; half for one inside another. */
  readonly nesting: number;
  /** What is no field, variable, constant, heading or key. */
  readonly code: number;
  /** A function where the question begins with a verb, a type where it begins like `A queue of`. */
  readonly askedKind: number;
  /** How rarity counts: to this power. */
  readonly rarity: number;
}

export interface ChunkWeights {
  readonly body: number;
  readonly names: number;
  readonly path: number;
}

export interface RankWeights {
  readonly file: FileWeights;
  readonly commit: CommitWeights;
  readonly symbol: SymbolWeights;
  readonly chunk: ChunkWeights;
  /** What a test counts when the question does not speak of tests. */
  readonly test: number;
  /** What a file or chunk of documents or data counts when the question does not speak of such. */
  readonly noProgram: number;
  readonly fileBody: Bm25;
  readonly chunkBody: Bm25;
  readonly symbolBody: Bm25;
  /** Of bodies without inner symbols, where every word counts as it does in plain BM25. */
  readonly ownBody: Bm25;
  readonly name: Bm25;
  readonly pathTerms: Bm25;
  readonly messageTerms: Bm25;
  /** Of a whole identifier beside its parts. */
  readonly compound: number;
  /** Of words in quotes and backquotes. */
  readonly quoted: number;
  /** Of other forms of a word, when symbols are asked for. */
  readonly form: number;
  /** Lines of a chunk. */
  readonly chunkLines: number;
  readonly mostTerms: number;
}

export const rankWeights: RankWeights = {
  file: {
    body: 0.6,
    chunks: 1,
    secondChunk: 0.3,
    thirdChunk: 0.15,
    symbols: 0.6,
    path: 2,
    scope: 0.5,
    messages: 1.6,
    commits: 1.2,
    recency: 0.15,
  },
  commit: { most: 100, share: 0.5, yearly: 0.8, further: 0.4 },
  symbol: {
    body: 1,
    name: 0.5,
    anywhere: 0.85,
    firstTerm: 0.15,
    stopWords: 1,
    container: 0.85,
    path: 1,
    file: 0.8,
    brevity: 0.9,
    nesting: 0.2,
    code: 0.6,
    askedKind: 0.6,
    rarity: 0.5,
  },
  chunk: { body: 1, names: 0.5, path: 0.5 },
  test: 0.5,
  noProgram: 0.5,
  fileBody: { k1: 1.2, b: 0.75 },
  chunkBody: { k1: 1.2, b: 0.75 },
  symbolBody: { k1: 1.6, b: 0.9 },
  ownBody: { k1: 1.2, b: 0.75 },
  name: { k1: 1.2, b: 0.75 },
  pathTerms: { k1: 1.2, b: 0.75 },
  messageTerms: { k1: 1.2, b: 0.75 },
  compound: 0.5,
  quoted: 1,
  form: 0.5,
  chunkLines: 50,
  mostTerms: 24,
};
