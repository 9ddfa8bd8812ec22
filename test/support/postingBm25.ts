/**
 * BM25 alone, over the postings, lengths and formula that the scorer ranks with: what tests and benchmarks hold against
 * FTS5.
 */
import type { PostingBuffer, SearchIndex } from "../../src/core/repo/searchIndex.ts";
import { emptyPostings } from "../../src/core/repo/segment/postingList.ts";
import { type Bm25, idf } from "../../src/core/retrieval/rank/bm25.ts";
import { Layout } from "../../src/core/retrieval/rank/layout.ts";
import { addScores, type Collection, joinRuns } from "../../src/core/retrieval/rank/postingRuns.ts";
import { ScoreBoard } from "../../src/core/retrieval/rank/scoreBoard.ts";
import { rankWeights } from "../../src/core/retrieval/rank/weights.ts";

/** Those of SQLite's FTS5. */
const parameters: Bm25 = { k1: 1.2, b: 0.75 };

/** How telling a term is: from the documents that hold it, and all documents. */
export type InverseFrequency = (df: number, documents: number) => number;

/** Weight of each term in the query, above 0. */
export type TermWeights = ReadonlyMap<string, number>;

/** `unit` is the number of a passage or file. */
export interface ScoredUnit {
  readonly unit: number;
  readonly score: number;
}

interface Documents {
  readonly limit: number;
  readonly collection: Collection;
  /** Of passages; undefined where these are the documents. */
  readonly ownerOf?: (passages: PostingBuffer, into: PostingBuffer) => void;
}

export class PostingBm25 {
  readonly #index: SearchIndex;
  readonly #idf: InverseFrequency;
  readonly #layout = new Layout(rankWeights.chunkLines);
  readonly #postings = emptyPostings();
  readonly #runs = emptyPostings();
  readonly #scores = new ScoreBoard();

  constructor(index: SearchIndex, inverseFrequency: InverseFrequency = idf) {
    this.#index = index;
    this.#idf = inverseFrequency;
  }

  /** Passages that hold any of the terms, best first, ties by path and line. */
  rankPassages(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    const { lengthOf } = this.#updated();
    const { bodyTerms, passages } = index.totals();
    const collection = { documents: passages, meanLength: bodyTerms / passages, lengths: lengthOf };
    const documents: Documents = { limit: index.passageLimit, collection };
    return this.#rank(weights, documents, limit, (a, b) => {
      const [x, y] = [index.fileOfPassage(a), index.fileOfPassage(b)];
      return x === y ? a < b : index.pathOf(x) < index.pathOf(y);
    });
  }

  /** Files that hold any of the terms, best first, ties by path. */
  rankFiles(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    const layout = this.#updated();
    const { bodyTerms, files } = index.totals();
    const collection = { documents: files, meanLength: bodyTerms / files, lengths: layout.bodyTermsOf };
    const ownerOf = (passages: PostingBuffer, into: PostingBuffer) => {
      joinRuns(passages, layout.chunkOf, into);
      joinRuns(into, layout.fileOfChunk, into);
    };
    const documents: Documents = { limit: index.fileLimit, collection, ownerOf };
    return this.#rank(weights, documents, limit, (a, b) => index.pathOf(a) < index.pathOf(b));
  }

  #updated(): Layout {
    this.#layout.update(this.#index);
    return this.#layout;
  }

  #rank(
    weights: TermWeights,
    { limit: documents, collection, ownerOf }: Documents,
    limit: number,
    isBefore: (a: number, b: number) => boolean,
  ): readonly ScoredUnit[] {
    const scores = this.#scores;
    const postings = this.#postings;
    scores.clear(documents);
    for (const [term, weight] of weights) {
      this.#index.readPostings("body", term, postings);
      ownerOf?.(postings, this.#runs);
      const runs = ownerOf ? this.#runs : postings;
      const telling = weight * this.#idf(runs.length, collection.documents);
      addScores(runs, telling, collection, parameters, scores);
    }
    return scores.best(limit, isBefore).map((unit) => ({ unit, score: scores.scores[unit]! }));
  }
}
