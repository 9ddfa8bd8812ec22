/** Symbols by their bodies, names, the names around them, their files' paths and their callers. */
import { type SymbolKind, symbolKinds } from "../../syntax/outline/outline.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { AskedAsides } from "./asides.ts";
import type { Collection } from "./postingRuns.ts";
import type { QueryTerm } from "./queryTerms.ts";
import type { RankContext } from "./rankContext.ts";
import { ScoreBoard } from "./scoreBoard.ts";

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
/** The best symbols, whose callers are looked at. */
const MOST_CALLED = 300;
/** A name in more passages is not only this symbol's. */
const MOST_CALLS = 30;

export class SymbolScorer {
  readonly #context: RankContext;
  readonly #names = new ScoreBoard();
  readonly #paths = new ScoreBoard();
  readonly #covered = new ScoreBoard();

  constructor(context: RankContext) {
    this.#context = context;
  }

  score(terms: readonly QueryTerm[]): void {
    const { index, layout, total } = this.#context;
    layout.updateSymbols(index);
    total.clear(index.symbolLimit);
    this.#scoreBodies(terms);
    this.#scoreNames(terms);
    this.#paths.clear(index.fileLimit);
    this.#context.scorePaths(terms, 1, this.#paths);
    this.#addSurroundings();
    this.#addCallers();
  }

  demote(symbol: number, asked: AskedAsides): void {
    this.#context.demoteTest(asked, symbol, this.#context.layout.fileOfSymbol[symbol]!);
  }

  #scoreBodies(terms: readonly QueryTerm[]): void {
    const { index, layout, total, occurrences, weights } = this.#context;
    const bodies = this.#bodies();
    this.#covered.clear(index.symbolLimit);
    let all = 0;
    for (const { term, weight, forms } of terms) {
      this.#gatherBodies(forms);
      const rarity = this.#context.score(
        total,
        weight * weights.symbol.body,
        weights.symbolBody,
        bodies,
        this.#context.gathered(),
        "body",
        term,
      );
      if (rarity === 0) continue;
      all += rarity;
      for (let i = 0; i < occurrences.count; i++) this.#covered.add(occurrences.touched[i]!, rarity);
    }
    for (let i = 0; i < total.count && layout.chunks > 0; i++) {
      const symbol = total.touched[i]!;
      const share = this.#covered.scores[symbol]! / all;
      this.#context.give(symbol, "coverage", weights.symbol.coverage * share * total.scores[symbol]!);
    }
  }

  /** A body is all passages of a symbol, those of inner symbols included. */
  #gatherBodies(forms: QueryTerm["forms"]): void {
    const { index, layout, occurrences, postings } = this.#context;
    occurrences.clear(index.symbolLimit);
    for (const form of forms) {
      index.readPostings("body", form.term, postings);
      for (let i = 0; i < postings.length; i++) {
        const count = form.weight * postings.counts[i]!;
        for (let s = layout.symbolOfPassage[postings.units[i]!]!; s >= 0; s = layout.parentOf[s]!)
          occurrences.add(s, count);
      }
    }
  }

  #scoreNames(terms: readonly QueryTerm[]): void {
    const { index, layout, weights } = this.#context;
    const { symbols, nameTerms } = index.totals();
    const names: Collection = {
      documents: symbols,
      meanLength: Math.max(1, nameTerms / Math.max(1, symbols)),
      lengths: layout.nameLengthOf,
    };
    this.#names.clear(index.symbolLimit);
    for (const { term, weight, forms } of terms) {
      this.#gatherNames(forms);
      this.#context.score(this.#names, weight, weights.name, names, this.#context.gathered(), "", term);
      const { touched, scores, count } = this.#context.occurrences;
      const { trace } = this.#context;
      for (let i = 0; trace && i < count; i++)
        trace.tell(touched[i]!, "symbols", term, weight * scores[touched[i]!]!);
    }
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

  #addSurroundings(): void {
    const { layout, total, weights } = this.#context;
    const { container, path, minor } = weights.symbol;
    for (let i = 0; i < total.count; i++) {
      const symbol = total.touched[i]!;
      let around = 0;
      for (let s = layout.parentOf[symbol]!; s >= 0; s = layout.parentOf[s]!)
        around += this.#names.scores[s]!;
      const inPath = this.#paths.scores[layout.fileOfSymbol[symbol]!]!;
      if (around > 0) this.#context.give(symbol, "container", container * around);
      if (inPath > 0) this.#context.give(symbol, "path", path * inPath);
      if (isMinor[layout.kindOf[symbol]!])
        this.#context.give(symbol, "kind", (minor - 1) * total.scores[symbol]!);
    }
  }

  /** A symbol gets a share of the score of the symbol that names it and fits best. */
  #addCallers(): void {
    const context = this.#context;
    const { index, layout, total, postings, weights } = context;
    const shares: [symbol: number, share: number][] = [];
    for (const symbol of total.best(MOST_CALLED, (a, b) => context.isSymbolBefore(a, b))) {
      const name = wordTerms(index.symbol(symbol).name).at(-1);
      if (name === undefined || index.countPostings("body", name, MOST_CALLS) > MOST_CALLS) continue;
      index.readPostings("body", name, postings);
      let best = 0;
      for (let i = 0; i < postings.length; i++) {
        const caller = layout.symbolOfPassage[postings.units[i]!]!;
        if (caller < 0 || caller === symbol) continue;
        if (layout.parentOf[symbol] === caller || layout.parentOf[caller] === symbol) continue;
        best = Math.max(best, total.scores[caller]!);
      }
      if (best > 0) shares.push([symbol, weights.symbol.callers * best]);
    }
    for (const [symbol, share] of shares) this.#context.give(symbol, "callers", share);
  }

  #bodies(): Collection {
    const { index, layout, live } = this.#context;
    let terms = 0;
    for (let file = 0, files = index.fileLimit; file < files; file++)
      if (live[file] === 1) terms += layout.symbolTerms[file]!;
    const { symbols } = index.totals();
    return {
      documents: symbols,
      meanLength: Math.max(1, terms / Math.max(1, symbols)),
      lengths: layout.symbolLengths,
    };
  }
}
