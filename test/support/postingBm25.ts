/**
 * BM25 alone, over the postings, lengths and formula that the scorer ranks with: what tests and benchmarks hold against
 * FTS5.
 */
import type { SearchIndex } from "../../src/core/repo/searchIndex.ts";
import { emptyPostings } from "../../src/core/repo/segment/postingList.ts";
import { type Bm25, idf, saturate } from "../../src/core/retrieval/rank/bm25.ts";
import { Layout } from "../../src/core/retrieval/rank/layout.ts";
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
  readonly count: number;
  unitOf(passage: number): number;
  lengthOf(unit: number): number;
}

export class PostingBm25 {
  readonly #index: SearchIndex;
  readonly #idf: InverseFrequency;
  readonly #layout = new Layout(rankWeights.chunkLines);
  readonly #postings = emptyPostings();
  readonly #counts = new ScoreBoard();
  readonly #scores = new ScoreBoard();

  constructor(index: SearchIndex, inverseFrequency: InverseFrequency = idf) {
    this.#index = index;
    this.#idf = inverseFrequency;
  }

  /** Passages that hold any of the terms, best first, ties by path and line. */
  rankPassages(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    const { termsBefore } = this.#updated();
    const documents: Documents = {
      limit: index.passageLimit,
      count: index.totals().passages,
      unitOf: (passage) => passage,
      lengthOf: (passage) => termsBefore[passage + 1]! - termsBefore[passage]!,
    };
    return this.#rank(weights, documents, limit, (a, b) => {
      const [x, y] = [index.fileOfPassage(a), index.fileOfPassage(b)];
      return x === y ? a < b : index.pathOf(x) < index.pathOf(y);
    });
  }

  /** Files that hold any of the terms, best first, ties by path. */
  rankFiles(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    const layout = this.#updated();
    const documents: Documents = {
      limit: index.fileLimit,
      count: index.totals().files,
      unitOf: (passage) => layout.fileOfChunk[layout.chunkOf[passage]!]!,
      lengthOf: (file) => layout.lengthOfFile(file),
    };
    return this.#rank(weights, documents, limit, (a, b) => index.pathOf(a) < index.pathOf(b));
  }

  #updated(): Layout {
    this.#layout.update(this.#index);
    return this.#layout;
  }

  #rank(
    weights: TermWeights,
    documents: Documents,
    limit: number,
    isBefore: (a: number, b: number) => boolean,
  ): readonly ScoredUnit[] {
    const meanLength = this.#index.totals().bodyTerms / documents.count;
    const scores = this.#scores;
    scores.clear(documents.limit);
    for (const [term, weight] of weights) {
      const { touched, count, scores: counts } = this.#count(term, documents);
      const telling = weight * this.#idf(count, documents.count);
      for (let i = 0; i < count; i++) {
        const unit = touched[i]!;
        scores.add(
          unit,
          telling * saturate(counts[unit]!, documents.lengthOf(unit) / meanLength, parameters),
        );
      }
    }
    return scores.best(limit, isBefore).map((unit) => ({ unit, score: scores.scores[unit]! }));
  }

  /** Occurrences of a term by document. */
  #count(term: string, { limit, unitOf }: Documents): ScoreBoard {
    const postings = this.#postings;
    this.#index.readPostings("body", term, postings);
    this.#counts.clear(limit);
    for (let i = 0; i < postings.length; i++)
      this.#counts.add(unitOf(postings.units[i]!), postings.counts[i]!);
    return this.#counts;
  }
}
