/**
 * What ranking asks of the index for every posting, as columns of numbers: read once, and extended while the index
 * only grows. What only symbols need is read when they are first asked for.
 */
import type { FileColumns, SearchIndex, SymbolColumns } from "../../repo/searchIndex.ts";

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

export class Layout implements FileColumns, SymbolColumns {
  firstPassageOf = new Uint32Array(1);
  firstSymbolOf = new Uint32Array(1);
  linesOf = new Uint32Array(0);
  bodyTermsOf = new Uint32Array(0);
  nameTermsOf = new Uint32Array(0);
  startLineOf = new Uint32Array(0);
  lengthOf = new Uint32Array(0);
  fileOfSymbol = new Uint32Array(0);

  /** By passage; ascends. */
  chunkOf = new Uint32Array(0);
  /** By chunk; a chunk's passages end where those of the next begin. One entry more than chunks. */
  firstPassage = new Uint32Array(1);
  /** Ascends. */
  fileOfChunk = new Uint32Array(0);
  /** By chunk, in terms. */
  chunkLengths = new Uint32Array(0);
  chunks = 0;
  /** By file; one entry more than files. */
  firstChunk = new Uint32Array(1);

  symbolOfPassage = new Int32Array(0);
  parentOf = new Int32Array(0);
  firstPassageIn = new Uint32Array(0);
  endPassageIn = new Uint32Array(0);
  nameLengthOf = new Uint32Array(0);
  kindOf = new Uint8Array(0);
  /** By symbol: terms of its body, of that without the bodies of inner symbols, and the chunk it begins in. */
  symbolLengths = new Uint32Array(0);
  ownLengths = new Uint32Array(0);
  chunkOfSymbol = new Uint32Array(0);
  /** By chunk: terms of the names of the symbols that begin in it. */
  chunkNames = new Uint32Array(0);
  /** By file: terms of all its symbols, inner ones counted in each around them. */
  symbolTerms = new Float64Array(0);

  /** Terms of all passages before one; one entry more than passages. */
  #termsBefore = new Uint32Array(1);
  #files = 0;
  #passages = 0;
  /** How far what symbols need was read. */
  #symbolFiles = 0;
  #symbolPassages = 0;
  #symbols = 0;
  #numbering = -1;
  readonly #chunkLines: number;

  constructor(chunkLines: number) {
    this.#chunkLines = chunkLines;
  }

