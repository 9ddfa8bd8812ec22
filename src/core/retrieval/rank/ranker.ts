/** The fused scorer: files, symbols and chunks by what a question asks for. */
import type { SearchIndex } from "../../repo/searchIndex.ts";
import type { SearchHit, SearchQuery } from "../search.ts";
import { askedAsides } from "./asides.ts";
import { askedKind } from "./askedKind.ts";
import { ChunkScorer } from "./chunkScorer.ts";
import { FileScorer } from "./fileScorer.ts";
import type { MessageField } from "./messageField.ts";
import { tellingWords } from "./nameWords.ts";
import { LONGEST_QUERY, type Question, readQuery, readStopTerms } from "./queryTerms.ts";
import { RankContext } from "./rankContext.ts";
import { readScope } from "./readScope.ts";
import type { SymbolOrder } from "./symbolOrder.ts";
import { SymbolScorer } from "./symbolScorer.ts";
import { Trace } from "./trace.ts";
import { type RankWeights, rankWeights } from "./weights.ts";

export class Ranker {
  readonly #context: RankContext;
  readonly #scorers: Readonly<Record<SearchQuery["target"], FileScorer | SymbolScorer | ChunkScorer>>;

  /** @param order of symbols, as it was learned; without one, by words alone */
  constructor(index: SearchIndex, weights: RankWeights = rankWeights, order?: SymbolOrder) {
    const context = new RankContext(index, weights, order);
    this.#context = context;
    this.#scorers = {
      file: new FileScorer(context),
      symbol: new SymbolScorer(context),
      chunk: new ChunkScorer(context),
    };
  }

  /** The past of the workspace's repositories. */
  setMessages(messages: readonly MessageField[]): void {
    this.#context.messages = messages;
  }

  /** Best first; ties by path and line; of overloads only the best. The same whatever segments the index has. */
  search({ query, target, limit, explain }: SearchQuery): readonly SearchHit[] {
    const context = this.#context;
    const { index, weights, total } = context;
    context.update();
    const question: Question = {
      terms: readQuery(query, index, weights, target === "symbol"),
      words: target === "symbol" ? tellingWords(query.slice(0, LONGEST_QUERY)) : [],
      stopTerms: readStopTerms(query),
      scope: readScope(query),
      kind: askedKind(query),
      limit,
    };
    const asked = askedAsides(query);
    const scorer = this.#scorers[target];
    scorer.score(question);
    const ranked = total.best(
      target === "symbol" ? total.count : limit,
      (a, b) => this.#isBefore(target, a, b),
      (unit) => scorer.demote(unit, asked),
    );
    const units = target === "symbol" ? this.#withoutOverloads(ranked, limit) : ranked;
    const hits = units.map((unit) => this.#hitOf(target, unit, total.scores[unit]!));
    if (!explain) return hits;
    const trace = new Trace(units);
    context.trace = trace;
    scorer.score(question);
    for (const unit of units) scorer.demote(unit, asked);
    context.trace = undefined;
    return hits.map((hit, i) => ({ ...hit, explanation: trace.partsOf(units[i]!) }));
  }

  /** Of symbols with one name in one place the best stands for all. */
  #withoutOverloads(symbols: readonly number[], limit: number): number[] {
    const { index, layout } = this.#context;
    const seen = new Set<string>();
    const first: number[] = [];
    for (const symbol of symbols) {
      if (first.length >= limit) break;
      const { name, container } = index.symbol(symbol);
      const key = `${layout.fileOfSymbol[symbol]}\n${container}\n${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      first.push(symbol);
    }
    return first;
  }

  #isBefore(target: SearchQuery["target"], a: number, b: number): boolean {
    const context = this.#context;
    if (target === "file") return context.index.pathOf(a) < context.index.pathOf(b);
    return target === "symbol" ? context.isSymbolBefore(a, b) : context.isChunkBefore(a, b);
  }

  #hitOf(target: SearchQuery["target"], unit: number, score: number): SearchHit {
    const { index } = this.#context;
    if (target === "file") return { path: index.pathOf(unit), score };
    if (target === "symbol") return { ...index.symbol(unit), score };
    return this.#chunkHit(unit, score);
  }

  #chunkHit(chunk: number, score: number): SearchHit {
    const { index, layout } = this.#context;
    const first = layout.firstPassage[chunk]!;
    const end = layout.firstPassage[chunk + 1]!;
    const lines = {
      path: index.pathOf(layout.fileOfChunk[chunk]!),
      startLine: index.startLineOf(first),
      endLine: index.endLineOf(end - 1),
    };
    let symbol = layout.symbolOfPassage[first]!;
    while (symbol >= 0 && layout.endPassageIn[symbol]! < end) symbol = layout.parentOf[symbol]!;
    if (symbol < 0) return { ...lines, score };
    const { name, kind, container } = index.symbol(symbol);
    return { ...lines, name, kind, container, score };
  }
}
