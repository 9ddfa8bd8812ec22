/** Files by their text as a whole, their best chunks, the names of their symbols, their paths and their past. */

import type { AskedAsides } from "./asides.ts";
import { scorePast } from "./pastScorer.ts";
import { type Collection, joinRuns } from "./postingRuns.ts";
import type { Question } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";

export class FileScorer {
  readonly #context: RankContext;
  readonly #chunks = new ScoreBoard();

  constructor(context: RankContext) {
    this.#context = context;
  }

  score({ terms, scope }: Question): void {
    const context = this.#context;
    const { index, layout, postings, runs, total, weights } = context;
    const { body, symbols, path } = weights.file;
    const { bodyTerms, files: documents, nameTerms } = index.totals();
    const files = Math.max(1, documents);
    const chunks = chunksOf(context);
    const texts: Collection = {
      documents,
      meanLength: Math.max(1, bodyTerms / files),
      lengths: layout.bodyTermsOf,
    };
    const names: Collection = {
      documents,
      meanLength: Math.max(1, nameTerms / files),
      lengths: layout.nameTermsOf,
    };
    total.clear(index.fileLimit);
    this.#chunks.clear(layout.chunks);
    let all = 0;
    for (const { term, weight } of terms) {
      index.readPostings("body", term, postings);
      joinRuns(postings, layout.chunkOf, runs);
      context.score(this.#chunks, weight, weights.chunkBody, chunks, runs, "", term);
      joinRuns(runs, layout.fileOfChunk, runs);
      all += context.score(total, weight * body, weights.fileBody, texts, runs, "body", term) / body;
      index.readPostings("name", term, postings);
      joinRuns(postings, layout.fileOfSymbol, runs);
      context.score(total, weight * symbols, weights.name, names, runs, "symbols", term);
    }
    this.#addBestChunks();
    context.scorePaths(terms, path, total);
    this.#addScope(scope, all);
    scorePast(context, terms);
  }

  /** Files in the place that the question names, by how much of it their paths say and how telling the question is. */
  #addScope(scope: readonly string[], telling: number): void {
    const { index, live, occurrences, paths, weights } = this.#context;
    occurrences.clear(index.fileLimit);
    for (const term of scope) {
      const met = new Set<number>();
      paths.forEachWith(term, (file) => {
        if (live[file] === 1) met.add(file);
      });
      for (const file of met) occurrences.add(file, 1);
    }
    const most = weights.file.scope * telling;
    for (let i = 0; i < occurrences.count && most > 0; i++) {
      const file = occurrences.touched[i]!;
      this.#context.give(file, "scope", (most * occurrences.scores[file]!) / scope.length);
    }
  }

  demote(file: number, asked: AskedAsides): void {
    this.#context.demoteAside(asked, file, file);
  }

  #addBestChunks(): void {
    const { index, layout, weights } = this.#context;
    const { chunks, secondChunk, thirdChunk } = weights.file;
    const { firstChunk } = layout;
    const { scores } = this.#chunks;
    for (let file = 0, files = index.fileLimit; file < files; file++) {
      let first = 0;
      let second = 0;
      let third = 0;
      for (let chunk = firstChunk[file]!, end = firstChunk[file + 1]!; chunk < end; chunk++) {
        const score = scores[chunk]!;
        if (score <= third) continue;
        if (score <= second) third = score;
        else {
          third = second;
          second = score;
          if (score > first) {
            second = first;
            first = score;
          }
        }
      }
      if (first > 0)
        this.#context.give(file, "chunks", chunks * (first + secondChunk * second + thirdChunk * third));
    }
  }
}

/** All live chunks. */
export function chunksOf({ index, layout, live }: RankContext): Collection {
  const { firstChunk } = layout;
  let chunks = 0;
  for (let file = 0, files = index.fileLimit; file < files; file++)
    if (live[file] === 1) chunks += firstChunk[file + 1]! - firstChunk[file]!;
  return {
    documents: chunks,
    meanLength: Math.max(1, index.totals().bodyTerms / Math.max(1, chunks)),
    lengths: layout.chunkLengths,
  };
}