  /** Takes in what the index has got since the last call, but for what only symbols need. */
  update(index: SearchIndex): void {
    if (index.numbering !== this.#numbering) {
      this.#numbering = index.numbering;
      this.#files = this.#passages = this.chunks = 0;
      this.#symbolFiles = this.#symbolPassages = this.#symbols = 0;
    }
    const { fileLimit, passageLimit, symbolLimit } = index;
    if (fileLimit === this.#files) return;
    this.#makeRoom(fileLimit, passageLimit, symbolLimit);
    index.fillFiles(this, this.#files);
    this.#addChunks(fileLimit);
    const { fileOfSymbol, firstSymbolOf } = this;
    for (let file = this.#files; file < fileLimit; file++)
      fileOfSymbol.fill(file, firstSymbolOf[file]!, firstSymbolOf[file + 1]!);
    this.#files = fileLimit;
    this.#passages = passageLimit;
  }

  /** Takes in what symbols need, after `update`. */
  updateSymbols(index: SearchIndex): void {
    const files = this.#files;
    if (files === this.#symbolFiles) return;
    const { symbolLimit } = index;
    this.#makeSymbolRoom(files, symbolLimit);
    index.fillSymbols(this, this.#symbolPassages, this.#symbols);
    this.#addTerms();
    this.chunkNames.fill(0, this.firstChunk[this.#symbolFiles], this.chunks);
    for (let file = this.#symbolFiles; file < files; file++) this.#addSymbols(file);
    this.#symbolFiles = files;
    this.#symbols = symbolLimit;
  }

  /** Passages are joined while they span no more lines than a chunk has. */
  #addChunks(files: number): void {
    const { firstPassageOf, linesOf, startLineOf, lengthOf } = this;
    const { chunkOf, firstPassage, fileOfChunk, chunkLengths, firstChunk } = this;
    const chunkLines = this.#chunkLines;
    let chunk = this.chunks - 1;
    for (let file = this.#files; file < files; file++) {
      firstChunk[file] = chunk + 1;
      const end = firstPassageOf[file + 1]!;
      let startLine = -1;
      for (let passage = firstPassageOf[file]!; passage < end; passage++) {
        const endLine = (passage + 1 < end ? startLineOf[passage + 1]! : linesOf[file]!) - 1;
        if (startLine < 0 || endLine - startLine >= chunkLines) {
          firstPassage[++chunk] = passage;
          chunkLengths[chunk] = 0;
          fileOfChunk[chunk] = file;
          startLine = startLineOf[passage]!;
        }
        chunkOf[passage] = chunk;
        chunkLengths[chunk]! += lengthOf[passage]!;
      }
    }
    this.chunks = chunk + 1;
    firstPassage[this.chunks] = firstPassageOf[files]!;
    firstChunk[files] = this.chunks;
  }

  #addTerms(): void {
    const termsBefore = this.#termsBefore;
    const { lengthOf } = this;
    for (let passage = this.#symbolPassages; passage < this.#passages; passage++)
      termsBefore[passage + 1] = termsBefore[passage]! + lengthOf[passage]!;
    this.#symbolPassages = this.#passages;
  }

  #addSymbols(file: number): void {
    const { firstPassageIn, endPassageIn, chunkOf, chunkOfSymbol, symbolLengths } = this;
    const { ownLengths } = this;
    const termsBefore = this.#termsBefore;
    const last = this.firstPassageOf[file + 1]! - 1;
    const end = this.firstSymbolOf[file + 1]!;
    let terms = 0;
    ownLengths.fill(0, this.firstSymbolOf[file]!, end);
    for (let p = this.firstPassageOf[file]!; p <= last; p++) {
      const owner = this.symbolOfPassage[p]!;
      if (owner >= 0) ownLengths[owner]! += this.lengthOf[p]!;
    }
    for (let symbol = this.firstSymbolOf[file]!; symbol < end; symbol++) {
      const first = firstPassageIn[symbol]!;
      const length = termsBefore[endPassageIn[symbol]!]! - termsBefore[first]!;
      const chunk = chunkOf[Math.min(first, last)]!;
      symbolLengths[symbol] = length;
      chunkOfSymbol[symbol] = chunk;
      this.chunkNames[chunk]! += this.nameLengthOf[symbol]!;
      terms += length;
    }
    this.symbolTerms[file] = terms;
  }

  #makeRoom(files: number, passages: number, symbols: number): void {
    if (passages >= this.chunkOf.length) {
      const size = roomFor(passages);
      this.startLineOf = grown(this.startLineOf, size);
      this.lengthOf = grown(this.lengthOf, size);
      this.chunkOf = grown(this.chunkOf, size);
      this.firstPassage = grown(this.firstPassage, size);
      this.fileOfChunk = grown(this.fileOfChunk, size);
      this.chunkLengths = grown(this.chunkLengths, size);
    }
    if (symbols > this.fileOfSymbol.length) this.fileOfSymbol = grown(this.fileOfSymbol, roomFor(symbols));
    if (files + 1 >= this.firstChunk.length) {
      const size = roomFor(files);
      this.firstPassageOf = grown(this.firstPassageOf, size);
      this.firstSymbolOf = grown(this.firstSymbolOf, size);
      this.linesOf = grown(this.linesOf, size);
      this.bodyTermsOf = grown(this.bodyTermsOf, size);
      this.nameTermsOf = grown(this.nameTermsOf, size);
      this.firstChunk = grown(this.firstChunk, size);
    }
  }

  #makeSymbolRoom(files: number, symbols: number): void {
    if (this.chunkNames.length < this.chunkOf.length) {
      const size = this.chunkOf.length;
      this.symbolOfPassage = grown(this.symbolOfPassage, size);
      this.#termsBefore = grown(this.#termsBefore, size + 1);
      this.chunkNames = grown(this.chunkNames, size);
    }
    if (symbols > this.parentOf.length) {
      const size = roomFor(symbols);
      this.parentOf = grown(this.parentOf, size);
      this.firstPassageIn = grown(this.firstPassageIn, size);
      this.endPassageIn = grown(this.endPassageIn, size);
      this.nameLengthOf = grown(this.nameLengthOf, size);
      this.kindOf = grown(this.kindOf, size);
      this.symbolLengths = grown(this.symbolLengths, size);
      this.ownLengths = grown(this.ownLengths, size);
      this.chunkOfSymbol = grown(this.chunkOfSymbol, size);
    }
    if (files > this.symbolTerms.length) this.symbolTerms = grown(this.symbolTerms, roomFor(files));
  }
}

const roomFor = (count: number): number => Math.ceil(1.1 * count) + 64;

function grown<T extends Numbers>(from: T, size: number): T {
  const larger = new (from.constructor as new (size: number) => T)(size);
  larger.set(from);
  return larger;
}
