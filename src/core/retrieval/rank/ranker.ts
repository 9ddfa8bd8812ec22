/** The fused scorer: files, symbols and chunks by what a question asks for. */
import type { PostingBuffer, SearchIndex } from "../../repo/searchIndex.ts";
import type { SearchHit, SearchQuery } from "../search.ts";
import { type Bm25, idf, saturate } from "./bm25.ts";
import { Layout } from "./layout.ts";
import type { MessageField } from "./messageField.ts";
import { PathField, type WordTerms } from "./pathField.ts";
import { type QueryTerm, readQuery } from "./queryTerms.ts";
import { ScoreBoard } from "./scoreBoard.ts";
import { asksForTests, isTestPath } from "./testPath.ts";
import { Trace } from "./trace.ts";
import { type RankWeights, rankWeights } from "./weights.ts";

export class Ranker {
  readonly #index: SearchIndex;
  readonly #weights: RankWeights;
  readonly #termsOf: WordTerms;
  readonly #layout: Layout;
  readonly #paths: PathField;
  readonly #buffer: PostingBuffer = {
    units: new Uint32Array(1 << 12),
    counts: new Uint32Array(1 << 12),
    length: 0,
  };
  readonly #total = new ScoreBoard();
  readonly #chunks = new ScoreBoard();
  readonly #names = new ScoreBoard();
  readonly #pathScores = new ScoreBoard();
  readonly #tf = new ScoreBoard();
  #messages: MessageField | undefined;
  #messageFiles: Int32Array = new Int32Array(0);
  #trace: Trace | undefined;

  constructor(index: SearchIndex, termsOf: WordTerms, weights: RankWeights = rankWeights) {
    this.#index = index;
    this.#termsOf = termsOf;
    this.#weights = weights;
    this.#layout = new Layout(weights.chunkLines);
    this.#paths = new PathField(termsOf, weights.baseName);
  }

  /** @param root absolute, what the paths of the commits are relative to */
  setHistory(messages: MessageField, root: string): void {
    this.#messages = messages;
    this.#messageFiles = Int32Array.from(messages.paths, (path) => this.#index.fileOf(`${root}/${path}`));
  }

  search(query: SearchQuery): readonly SearchHit[] {
    this.#layout.update(this.#index);
    this.#paths.update(this.#index);
    const terms = this.#choose(readQuery(query.query, this.#termsOf, this.#weights));
    const demotes = !asksForTests(query.query);
    const score =
      query.target === "file"
        ? this.#scoreFiles
        : query.target === "symbol"
          ? this.#scoreSymbols
          : this.#scoreChunks;
    const run = () => score.call(this, terms, demotes);
    this.#trace = undefined;
    run();
    const units = this.#best(query);
    const scores = units.map((unit) => this.#total.scores[unit]!);
    if (query.explain) {
      this.#trace = new Trace(units);
      run();
    }
    const trace = this.#trace as Trace | undefined;
    return units.map((unit, i) => {
      const hit = this.#hit(query, unit, scores[i]!);
      return trace ? { ...hit, explanation: trace.partsOf(unit) } : hit;
    });
  }

  /** The most telling terms: all postings are read for these only. */
  #choose(terms: readonly QueryTerm[]): readonly QueryTerm[] {
    const { passages } = this.#index.totals();
    const weighed = terms.map((term, i) => {
      const bound = this.#index.postingBound("body", term.term);
      return { term, i, weight: term.weight * idf(Math.min(bound, passages), passages) };
    });
    return weighed
      .sort((a, b) => b.weight - a.weight || a.i - b.i)
      .slice(0, this.#weights.mostTerms)
      .sort((a, b) => a.i - b.i)
      .map(({ term }) => term);
  }

  // Files

  #scoreFiles(terms: readonly QueryTerm[], demotes: boolean): void {
    const { file: weights, fileBody, chunkBody, name } = this.#weights;
    const index = this.#index;
    const layout = this.#layout;
    const totals = index.totals();
    const total = this.#total;
    total.clear(index.fileLimit);
    this.#chunks.clear(layout.chunks);
    const chunkCount = this.#liveChunks();
    for (const { term, weight } of terms) {
      index.readPostings("body", term, this.#buffer);
      this.#tf.clear(layout.chunks);
      for (let i = 0; i < this.#buffer.length; i++)
        this.#tf.add(layout.chunkOf[this.#buffer.units[i]!]!, this.#buffer.counts[i]!);
      this.#flush(this.#chunks, weight, chunkBody, chunkCount, totals.bodyTerms / chunkCount, (chunk) =>
        layout.lengthOfChunk(chunk),
      );
      this.#tf.clear(index.fileLimit);
      for (let i = 0; i < this.#buffer.length; i++)
        this.#tf.add(layout.fileOfChunk[layout.chunkOf[this.#buffer.units[i]!]!]!, this.#buffer.counts[i]!);
      this.#flush(
        total,
        weight * weights.body,
        fileBody,
        totals.files,
        totals.bodyTerms / totals.files,
        (file) => layout.lengthOfFile(file),
        "body",
        term,
      );
      index.readPostings("name", term, this.#buffer);
      this.#tf.clear(index.fileLimit);
      for (let i = 0; i < this.#buffer.length; i++)
        this.#tf.add(layout.fileOfSymbol[this.#buffer.units[i]!]!, this.#buffer.counts[i]!);
      this.#flush(
        total,
        weight * weights.symbols,
        name,
        totals.files,
        Math.max(1, totals.nameTerms) / totals.files,
        (file) => layout.namesOfFile(file),
        "symbols",
        term,
      );
    }
    this.#addBestChunks();
    this.#scorePaths(terms, weights.path, total);
    this.#scoreMessages(terms);
    this.#addRecency();
    if (demotes) this.#demoteTests(weights.test);
  }

  #addBestChunks(): void {
    const { file: weights } = this.#weights;
    const best = new Map<number, [number, number, number]>();
    for (let i = 0; i < this.#chunks.count; i++) {
      const chunk = this.#chunks.touched[i]!;
      const score = this.#chunks.scores[chunk]!;
      const file = this.#layout.fileOfChunk[chunk]!;
      const three = best.get(file);
      if (three === undefined) best.set(file, [score, 0, 0]);
      else if (score > three[0]) three.splice(0, 3, score, three[0], three[1]);
      else if (score > three[1]) three.splice(1, 2, score, three[1]);
      else if (score > three[2]) three[2] = score;
    }
    for (const [file, [first, second, third]] of best) {
      const score = weights.chunks * (first + weights.secondChunk * second + weights.thirdChunk * third);
      if (score > 0) this.#give(this.#total, file, "chunks", score);
    }
  }

  #scorePaths(terms: readonly QueryTerm[], factor: number, into: ScoreBoard): void {
    if (factor === 0) return;
    const files = this.#index.totals().files;
    let lengths = 0;
    for (let file = 0; file < this.#index.fileLimit; file++)
      if (this.#index.isLive(file)) lengths += this.#paths.lengths[file]!;
    for (const { term, weight } of terms) {
      this.#tf.clear(this.#index.fileLimit);
      for (const file of this.#paths.filesOf(term)) if (this.#index.isLive(file)) this.#tf.add(file, 1);
      this.#flush(
        into,
        weight * factor,
        this.#weights.path,
        files,
        lengths / files,
        (file) => this.#paths.lengths[file]!,
        "path",
        term,
      );
    }
  }

  #scoreMessages(terms: readonly QueryTerm[]): void {
    const messages = this.#messages;
    const factor = this.#weights.file.messages;
    if (messages === undefined || factor === 0) return;
    const { lengths } = messages;
    let known = 0;
    let all = 0;
    this.#messageFiles.forEach((file, path) => {
      if (file < 0 || !this.#index.isLive(file)) return;
      known++;
      all += lengths[path]!;
    });
    for (const { term, weight } of terms) {
      this.#tf.clear(lengths.length);
      for (const commit of messages.commitsOf(term))
        for (const path of messages.commitPaths[commit]!)
          if (this.#messageFiles[path]! >= 0) this.#tf.add(path, 1);
      const rarity = weight * factor * idf(this.#tf.count, known);
      for (let i = 0; i < this.#tf.count; i++) {
        const path = this.#tf.touched[i]!;
        const value =
          rarity * saturate(this.#tf.scores[path]!, lengths[path]! / (all / known), this.#weights.messages);
        this.#give(this.#total, this.#messageFiles[path]!, "messages", value, term);
      }
    }
  }

  #addRecency(): void {
    const messages = this.#messages;
    const factor = this.#weights.file.recency;
    if (messages === undefined || factor === 0) return;
    const most = Math.log1p(messages.changes.reduce((max, n) => Math.max(max, n), 0));
    this.#messageFiles.forEach((file, path) => {
      const score = file < 0 ? 0 : this.#total.scores[file]!;
      if (score > 0)
        this.#give(
          this.#total,
          file,
          "recency",
          (score * factor * Math.log1p(messages.changes[path]!)) / most,
        );
    });
  }

  #demoteTests(factor: number, fileOf: (unit: number) => number = (unit) => unit): void {
    for (let i = 0; i < this.#total.count; i++) {
      const unit = this.#total.touched[i]!;
      const score = this.#total.scores[unit]!;
      if (isTestPath(this.#index.pathOf(fileOf(unit))))
        this.#give(this.#total, unit, "tests", (factor - 1) * score);
    }
  }

  // Symbols

  #scoreSymbols(terms: readonly QueryTerm[], demotes: boolean): void {
    const { symbol: weights, symbolBody, name } = this.#weights;
    const index = this.#index;
    const layout = this.#layout;
    const totals = index.totals();
    const total = this.#total;
    total.clear(index.symbolLimit);
    this.#names.clear(index.symbolLimit);
    const meanBody = this.#meanSymbol();
    for (const { term, weight } of terms) {
      index.readPostings("body", term, this.#buffer);
      this.#tf.clear(index.symbolLimit);
      for (let i = 0; i < this.#buffer.length; i++) {
        const count = this.#buffer.counts[i]!;
        for (let s = layout.symbolOf[this.#buffer.units[i]!]!; s >= 0; s = layout.parentOf[s]!)
          this.#tf.add(s, count);
      }
      this.#flush(
        total,
        weight * weights.body,
        symbolBody,
        totals.symbols,
        meanBody,
        (symbol) => layout.lengthOfSymbol(symbol),
        "body",
        term,
      );
      index.readPostings("name", term, this.#buffer);
      this.#tf.clear(index.symbolLimit);
      for (let i = 0; i < this.#buffer.length; i++)
        this.#tf.add(this.#buffer.units[i]!, this.#buffer.counts[i]!);
      this.#flush(
        this.#names,
        weight,
        name,
        totals.symbols,
        totals.nameTerms / totals.symbols,
        (symbol) => index.nameLengthOf(symbol),
        "names",
        term,
      );
    }
    this.#pathScores.clear(index.fileLimit);
    this.#scorePaths(terms, 1, this.#pathScores);
    this.#addNames(weights);
    if (demotes) this.#demoteTests(weights.test, (symbol) => layout.fileOfSymbol[symbol]!);
  }

  #addNames({ name, container, path, minor }: RankWeights["symbol"]): void {
    const layout = this.#layout;
    for (let i = 0; i < this.#names.count; i++) {
      const symbol = this.#names.touched[i]!;
      this.#give(this.#total, symbol, "symbols", name * this.#names.scores[symbol]!);
    }
    for (let i = 0; i < this.#total.count; i++) {
      const symbol = this.#total.touched[i]!;
      let around = 0;
      for (let s = layout.parentOf[symbol]!; s >= 0; s = layout.parentOf[s]!)
        around += this.#names.scores[s]!;
      const inPath = this.#pathScores.scores[layout.fileOfSymbol[symbol]!]!;
      if (around > 0) this.#give(this.#total, symbol, "container", container * around);
      if (inPath > 0) this.#give(this.#total, symbol, "path", path * inPath);
      if (minor !== 1 && isMinor(this.#index.symbol(symbol).kind))
        this.#give(this.#total, symbol, "kind", (minor - 1) * this.#total.scores[symbol]!);
    }
  }

  // Chunks

  #scoreChunks(_terms: readonly QueryTerm[], _demotes: boolean): void {
    this.#total.clear(0);
  }

  // Shared

  /** Turns the occurrences of a term gathered in `#tf` into scores. */
  #flush(
    into: ScoreBoard,
    weight: number,
    bm25: Bm25,
    documents: number,
    mean: number,
    lengthOf: (unit: number) => number,
    part?: string,
    term?: string,
  ): void {
    if (weight === 0) return;
    const rarity = weight * idf(this.#tf.count, documents);
    for (let i = 0; i < this.#tf.count; i++) {
      const unit = this.#tf.touched[i]!;
      const value = rarity * saturate(this.#tf.scores[unit]!, lengthOf(unit) / mean, bm25);
      into.add(unit, value);
      if (this.#trace && into === this.#total) this.#trace.add(unit, part ?? "", value, term);
    }
  }

  #give(board: ScoreBoard, unit: number, part: string, value: number, term?: string): void {
    board.add(unit, value);
    if (this.#trace) this.#trace.add(unit, part, value, term);
  }

  #liveChunks(): number {
    let chunks = 0;
    for (let file = 0; file < this.#index.fileLimit; file++)
      if (this.#index.isLive(file))
        chunks += this.#layout.firstChunk[file + 1]! - this.#layout.firstChunk[file]!;
    return Math.max(1, chunks);
  }

  #meanSymbol(): number {
    let terms = 0;
    let symbols = 0;
    for (let s = 0; s < this.#index.symbolLimit; s++) {
      if (!this.#index.isLive(this.#layout.fileOfSymbol[s]!)) continue;
      terms += this.#layout.lengthOfSymbol(s);
      symbols++;
    }
    return Math.max(1, terms / Math.max(1, symbols));
  }

  #best({ limit, target }: SearchQuery): number[] {
    const { touched, scores, count } = this.#total;
    const units = [...touched.subarray(0, count)].filter((unit) => scores[unit]! > 0);
    units.sort((a, b) => scores[b]! - scores[a]! || this.#compare(target, a, b));
    return units.slice(0, limit);
  }

  #compare(target: SearchQuery["target"], a: number, b: number): number {
    if (target === "symbol") {
      const [x, y] = [this.#index.symbol(a), this.#index.symbol(b)];
      return x.path === y.path ? x.startLine - y.startLine || a - b : x.path < y.path ? -1 : 1;
    }
    return this.#index.pathOf(a) < this.#index.pathOf(b) ? -1 : 1;
  }

  #hit({ target }: SearchQuery, unit: number, score: number): SearchHit {
    if (target === "file") return { path: this.#index.pathOf(unit), score };
    const { path, name, kind, container, startLine, endLine } = this.#index.symbol(unit);
    return { path, name, kind, container, startLine, endLine, score };
  }
}

const isMinor = (kind: string) => kind === "field" || kind === "variable" || kind === "constant";
