/** Files by their text as a whole, their best chunks, the names of their symbols, their paths and their past. */

import type { AskedAsides } from "./asides.ts";
import { scorePast } from "./pastScorer.ts";
import type { QueryTerm } from "./queryTerms.ts";
import type { Collection, RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";

export class FileScorer {
  readonly #context: RankContext;
  readonly #chunks = new ScoreBoard();
  readonly #second = new ScoreBoard();
  readonly #third = new ScoreBoard();

  constructor(context: RankContext) {
    this.#context = context;
  }

  score(terms: readonly QueryTerm[], asked: AskedAsides): void {
    const { index, layout, total, weights } = this.#context;
    const { body, symbols, path } = weights.file;
    const totals = index.totals();
    const files = Math.max(1, totals.files);
    const chunks = chunksOf(this.#context);
    const texts: Collection = {
      documents: totals.files,
      meanLength: Math.max(1, totals.bodyTerms / files),
      lengthOf: (file) => layout.lengthOfFile(file),
    };
    const names: Collection = {
      documents: totals.files,
      meanLength: Math.max(1, totals.nameTerms / files),
      lengthOf: (file) => layout.fileNames[file]!,
    };
    total.clear(index.fileLimit);
    this.#chunks.clear(layout.chunks);
    for (const { term, weight, forms } of terms) {
      const own = forms.slice(0, 1);
      this.#context.gather("body", own, layout.chunks, (passage) => layout.chunkOf[passage]!);
      this.#context.score(this.#chunks, weight, weights.chunkBody, chunks, "", term);
      this.#context.gather(
        "body",
        own,
        index.fileLimit,
        (passage) => layout.fileOfChunk[layout.chunkOf[passage]!]!,
      );
      this.#context.score(total, weight * body, weights.fileBody, texts, "body", term);
      this.#context.gather("name", own, index.fileLimit, (symbol) => layout.fileOfSymbol[symbol]!);
      this.#context.score(total, weight * symbols, weights.name, names, "symbols", term);
    }
    this.#addBestChunks();
    this.#context.scorePaths(terms, path, total);
    scorePast(this.#context, terms);
    this.#context.demoteLanguages(asked, (file) => file);
    this.#context.demoteTests(asked, (file) => file);
  }

  #addBestChunks(): void {
    const { index, layout, total, weights } = this.#context;
    const { chunks, secondChunk, thirdChunk } = weights.file;
    this.#second.clear(index.fileLimit);
    this.#third.clear(index.fileLimit);
    const { scores, touched, count } = this.#chunks;
    const best = this.#context.occurrences;
    best.clear(index.fileLimit);
    for (let i = 0; i < count; i++) {
      const file = layout.fileOfChunk[touched[i]!]!;
      let score = scores[touched[i]!]!;
      for (const board of [best, this.#second, this.#third]) {
        const before = board.scores[file]!;
        if (score <= before) continue;
        if (before === 0) board.add(file, score);
        else board.scores[file] = score;
        score = before;
        if (score === 0) break;
      }
    }
    for (let i = 0; i < best.count; i++) {
      const file = best.touched[i]!;
      const [first, second, third] = [
        best.scores[file]!,
        this.#second.scores[file]!,
        this.#third.scores[file]!,
      ];
      const score = chunks * (first + secondChunk * second + thirdChunk * third);
      if (score > 0 && (total.scores[file]! > 0 || first > 0)) this.#context.give(file, "chunks", score);
    }
  }
}

/** All live chunks. */
export function chunksOf({ index, layout }: RankContext): Collection {
  let chunks = 0;
  for (let file = 0; file < index.fileLimit; file++) {
    if (index.isLive(file)) chunks += layout.firstChunk[file + 1]! - layout.firstChunk[file]!;
  }
  return {
    documents: chunks,
    meanLength: Math.max(1, index.totals().bodyTerms / Math.max(1, chunks)),
    lengthOf: (chunk) => layout.lengthOfChunk(chunk),
  };
}
