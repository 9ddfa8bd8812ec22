/** What the scorers of files, symbols and chunks share: the index, columns over it, and boards to add up on. */

import type { PostingBuffer, PostingField, SearchIndex } from "../../repo/searchIndex.ts";
import { emptyPostings } from "../../repo/segment/postingList.ts";
import { type AskedAsides, isAsideLanguage } from "./asides.ts";
import { type Bm25, idf, saturate, tempered } from "./bm25.ts";
import { Layout } from "./layout.ts";
import type { MessageField } from "./messageField.ts";
import { PathField } from "./pathField.ts";
import { addScores, type Collection, countUnits, type TermRuns } from "./postingRuns.ts";
import type { QueryTerm, TermForm } from "./queryTerms.ts";
import { ScoreBoard } from "./scoreBoard.ts";
import type { SymbolOrder } from "./symbolOrder.ts";
import type { Trace } from "./trace.ts";
import type { RankWeights } from "./weights.ts";

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
  /** Those of the term at hand, joined. */
  readonly runs: PostingBuffer = emptyPostings();
  /** By file: 1 for a live one. */
  live = new Uint8Array(0);
  #counts = new Float64Array(0);
  messages: readonly MessageField[] = [];
  trace: Trace | undefined;
  /** Of symbols; without one they stay in the order of their scores. */
  readonly order: SymbolOrder | undefined;

  constructor(index: SearchIndex, weights: RankWeights, order?: SymbolOrder) {
    this.index = index;
    this.weights = weights;
    this.order = order;
    this.layout = new Layout(weights.chunkLines);
  }

  /** Takes in what the index has got since the last question. */
  update(): void {
    const { index } = this;
    this.layout.update(index);
    this.paths.update(index);
    if (this.live.length < index.fileLimit) this.live = new Uint8Array(2 * index.fileLimit);
    index.fillLive(this.live);
  }

  /** Counts the occurrences of a term's forms, each by itself or by what it belongs to. */
  gather(field: PostingField, forms: readonly TermForm[], limit: number, ownerOf: Uint32Array): TermRuns {
    const { occurrences, postings } = this;
    occurrences.clear(limit);
    for (const { term, weight } of forms) {
      this.index.readPostings(field, term, postings);
      countUnits(postings, weight, ownerOf, occurrences);
    }
    return this.gathered();
  }

  /** What stands on the board of occurrences. */
  gathered(): TermRuns {
    const { touched, count, scores } = this.occurrences;
    if (this.#counts.length < count) this.#counts = new Float64Array(2 * count);
    const counts = this.#counts;
    for (let i = 0; i < count; i++) counts[i] = scores[touched[i]!]!;
    return { units: touched, counts, length: count };
  }

  /** Turns occurrences of a term into scores, and returns how rare the term is. */
  score(
    into: ScoreBoard,
    factor: number,
    bm25: Bm25,
    collection: Collection,
    runs: TermRuns,
    part: string,
    term: string,
  ): number {
    const { documents, lengths, meanLength } = collection;
    const telling = idf(Math.min(runs.length, documents), documents);
    const rarity = factor * tempered(telling, collection.rarity ?? 1);
    if (!(rarity > 0)) return 0;
    addScores(runs, rarity, collection, bm25, into);
    if (this.trace && into === this.total) {
      for (let i = 0; i < runs.length; i++) {
        const unit = runs.units[i]!;
        const value = rarity * saturate(runs.counts[i]!, lengths[unit]! / meanLength, bm25);
        this.trace.add(unit, part, value, term);
      }
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
    const { index, live, occurrences, paths, weights } = this;
    const { files } = index.totals();
    const { lengths } = paths;
    let length = 0;
    for (let file = 0, end = index.fileLimit; file < end; file++)
      if (live[file] === 1) length += lengths[file]!;
    const meanLength = Math.max(1, length) / Math.max(1, files);
    const collection: Collection = { documents: files, meanLength, lengths };
    for (const { term, weight } of terms) {
      occurrences.clear(index.fileLimit);
      paths.forEachWith(term, (file, count) => {
        if (live[file] === 1) occurrences.add(file, count);
      });
      this.score(into, weight * factor, weights.pathTerms, collection, this.gathered(), "path", term);
    }
  }

  /** Lessens the score of a unit that stands in a test that was not asked for. */
  demoteTest(asked: AskedAsides, unit: number, file: number): void {
    if (asked.tests || !this.paths.isTest(file)) return;
    this.give(unit, "tests", (this.weights.test - 1) * this.total.scores[unit]!);
  }

  /** The same for documents and data, and for tests. */
  demoteAside(asked: AskedAsides, unit: number, file: number): void {
    const { index, total, weights } = this;
    if (isAsideLanguage(index.languageOf(file), asked))
      this.give(unit, "language", (weights.noProgram - 1) * total.scores[unit]!);
    this.demoteTest(asked, unit, file);
  }
}
