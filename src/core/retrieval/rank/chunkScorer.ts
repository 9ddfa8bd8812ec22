/** Chunks of files by their text, the names of the symbols that begin in them, and their files' paths. */

import type { AskedAsides } from "./asides.ts";
import { chunksOf } from "./fileScorer.ts";
import type { QueryTerm } from "./queryTerms.ts";
import type { Collection, RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";

export class ChunkScorer {
  readonly #context: RankContext;
  readonly #paths = new ScoreBoard();

  constructor(context: RankContext) {
    this.#context = context;
  }

  score(terms: readonly QueryTerm[], asked: AskedAsides): void {
    const { index, layout, total, weights } = this.#context;
    const { body, names, path } = weights.chunk;
    const texts = chunksOf(this.#context);
    const { nameTerms } = index.totals();
    const ownNames: Collection = {
      documents: texts.documents,
      meanLength: Math.max(1, nameTerms / Math.max(1, texts.documents)),
      lengthOf: (chunk) => layout.chunkNames[chunk]!,
    };
    total.clear(layout.chunks);
    for (const { term, weight, forms } of terms) {
      const own = forms.slice(0, 1);
      this.#context.gather("body", own, layout.chunks, (passage) => layout.chunkOf[passage]!);
      this.#context.score(total, weight * body, weights.chunkBody, texts, "body", term);
      this.#context.gather("name", own, layout.chunks, (symbol) => layout.chunkOfSymbol(symbol));
      this.#context.score(total, weight * names, weights.name, ownNames, "symbols", term);
    }
    this.#paths.clear(index.fileLimit);
    this.#context.scorePaths(terms, path, this.#paths);
    for (let i = 0; i < total.count; i++) {
      const chunk = total.touched[i]!;
      const inPath = this.#paths.scores[layout.fileOfChunk[chunk]!]!;
      if (inPath > 0) this.#context.give(chunk, "path", inPath);
    }
    this.#context.demoteLanguages(asked, (chunk) => layout.fileOfChunk[chunk]!);
    this.#context.demoteTests(asked, (chunk) => layout.fileOfChunk[chunk]!);
  }
}
