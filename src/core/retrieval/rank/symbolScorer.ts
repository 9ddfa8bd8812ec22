/** Symbols by their bodies and names, then the best of them by all that is around these. */
import { type SymbolKind, symbolKinds } from "../../syntax/outline/outline.ts";
import type { AskedAsides } from "./asides.ts";
import { type AskedKind, isAsked } from "./askedKind.ts";
import type { Collection } from "./postingRuns.ts";
import type { QueryTerm, Question } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";
import type { FittedSymbol } from "./symbolFeatures.ts";
import { countOf, fitParts, type SymbolPlaces } from "./symbolFit.ts";
import { type SymbolOrder, scoresOf } from "./symbolOrder.ts";
import { placeInFiles, placeTerm, placeUnits, TermPlaces } from "./termPlaces.ts";

/** Symbols without code of their own. */
const minorKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "field",
  "variable",
  "constant",
  "heading",
  "key",
  "element",
  "rule",
]);
const isMinor = symbolKinds.map((kind) => minorKinds.has(kind));
/** The best by bodies and names, among which the rest decides. */
const MOST_FITTED = 400;
/** The best of these, which are put in order; what is left of the others' scores, which come behind. */
const MOST_ORDERED = 60;
const BEHIND = 0.2;

export class SymbolScorer {
  readonly #context: RankContext;
  readonly #names = new ScoreBoard();
  readonly #places = new TermPlaces();

  constructor(context: RankContext) {
    this.#context = context;
  }

  /**
   * Ranks symbols by bodies and names, then the best of them by how they fit the question as a whole, then the best of these by
   * what was learned, where something was.
   */
  score(question: Question): void {
    const { terms, stopTerms, kind, limit } = question;
    const context = this.#context;
    const { index, layout, total } = context;
    layout.updateSymbols(index);
    total.clear(index.symbolLimit);
    this.#places.clear(index.symbolLimit, index.fileLimit);
    const rarities = this.#scoreBodies(terms);
    this.#scoreNames(terms);
    this.#placeRest(terms, stopTerms);
    const best = total.best(Math.max(MOST_FITTED, 2 * limit), (a, b) => context.isSymbolBefore(a, b));
    total.keep(best);
    for (const symbol of best) this.#addFit(symbol, rarities, kind);
    if (context.order) this.#putInOrder(context.order, question, rarities);
  }

  demote(symbol: number, asked: AskedAsides): void {
    this.#context.demoteTest(asked, symbol, this.#context.layout.fileOfSymbol[symbol]!);
  }

  /** @returns how rare each term is */
  #scoreBodies(terms: readonly QueryTerm[]): number[] {
    const { total, occurrences, weights } = this.#context;
    const bodies = this.#bodies();
    return terms.map(({ term, weight, forms }, i) => {
      this.#gatherBodies(forms, i);
      placeTerm(occurrences, i, this.#places.inBody);
      const factor = weight * weights.symbol.body;
      const runs = this.#context.gathered();
      return (
        this.#context.score(total, factor, weights.symbolBody, bodies, runs, "body", term) /
        weights.symbol.body
      );
    });
  }

  /** A body is all passages of a symbol, those of inner symbols included. */
  #gatherBodies(forms: QueryTerm["forms"], term: number): void {
    const { index, layout, occurrences, postings } = this.#context;
    occurrences.clear(index.symbolLimit);
    for (const form of forms) {
      index.readPostings("body", form.term, postings);
      placeInFiles(postings, layout.chunkOf, layout.fileOfChunk, term, this.#places.inText);
      for (let i = 0; i < postings.length; i++) {
        const count = form.weight * postings.counts[i]!;
        for (let s = layout.symbolOfPassage[postings.units[i]!]!; s >= 0; s = layout.parentOf[s]!)
          occurrences.add(s, count);
      }
    }
  }

  #scoreNames(terms: readonly QueryTerm[]): void {
    const { index, layout, occurrences, trace, weights } = this.#context;
    const { symbols, nameTerms } = index.totals();
    const names: Collection = {
      documents: symbols,
      meanLength: Math.max(1, nameTerms / Math.max(1, symbols)),
      lengths: layout.nameLengthOf,
      rarity: weights.symbol.rarity,
    };
    this.#names.clear(index.symbolLimit);
    terms.forEach(({ term, weight, forms }, at) => {
      this.#gatherNames(forms);
      placeTerm(occurrences, at, this.#places.inName);
      this.#context.score(this.#names, weight, weights.name, names, this.#context.gathered(), "", term);
      const { touched, scores, count } = occurrences;
      for (let i = 0; trace && i < count; i++)
        trace.tell(touched[i]!, "symbols", term, weight * scores[touched[i]!]!);
    });
    for (let i = 0; i < this.#names.count; i++) {
      const symbol = this.#names.touched[i]!;
      this.#context.give(symbol, "symbols", weights.symbol.name * this.#names.scores[symbol]!);
    }
  }

