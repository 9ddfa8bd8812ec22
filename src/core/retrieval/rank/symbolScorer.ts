/** Symbols by their bodies and names, then the best of them by all that is around these. */
import { symbolKinds } from "../../syntax/outline/outline.ts";
import type { AskedAsides } from "./asides.ts";
import { type AskedKind, isAsked } from "./askedKind.ts";
import { idf, saturate } from "./bm25.ts";
import type { Collection } from "./postingRuns.ts";
import type { QueryTerm, Question } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";
import { type FittedSymbol, minorKinds, type OwnSaying, quotedShare } from "./symbolFeatures.ts";
import { countOf, FIT_PARTS, fitParts, type SymbolPlaces } from "./symbolFit.ts";
import { type SymbolOrder, scoresOf } from "./symbolOrder.ts";
import { placeInFiles, placeTerm, placeUnits, TermPlaces } from "./termPlaces.ts";

const isMinor = symbolKinds.map((kind) => minorKinds.has(kind));
/** The best by bodies and names, among which the rest decides. */
const MOST_FITTED = 400;
/** The best of these, which are put in order, and with them the best by what their own lines say: a person may quote a comment. */
const MOST_ORDERED = 60;
const MOST_OWN = 20;
/** What is left of the others' scores, which come behind. */
const BEHIND = 0.2;

