/**
 * What ranking asks of the index for every posting, as columns of numbers: read once, and extended while the index
 * only grows.
 */
import type { IndexColumns, SearchIndex } from "../../repo/searchIndex.ts";

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

export class Layout implements IndexColumns {
  symbolOfPassage = new Int32Array(0);
  startLineOf = new Uint32Array(0);
  endLineOf = new Uint32Array(0);
  lengthOf = new Uint32Array(0);
  parentOf = new Int32Array(0);
  firstPassageIn = new Uint32Array(0);
  endPassageIn = new Uint32Array(0);
  fileOfSymbol = new Uint32Array(0);
  nameLengthOf = new Uint32Array(0);
  kindOf = new Uint8Array(0);

  /** By passage. */
  chunkOf = new Uint32Array(0);
  /** Terms of all passages before this one; one entry more than passages. */
  termsBefore = new Uint32Array(1);
  /** By chunk; a chunk's passages end where those of the next begin. One entry more than chunks. */
  firstPassage = new Uint32Array(1);
  fileOfChunk = new Uint32Array(0);
  /** By chunk: terms of the names of the symbols that begin in it. */
  chunkNames = new Uint32Array(0);
  chunks = 0;
  /** By file; one entry more than files. */
  firstChunk = new Uint32Array(1);
  /** By file: terms of all its symbols' names; and terms of all its symbols, inner ones counted in each around them. */
  fileNames = new Uint32Array(0);
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
    const { fileLimit, passageLimit, symbolLimit } = index;
    if (fileLimit === this.#files) return;
    this.#makeRoom(fileLimit, passageLimit, symbolLimit);
    index.fillColumns(this, this.#passages, this.#symbols);
    for (let file = this.#files; file < fileLimit; file++) {
      const isLast = file + 1 === fileLimit;
      this.#addChunks(file, isLast ? passageLimit : index.firstPassageOf(file + 1));
      this.#addSymbols(file, isLast ? symbolLimit : index.firstSymbolOf(file + 1));
    }
    this.#files = fileLimit;
  }

  lengthOfChunk(chunk: number): number {
    return this.termsBefore[this.firstPassage[chunk + 1]!]! - this.termsBefore[this.firstPassage[chunk]!]!;
  }

  lengthOfFile(file: number): number {
    const end = this.firstPassage[this.firstChunk[file + 1]!]!;
    return this.termsBefore[end]! - this.termsBefore[this.firstPassage[this.firstChunk[file]!]!]!;
  }

  lengthOfSymbol(symbol: number): number {
    return this.termsBefore[this.endPassageIn[symbol]!]! - this.termsBefore[this.firstPassageIn[symbol]!]!;
  }

  /** Where a symbol begins. */
  chunkOfSymbol(symbol: number): number {
    const end = this.firstPassage[this.firstChunk[this.fileOfSymbol[symbol]! + 1]!]!;
    return this.chunkOf[Math.min(this.firstPassageIn[symbol]!, end - 1)]!;
  }

  /** Passages are joined while they span no more lines than a chunk has. */
  #addChunks(file: number, end: number): void {
    this.firstChunk[file] = this.chunks;
    let startLine = -1;
    for (let passage = this.#passages; passage < end; passage++) {
      if (startLine < 0 || this.endLineOf[passage]! - startLine >= this.#chunkLines) {
        this.firstPassage[this.chunks] = passage;
        this.chunkNames[this.chunks] = 0;
        this.fileOfChunk[this.chunks++] = file;
        startLine = this.startLineOf[passage]!;
      }
      this.chunkOf[passage] = this.chunks - 1;
      this.termsBefore[passage + 1] = this.termsBefore[passage]! + this.lengthOf[passage]!;
    }
    this.#passages = end;
    this.firstPassage[this.chunks] = end;
    this.firstChunk[file + 1] = this.chunks;
  }

  #addSymbols(file: number, end: number): void {
    let terms = 0;
    let names = 0;
    for (let symbol = this.#symbols; symbol < end; symbol++) {
      const name = this.nameLengthOf[symbol]!;
      names += name;
      terms += this.lengthOfSymbol(symbol);
      this.chunkNames[this.chunkOfSymbol(symbol)]! += name;
    }
    this.#symbols = end;
    this.fileNames[file] = names;
    this.symbolTerms[file] = terms;
  }

  #makeRoom(files: number, passages: number, symbols: number): void {
    if (passages >= this.chunkOf.length) {
      const size = roomFor(passages);
      this.symbolOfPassage = grown(this.symbolOfPassage, size);
      this.startLineOf = grown(this.startLineOf, size);
      this.endLineOf = grown(this.endLineOf, size);
      this.lengthOf = grown(this.lengthOf, size);
      this.chunkOf = grown(this.chunkOf, size);
      this.termsBefore = grown(this.termsBefore, size);
      this.firstPassage = grown(this.firstPassage, size);
      this.fileOfChunk = grown(this.fileOfChunk, size);
      this.chunkNames = grown(this.chunkNames, size);
    }
    if (symbols >= this.parentOf.length) {
      const size = roomFor(symbols);
      this.parentOf = grown(this.parentOf, size);
      this.firstPassageIn = grown(this.firstPassageIn, size);
      this.endPassageIn = grown(this.endPassageIn, size);
      this.fileOfSymbol = grown(this.fileOfSymbol, size);
      this.nameLengthOf = grown(this.nameLengthOf, size);
      this.kindOf = grown(this.kindOf, size);
    }
    if (files + 1 >= this.firstChunk.length) {
      const size = roomFor(files);
      this.firstChunk = grown(this.firstChunk, size);
      this.fileNames = grown(this.fileNames, size);
      this.symbolTerms = grown(this.symbolTerms, size);
    }
  }
}

const roomFor = (count: number): number => Math.ceil(1.1 * count) + 64;

function grown<T extends Numbers>(from: T, size: number): T {
  const larger = new (from.constructor as new (size: number) => T)(size);
  larger.set(from);
  return larger;
}
