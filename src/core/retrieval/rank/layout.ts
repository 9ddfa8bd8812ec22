/**
 * What ranking asks of the index for every posting, as columns of numbers: read once, and extended while the index
 * only grows.
 */
import type { SearchIndex } from "../../repo/searchIndex.ts";

export class Layout {
  /** By passage. */
  chunkOf = new Uint32Array(0);
  symbolOf = new Int32Array(0);
  /** Terms of all passages before this one; one entry more than passages. */
  termsBefore = new Uint32Array(1);
  /** By chunk; a chunk's passages end where those of the next begin. One entry more than chunks. */
  firstPassage = new Uint32Array(1);
  fileOfChunk = new Uint32Array(0);
  chunks = 0;
  /** By chunk: terms of the names of the symbols that begin in it. */
  #chunkNames = new Uint32Array(0);
  /** By symbol. */
  parentOf = new Int32Array(0);
  symbolStart = new Uint32Array(0);
  symbolEnd = new Uint32Array(0);
  fileOfSymbol = new Uint32Array(0);
  /** Terms of the names of all symbols before this one; one entry more than symbols. */
  namesBefore = new Uint32Array(1);
  /** By file; one entry more than files.. */
  firstChunk = new Uint32Array(1);
  firstSymbol = new Uint32Array(1);
  /** Terms of all symbols of a file, those of inner symbols counted in each around them. */
  symbolTerms = new Float64Array(0);
  #files = 0;
  #passages = 0;
  #symbols = 0;
  #numbering = -1;
  readonly #chunkLines: number;

  constructor(chunkLines: number) {
    this.#chunkLines = chunkLines;
  }

  /** Takes in what the index has got since the last call. */
  update(index: SearchIndex): void {
    if (index.numbering !== this.#numbering) {
      this.#numbering = index.numbering;
      this.#files = this.#passages = this.#symbols = this.chunks = 0;
    }
    this.#makeRoom(index);
    this.#addSymbols(index);
    for (; this.#files < index.fileLimit; this.#files++) this.#addFile(index, this.#files);
  }

  lengthOfChunk(chunk: number): number {
    return this.termsBefore[this.firstPassage[chunk + 1]!]! - this.termsBefore[this.firstPassage[chunk]!]!;
  }

  lengthOfFile(file: number): number {
    return (
      this.termsBefore[this.firstPassage[this.firstChunk[file + 1]!]!]! -
      this.termsBefore[this.firstPassage[this.firstChunk[file]!]!]!
    );
  }

  namesOfFile(file: number): number {
    return this.namesBefore[this.firstSymbol[file + 1]!]! - this.namesBefore[this.firstSymbol[file]!]!;
  }

  /** Where a symbol begins. */
  chunkOfSymbol(symbol: number): number {
    return this.chunkOf[this.symbolStart[symbol]!]!;
  }

  /** Terms of the names of the symbols that begin in a chunk. */
  namesOfChunk(chunk: number): number {
    return this.#chunkNames[chunk]!;
  }

  lengthOfSymbol(symbol: number): number {
    return this.termsBefore[this.symbolEnd[symbol]!]! - this.termsBefore[this.symbolStart[symbol]!]!;
  }

  #addFile(index: SearchIndex, file: number): void {
    const isLast = file + 1 === index.fileLimit;
    const endPassage = isLast ? index.passageLimit : index.firstPassageOf(file + 1);
    const firstSymbol = index.firstSymbolOf(file);
    const endSymbol = isLast ? index.symbolLimit : index.firstSymbolOf(file + 1);
    this.firstChunk[file] = this.chunks;
    this.firstSymbol[file] = firstSymbol;
    this.#addChunks(index, file, endPassage);
    let terms = 0;
    for (let symbol = firstSymbol; symbol < endSymbol; symbol++) {
      terms += this.lengthOfSymbol(symbol);
      const names = this.namesBefore[symbol + 1]! - this.namesBefore[symbol]!;
      this.#chunkNames[this.chunkOfSymbol(symbol)]! += names;
    }
    this.symbolTerms[file] = terms;
    this.firstChunk[file + 1] = this.chunks;
    this.firstSymbol[file + 1] = endSymbol;
  }

  /** Passages are joined while they span no more lines than a chunk has. */
  #addChunks(index: SearchIndex, file: number, end: number): void {
    let startLine = -1;
    for (let passage = this.#passages; passage < end; passage++) {
      if (startLine < 0 || index.endLineOf(passage) - startLine >= this.#chunkLines) {
        this.firstPassage[this.chunks] = passage;
        this.#chunkNames[this.chunks] = 0;
        this.fileOfChunk[this.chunks++] = file;
        startLine = index.startLineOf(passage);
      }
      this.chunkOf[passage] = this.chunks - 1;
      this.symbolOf[passage] = index.symbolOfPassage(passage);
      this.termsBefore[passage + 1] = this.termsBefore[passage]! + index.lengthOf(passage);
    }
    this.#passages = end;
    this.firstPassage[this.chunks] = end;
  }

  #addSymbols(index: SearchIndex): void {
    for (let symbol = this.#symbols; symbol < index.symbolLimit; symbol++) {
      this.parentOf[symbol] = index.parentOf(symbol);
      this.symbolStart[symbol] = Math.max(0, index.firstPassageIn(symbol));
      this.symbolEnd[symbol] = Math.max(0, index.endPassageIn(symbol));
      this.fileOfSymbol[symbol] = index.fileOfSymbol(symbol);
      this.namesBefore[symbol + 1] = this.namesBefore[symbol]! + index.nameLengthOf(symbol);
    }
    this.#symbols = index.symbolLimit;
  }

  #makeRoom(index: SearchIndex): void {
    const { passageLimit, symbolLimit, fileLimit } = index;
    if (passageLimit >= this.chunkOf.length) {
      const size = Math.ceil(1.1 * passageLimit) + 64;
      this.chunkOf = grown(this.chunkOf, size);
      this.symbolOf = grown(this.symbolOf, size);
      this.termsBefore = grown(this.termsBefore, size);
      this.firstPassage = grown(this.firstPassage, size);
      this.fileOfChunk = grown(this.fileOfChunk, size);
      this.#chunkNames = grown(this.#chunkNames, size);
    }
    if (symbolLimit >= this.parentOf.length) {
      const size = Math.ceil(1.1 * symbolLimit) + 64;
      this.parentOf = grown(this.parentOf, size);
      this.symbolStart = grown(this.symbolStart, size);
      this.symbolEnd = grown(this.symbolEnd, size);
      this.fileOfSymbol = grown(this.fileOfSymbol, size);
      this.namesBefore = grown(this.namesBefore, size);
    }
    if (fileLimit + 1 >= this.firstChunk.length) {
      const size = Math.ceil(1.1 * fileLimit) + 64;
      this.firstChunk = grown(this.firstChunk, size);
      this.firstSymbol = grown(this.firstSymbol, size);
      this.symbolTerms = grown(this.symbolTerms, size);
    }
  }
}

function grown<T extends Uint32Array | Int32Array | Float64Array>(from: T, size: number): T {
  const larger = new (from.constructor as new (size: number) => T)(size);
  larger.set(from);
  return larger;
}