export class SymbolScorer {
  readonly #context: RankContext;
  readonly #names = new ScoreBoard();
  readonly #places = new TermPlaces();
  /** Bodies without inner symbols, word by word. */
  readonly #own = new ScoreBoard();
  readonly #ownOccurrences = new ScoreBoard();
  /** The same of stop words, where they are asked for. */
  readonly #small = new ScoreBoard();
  #ownRarities: readonly number[] = [];

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
    const own = context.order ? this.#own.best(MOST_OWN, (a, b) => context.isSymbolBefore(a, b)) : [];
    const best = total.best(Math.max(MOST_FITTED, 2 * limit), (a, b) => context.isSymbolBefore(a, b));
    total.keep([...new Set([...best, ...own])]);
    for (const symbol of total.touched.slice(0, total.count)) this.#addFit(symbol, rarities, kind);
    if (context.order) this.#putInOrder(context.order, question, rarities, own);
  }

  demote(symbol: number, asked: AskedAsides): void {
    this.#context.demoteTest(asked, symbol, this.#context.layout.fileOfSymbol[symbol]!);
  }

  /** @returns how rare each term is */
  #scoreBodies(terms: readonly QueryTerm[]): number[] {
    const { total, occurrences, weights } = this.#context;
    const bodies = this.#bodies();
    this.#own.clear(this.#context.index.symbolLimit);
    const ownBodies = this.#ownBodies();
    const ownRarities: number[] = [];
    const rarities = terms.map(({ term, weight, forms }, i) => {
      this.#gatherBodies(forms, i);
      placeTerm(this.#ownOccurrences, i, this.#places.inOwn);
      ownRarities.push(this.#scoreOwn(this.#own, weight, ownBodies));
      placeTerm(occurrences, i, this.#places.inBody);
      const factor = weight * weights.symbol.body;
      const runs = this.#context.gathered();
      return (
        this.#context.score(total, factor, weights.symbolBody, bodies, runs, "body", term) /
        weights.symbol.body
      );
    });
    this.#ownRarities = ownRarities;
    return rarities;
  }

  /** A body is all passages of a symbol, those of inner symbols included. */
  #gatherBodies(forms: QueryTerm["forms"], term: number): void {
    const { index, layout, occurrences, postings } = this.#context;
    occurrences.clear(index.symbolLimit);
    this.#ownOccurrences.clear(index.symbolLimit);
    for (const [nth, form] of forms.entries()) {
      index.readPostings("body", form.term, postings);
      placeInFiles(postings, layout.chunkOf, layout.fileOfChunk, term, this.#places.inText);
      for (let i = 0; i < postings.length; i++) {
        const count = form.weight * postings.counts[i]!;
        const owner = layout.symbolOfPassage[postings.units[i]!]!;
        if (nth === 0 && owner >= 0) this.#ownOccurrences.add(owner, count);
        for (let s = layout.symbolOfPassage[postings.units[i]!]!; s >= 0; s = layout.parentOf[s]!)
          occurrences.add(s, count);
      }
    }
  }

  /** @returns how rare the term is in these bodies */
  #scoreOwn(into: ScoreBoard, weight: number, bodies: Collection): number {
    const { touched, scores, count } = this.#ownOccurrences;
    const { documents, lengths, meanLength } = bodies;
    const { ownBody } = this.#context.weights;
    const rarity = weight * idf(Math.min(count, documents), documents);
    for (let i = 0; i < count; i++) {
      const symbol = touched[i]!;
      const value = rarity * saturate(scores[symbol]!, lengths[symbol]! / meanLength, ownBody);
      into.add(symbol, value);
    }
    return rarity;
  }

  /**
   * Stop words, which tell comments apart that are quoted.
   *
   * @returns how rare each is
   */
  #scoreStopWords(stopTerms: readonly string[]): readonly number[] {
    const { index, layout, postings } = this.#context;
    const bodies = this.#ownBodies();
    this.#small.clear(index.symbolLimit);
    return stopTerms.map((term) => {
      index.readPostings("body", term, postings);
      this.#ownOccurrences.clear(index.symbolLimit);
      for (let i = 0; i < postings.length; i++) {
        const owner = layout.symbolOfPassage[postings.units[i]!]!;
        if (owner >= 0 && this.#own.scores[owner]! > 0) this.#ownOccurrences.add(owner, postings.counts[i]!);
      }
      return this.#scoreOwn(this.#small, 1, bodies);
    });
  }

  #ownBodies(): Collection {
    const { index, layout } = this.#context;
    const { symbols, bodyTerms } = index.totals();
    return {
      documents: symbols,
      meanLength: Math.max(1, bodyTerms / Math.max(1, symbols)),
      lengths: layout.ownLengths,
    };
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
    fitParts(this.#placesOf(symbol, kind), rarities, weights.symbol).forEach((value, i) => {
      if (value > 0) this.#context.give(symbol, FIT_PARTS[i]!, value);
    });
  }

  #putInOrder(
    order: SymbolOrder,
    question: Question,
    rarities: readonly number[],
    own: readonly number[],
  ): void {
    const context = this.#context;
    const { total } = context;
    const ranked = total.best(MOST_ORDERED, (a, b) => context.isSymbolBefore(a, b));
    const isFirst = new Set([...ranked, ...own]);
    const first = [...isFirst];
    const best = first.length > 0 ? total.scores[first[0]!]! : 0;
    const asked = { words: question.words, terms: new Set(question.terms.map(({ term }) => term)) };
    const scores = scoresOf(order.valuesOf(this.#fitted(first, rarities, question), asked), best);
    first.forEach((symbol, i) => {
      context.give(symbol, "order", scores[i]! - total.scores[symbol]!);
    });
    for (const symbol of total.touched.subarray(0, total.count))
      if (!isFirst.has(symbol)) context.give(symbol, "order", (BEHIND - 1) * total.scores[symbol]!);
  }

  #fitted(
    symbols: readonly number[],
    rarities: readonly number[],
    { kind, stopTerms }: Question,
  ): FittedSymbol[] {
    const { index, layout, total } = this.#context;
    const { inBody, inName } = this.#places;
    const placeOf = new Map(symbols.map((symbol, i) => [symbol, i]));
    const said = symbols.map((symbol) => this.#ownSayingOf(symbol));
    const stopRarities = quotedShare(said) > 0 ? this.#scoreStopWords(stopTerms) : [];
    const idealQuote = this.#idealOf([...this.#ownRarities, ...stopRarities]);
    return symbols.map((symbol, i) => {
      const { name, container, path, startLine, endLine } = index.symbol(symbol);
      const saying = said[i]!;
      const quote = saying.own + (stopRarities.length > 0 ? this.#small.scores[symbol]! : 0);
      return {
        name,
        container,
        path,
        lines: endLine - startLine,
        depth: this.#depthOf(symbol),
        parent: placeOf.get(layout.parentOf[symbol]!) ?? -1,
        score: total.scores[symbol]!,
        parts: this.#partsOf(symbol, rarities, kind),
        termsInBody: countOf(inBody[symbol]!),
        termsInName: countOf(inName[symbol]!),
        kind: symbolKinds[layout.kindOf[symbol]!]!,
        ...saying,
        quote,
        quoteIdeal: idealQuote > 0 ? quote / idealQuote : 0,
      };
    });
  }

  #ownSayingOf(symbol: number): OwnSaying {
    const { inOwn, inName } = this.#places;
    const own = this.#own.scores[symbol]!;
    const ideal = this.#idealOf(this.#ownRarities);
    return {
      own,
      ownIdeal: ideal > 0 ? own / ideal : 0,
      ownShare: shareOf(inOwn[symbol]! | inName[symbol]!, this.#ownRarities),
      ownBodyShare: shareOf(inOwn[symbol]!, this.#ownRarities),
    };
  }

  /** What the best body there can be would score. */
  #idealOf(rarities: readonly number[]): number {
    return (this.#context.weights.ownBody.k1 + 1) * rarities.reduce((sum, one) => sum + one, 0);
  }

  /** In the order of `symbolParts`. */
  #partsOf(symbol: number, rarities: readonly number[], kind: AskedKind | undefined): readonly number[] {
    const { total, weights } = this.#context;
    const names = weights.symbol.name * (this.#names.scores[symbol] ?? 0);
    const fit = fitParts(this.#placesOf(symbol, kind), rarities, weights.symbol);
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

/** Of the rarity of all terms, that of those whose bits are set. */
function shareOf(bits: number, rarities: readonly number[]): number {
  let [own, all] = [0, 0];
  for (let i = 0; i < rarities.length; i++) {
    all += rarities[i]!;
    if ((bits >> i) & 1) own += rarities[i]!;
  }
  return all > 0 ? own / all : 0;
}
