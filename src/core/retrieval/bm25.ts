/** Plain BM25 over passages and whole files: what any better ranking is measured against, and part of it. */
import type { PostingBuffer, SearchIndex } from "../repo/searchIndex.ts";

/** Usual values (Robertson & Zaragoza 2009, §3.4), and those of SQLite's FTS5. */
const K1 = 1.2;
const B = 0.75;

/** How telling a term is: from the documents that hold it, 1 <= df <= docCount, and all documents. Not negative. */
export type InverseFrequency = (df: number, docCount: number) => number;

/** Robertson and Spärck Jones' weight with 1 added inside the log, as Lucene does, so that it is never negative. */
export const luceneIdf: InverseFrequency = (df, docCount) => Math.log(1 + (docCount - df + 0.5) / (df + 0.5));

export interface Bm25Options {
  readonly idf?: InverseFrequency;
}

/** `unit` is the number of a passage or file; 0 < score, unitless, comparable within one answer. */
export interface ScoredUnit {
  readonly unit: number;
  readonly score: number;
}

/** Weight of each term in the query, such as how often it stands there; above 0. */
export type TermWeights = ReadonlyMap<string, number>;

/** Keeps what it needs between queries of one index: about 20 bytes a passage. */
export class Bm25 {
  readonly #index: SearchIndex;
  readonly #idf: InverseFrequency;
  readonly #buffer: PostingBuffer = { units: new Uint32Array(1), counts: new Uint32Array(1), length: 0 };
  readonly #passages = new Accumulator();
  readonly #files = new Accumulator();
  #numbering = Number.NaN;

  constructor(index: SearchIndex, { idf = luceneIdf }: Bm25Options = {}) {
    this.#index = index;
    this.#idf = idf;
  }

  /** Passages that hold any of the terms, best first, ties by path and line. */
  rankPassages(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    this.#prepare();
    const { passages, bodyTerms } = index.totals();
    const scores = this.#passages;
    const buffer = this.#buffer;
    for (const [term, weight] of weights) {
      index.readPostings("body", term, buffer);
      if (buffer.length === 0) continue;
      scores.add(buffer, weight * this.#idf(buffer.length, passages), bodyTerms / passages);
    }
    return scores.take(limit, (a, b) => {
      const [x, y] = [index.fileOfPassage(a), index.fileOfPassage(b)];
      return x === y ? a < b : index.pathOf(x) < index.pathOf(y);
    });
  }

  /** Files that hold any of the terms, best first, ties by path. */
  rankFiles(weights: TermWeights, limit: number): readonly ScoredUnit[] {
    const index = this.#index;
    this.#prepare();
    const { files, bodyTerms } = index.totals();
    const scores = this.#files;
    const buffer = this.#buffer;
    for (const [term, weight] of weights) {
      index.readPostings("body", term, buffer);
      if (buffer.length === 0) continue;
      this.#sumByFile(buffer);
      scores.add(buffer, weight * this.#idf(buffer.length, files), bodyTerms / files);
    }
    return scores.take(limit, (a, b) => index.pathOf(a) < index.pathOf(b));
  }

  /** Lengths of what is new; numbers keep their lengths until they change their meaning. */
  #prepare(): void {
    const index = this.#index;
    const { passageLimit, fileLimit } = index;
    if (index.numbering !== this.#numbering) {
      this.#numbering = index.numbering;
      this.#passages.clear();
      this.#files.clear();
    }
    const first = this.#passages.size;
    if (first === passageLimit) return;
    this.#passages.grow(passageLimit, (passage) => index.lengthOf(passage));
    this.#files.grow(fileLimit, () => 0);
    for (let passage = first; passage < passageLimit; passage++) {
      this.#files.lengths[index.fileOfPassage(passage)]! += this.#passages.lengths[passage]!;
    }
  }

  /** Postings of passages become those of files. */
  #sumByFile(buffer: PostingBuffer): void {
    const { units, counts, length } = buffer;
    let to = -1;
    let last = -1;
    for (let i = 0; i < length; i++) {
      const file = this.#index.fileOfPassage(units[i]!);
      const count = counts[i]!;
      if (file === last) counts[to]! += count;
      else {
        units[++to] = last = file;
        counts[to] = count;
      }
    }
    buffer.length = to + 1;
  }
}

/** Sums of scores by unit. */
class Accumulator {
  /** Whole numbers below 2^24 are exact. */
  lengths = new Float32Array(0);
  size = 0;
  #scores = new Float64Array(0);
  #touched = new Uint32Array(0);
  #count = 0;

  clear(): void {
    this.size = 0;
  }

  grow(size: number, lengthOf: (unit: number) => number): void {
    if (size > this.lengths.length) {
      const lengths = new Float32Array(size);
      lengths.set(this.lengths.subarray(0, this.size));
      this.lengths = lengths;
      this.#scores = new Float64Array(size);
      this.#touched = new Uint32Array(size);
    }
    for (let unit = this.size; unit < size; unit++) this.lengths[unit] = lengthOf(unit);
    this.size = size;
  }

  /** Saturating counts, held against the mean length. */
  add(postings: PostingBuffer, weight: number, meanLength: number): void {
    const { units, counts, length } = postings;
    const lengths = this.lengths;
    const scores = this.#scores;
    const touched = this.#touched;
    const perTerm = (K1 * B) / meanLength;
    const most = weight * (K1 + 1);
    let count = this.#count;
    for (let i = 0; i < length; i++) {
      const unit = units[i]!;
      const tf = counts[i]!;
      const before = scores[unit]!;
      if (before === 0) touched[count++] = unit;
      scores[unit] = before + (most * tf) / (tf + K1 * (1 - B) + perTerm * lengths[unit]!);
    }
    this.#count = count;
  }

  /** The best, and starts anew. @param isBefore between equal scores */
  take(limit: number, isBefore: (a: number, b: number) => boolean): readonly ScoredUnit[] {
    const best: ScoredUnit[] = [];
    const scores = this.#scores;
    const touched = this.#touched;
    const count = this.#count;
    let worst = 0;
    for (let i = 0; i < count; i++) {
      const unit = touched[i]!;
      const score = scores[unit]!;
      scores[unit] = 0;
      if (score < worst) continue;
      insert(best, { unit, score }, isBefore);
      if (best.length > limit) best.pop();
      if (best.length === limit) worst = best.at(-1)?.score ?? Number.POSITIVE_INFINITY;
    }
    this.#count = 0;
    return best;
  }
}

function insert(best: ScoredUnit[], item: ScoredUnit, isBefore: (a: number, b: number) => boolean): void {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = best[middle]!;
    const isLater = other.score === item.score ? isBefore(other.unit, item.unit) : other.score > item.score;
    if (isLater) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, item);
}
