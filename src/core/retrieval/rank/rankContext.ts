/** What the scorers of files, symbols and chunks share: the index, columns over it, and boards to add up on. */

import type { PostingBuffer, PostingField, SearchIndex } from "../../repo/searchIndex.ts";
import { emptyPostings } from "../../repo/segment/postingList.ts";
import { type AskedAsides, isAsideLanguage } from "./asides.ts";
import { type Bm25, idf, saturate } from "./bm25.ts";
import { Layout } from "./layout.ts";
import type { MessageField } from "./messageField.ts";
import { PathField } from "./pathField.ts";
import type { QueryTerm, TermForm } from "./queryTerms.ts";
import { ScoreBoard } from "./scoreBoard.ts";
import type { Trace } from "./trace.ts";
import type { RankWeights } from "./weights.ts";

/** A collection of documents of one kind: how many, their mean length, and the length of each. In terms. */
export interface Collection {
  readonly documents: number;
  readonly meanLength: number;
  lengthOf(unit: number): number;
}

export class RankContext {
  readonly index: SearchIndex;
  readonly weights: RankWeights;
  readonly layout: Layout;
  readonly paths = new PathField();
  /** The units that are ranked, with the sum of all parts. */
  readonly total = new ScoreBoard();
  /** Occurrences of the term at hand. */
  readonly occurrences = new ScoreBoard();
  readonly commitScores = new ScoreBoard();
  readonly postings: PostingBuffer = emptyPostings();
  messages: readonly MessageField[] = [];
  trace: Trace | undefined;

  constructor(index: SearchIndex, weights: RankWeights) {
    this.index = index;
    this.weights = weights;
    this.layout = new Layout(weights.chunkLines);
  }

  /** Counts the occurrences of a term's forms, by the unit that each posting's unit belongs to. */
  gather(
    field: PostingField,
    forms: readonly TermForm[],
    limit: number,
    unitOf: (unit: number) => number,
  ): void {
    const { occurrences, postings } = this;
    occurrences.clear(limit);
    for (const { term, weight } of forms) {
      this.index.readPostings(field, term, postings);
      for (let i = 0; i < postings.length; i++) {
        occurrences.add(unitOf(postings.units[i]!), weight * postings.counts[i]!);
      }
    }
  }

  /** Turns the gathered occurrences into scores, and returns how rare the term is. */
  score(
    into: ScoreBoard,
    factor: number,
    bm25: Bm25,
    collection: Collection,
    part: string,
    term: string,
  ): number {
    const { scores, touched, count } = this.occurrences;
    const rarity = factor * idf(Math.min(count, collection.documents), collection.documents);
    if (!(rarity > 0)) return 0;
    for (let i = 0; i < count; i++) {
      const unit = touched[i]!;
      const relativeLength = collection.lengthOf(unit) / collection.meanLength;
      const value = rarity * saturate(scores[unit]!, relativeLength, bm25);
      into.add(unit, value);
      if (this.trace && into === this.total) this.trace.add(unit, part, value, term);
    }
    return rarity;
  }

  /** The order of symbols with equal scores: by path and line. */
  isSymbolBefore(a: number, b: number): boolean {
    return this.#isBefore(this.layout.fileOfSymbol, a, b);
  }

  isChunkBefore(a: number, b: number): boolean {
    return this.#isBefore(this.layout.fileOfChunk, a, b);
  }

  /** Within a file numbers ascend with lines. */
  #isBefore(fileOf: Uint32Array, a: number, b: number): boolean {
    const [one, other] = [fileOf[a]!, fileOf[b]!];
    return one === other ? a < b : this.index.pathOf(one) < this.index.pathOf(other);
  }

  /** Adds to a ranked unit. */
  give(unit: number, part: string, value: number, term?: string): void {
    this.total.add(unit, value);
    this.trace?.add(unit, part, value, term);
  }

  /** Scores files by the terms of their paths. */
  scorePaths(terms: readonly QueryTerm[], factor: number, into: ScoreBoard): void {
    const { index, paths, weights } = this;
    const { files } = index.totals();
    let length = 0;
    for (let file = 0; file < index.fileLimit; file++) if (index.isLive(file)) length += paths.lengthOf(file);
    const collection: Collection = {
      documents: files,
      meanLength: Math.max(1, length) / Math.max(1, files),
      lengthOf: (file) => paths.lengthOf(file),
    };
    for (const { term, weight } of terms) {
      this.occurrences.clear(index.fileLimit);
      paths.forEachWith(term, (found, count) => {
        for (const file of found) if (index.isLive(file)) this.occurrences.add(file, count);
      });
      this.score(into, weight * factor, weights.pathTerms, collection, "path", term);
    }
  }

  /** Lessens the score of what stands in tests that were not asked for. */
  demoteTests(asked: AskedAsides, fileOf: (unit: number) => number): void {
    if (asked.tests) return;
    const { total, paths, weights } = this;
    for (let i = 0; i < total.count; i++) {
      const unit = total.touched[i]!;
      if (paths.isTest(fileOf(unit))) this.give(unit, "tests", (weights.test - 1) * total.scores[unit]!);
    }
  }

  /** Lessens the score of what stands in documents and data that were not asked for. */
  demoteLanguages(asked: AskedAsides, fileOf: (unit: number) => number): void {
    const { index, total, weights } = this;
    for (let i = 0; i < total.count; i++) {
      const unit = total.touched[i]!;
      if (!isAsideLanguage(index.languageOf(fileOf(unit)), asked)) continue;
      this.give(unit, "language", (weights.noProgram - 1) * total.scores[unit]!);
    }
  }
}