  #gatherNames(forms: QueryTerm["forms"]): void {
    const { index, occurrences, postings } = this.#context;
    occurrences.clear(index.symbolLimit);
    for (const { term, weight } of forms) {
      index.readPostings("name", term, postings);
      for (let i = 0; i < postings.length; i++)
        occurrences.add(postings.units[i]!, weight * postings.counts[i]!);
    }
  }

  /** Which stop words stand in names, and which terms in paths. */
  #placeRest(terms: readonly QueryTerm[], stopTerms: readonly string[]): void {
    const { index, paths, postings } = this.#context;
    const { inPath, stopWords } = this.#places;
    stopTerms.forEach((term, i) => {
      index.readPostings("name", term, postings);
      placeUnits(postings, i, stopWords);
    });
    terms.forEach(({ term }, i) => {
      paths.forEachWith(term, (file) => {
        inPath[file]! |= 1 << i;
      });
    });
  }

  #addFit(symbol: number, rarities: readonly number[], kind: AskedKind | undefined): void {
    const { weights } = this.#context;
    for (const [part, value] of fitParts(this.#placesOf(symbol, kind), rarities, weights.symbol))
      if (value > 0) this.#context.give(symbol, part, value);
  }

  #putInOrder(order: SymbolOrder, { terms, words, kind }: Question, rarities: readonly number[]): void {
    const context = this.#context;
    const { total } = context;
    const ranked = total.best(total.count, (a, b) => context.isSymbolBefore(a, b));
    const first = ranked.slice(0, MOST_ORDERED);
    const best = first.length > 0 ? total.scores[first[0]!]! : 0;
    const asked = { words, terms: new Set(terms.map(({ term }) => term)) };
    const scores = scoresOf(order.valuesOf(this.#fitted(first, rarities, kind), asked), best);
    first.forEach((symbol, i) => {
      context.give(symbol, "order", scores[i]! - total.scores[symbol]!);
    });
    for (const symbol of ranked.slice(MOST_ORDERED))
      context.give(symbol, "order", (BEHIND - 1) * total.scores[symbol]!);
  }

  #fitted(
    symbols: readonly number[],
    rarities: readonly number[],
    kind: AskedKind | undefined,
  ): FittedSymbol[] {
    const { index, layout, total } = this.#context;
    const placeOf = new Map(symbols.map((symbol, i) => [symbol, i]));
    return symbols.map((symbol) => {
      const { name, container, path, startLine, endLine } = index.symbol(symbol);
      return {
        name,
        container,
        path,
        lines: endLine - startLine,
        depth: this.#depthOf(symbol),
        parent: placeOf.get(layout.parentOf[symbol]!) ?? -1,
        score: total.scores[symbol]!,
        parts: this.#partsOf(symbol, rarities, kind),
        termsInBody: countOf(this.#places.inBody[symbol]!),
        termsInName: countOf(this.#places.inName[symbol]!),
      };
    });
  }

  /** In the order of `symbolParts`. */
  #partsOf(symbol: number, rarities: readonly number[], kind: AskedKind | undefined): readonly number[] {
    const { total, weights } = this.#context;
    const names = weights.symbol.name * (this.#names.scores[symbol] ?? 0);
    const fit = fitParts(this.#placesOf(symbol, kind), rarities, weights.symbol).map(([, value]) => value);
    const body = fit.reduce((rest, value) => rest - value, total.scores[symbol]! - names);
    return [body, names, ...fit];
  }

  #depthOf(symbol: number): number {
    const { parentOf } = this.#context.layout;
    let depth = 0;
    for (let s = parentOf[symbol]!; s >= 0; s = parentOf[s]!) depth++;
    return depth;
  }

  #placesOf(symbol: number, kind: AskedKind | undefined): SymbolPlaces {
    const { layout } = this.#context;
    const { inBody, inName, inPath, inText, stopWords } = this.#places;
    const file = layout.fileOfSymbol[symbol]!;
    let around = 0;
    for (let s = layout.parentOf[symbol]!; s >= 0; s = layout.parentOf[s]!) around |= inName[s]!;
    return {
      body: inBody[symbol]!,
      name: inName[symbol]!,
      stopWords: stopWords[symbol]!,
      around,
      path: inPath[file]!,
      file: inText[file]!,
      length: layout.symbolLengths[symbol]!,
      nameLength: layout.nameLengthOf[symbol]!,
      depth: this.#depthOf(symbol),
      hasCode: !isMinor[layout.kindOf[symbol]!],
      isAskedKind: isAsked(symbolKinds[layout.kindOf[symbol]!]!, kind),
    };
  }

  #bodies(): Collection {
    const { index, layout, live, weights } = this.#context;
    let terms = 0;
    for (let file = 0, files = index.fileLimit; file < files; file++)
      if (live[file] === 1) terms += layout.symbolTerms[file]!;
    const { symbols } = index.totals();
    return {
      documents: symbols,
      meanLength: Math.max(1, terms / Math.max(1, symbols)),
      lengths: layout.symbolLengths,
      rarity: weights.symbol.rarity,
    };
  }
}
