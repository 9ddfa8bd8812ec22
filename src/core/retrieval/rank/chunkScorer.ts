/** Chunks of files by their text, the names of the symbols that begin in them, and their files' paths. */

import type { AskedAsides } from "./asides.ts";
import { chunksOf } from "./fileScorer.ts";
import { type Collection, joinRuns } from "./postingRuns.ts";
import type { Question } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";

export class ChunkScorer {
  readonly #context: RankContext;
  readonly #paths = new ScoreBoard();

  constructor(context: RankContext) {
    this.#context = context;
  }

  score({ terms }: Question): void {
    const context = this.#context;
    const { index, layout, postings, runs, total, weights } = context;
    layout.updateSymbols(index);
    const { body, names, path } = weights.chunk;
    const texts = chunksOf(context);
    const { nameTerms } = index.totals();
    const ownNames: Collection = {
      documents: texts.documents,
      meanLength: Math.max(1, nameTerms / Math.max(1, texts.documents)),
      lengths: layout.chunkNames,
    };
    total.clear(layout.chunks);
    for (const { term, weight, forms } of terms) {
      index.readPostings("body", term, postings);
      joinRuns(postings, layout.chunkOf, runs);
      context.score(total, weight * body, weights.chunkBody, texts, runs, "body", term);
      const own = context.gather("name", forms.slice(0, 1), layout.chunks, layout.chunkOfSymbol);
      context.score(total, weight * names, weights.name, ownNames, own, "symbols", term);
    }
    this.#paths.clear(index.fileLimit);
    context.scorePaths(terms, path, this.#paths);
    for (let i = 0; i < total.count; i++) {
      const chunk = total.touched[i]!;
      const inPath = this.#paths.scores[layout.fileOfChunk[chunk]!]!;
      if (inPath > 0) context.give(chunk, "path", inPath);
    }
  }

  demote(chunk: number, asked: AskedAsides): void {
    this.#context.demoteAside(asked, chunk, this.#context.layout.fileOfChunk[chunk]!);
  }
}
