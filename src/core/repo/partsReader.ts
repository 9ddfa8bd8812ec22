/**
 * What an index of segments answers by its numbers of files, passages and symbols: each is looked up in the part that it
 * belongs to. Dead contents are left out where names and words are asked for.
 */
import type { ContentSet } from "./contentSet.ts";
import { fillFiles, fillPassageSymbols, fillSymbols } from "./indexColumns.ts";
import { PartNumbers } from "./partNumbers.ts";
import type { RepoPart } from "./repoPart.ts";
import type {
  FileColumns,
  IndexTotals,
  PostingBuffer,
  PostingField,
  SearchIndex,
  SymbolColumns,
} from "./searchIndex.ts";
import { emptyPostings } from "./segment/postingList.ts";
import type { Segment } from "./segment/segment.ts";
import type { SymbolHit } from "./symbolHit.ts";

export abstract class PartsReader implements SearchIndex {
  protected readonly numbers = new PartNumbers();
  readonly #scratch = emptyPostings();

  abstract get numbering(): number;
  abstract get naming(): number;
  abstract totals(): IndexTotals;
  abstract fileOf(path: string): number;

  /** Segments with all contents there are, in the order of their numbers. */
  abstract parts(): readonly RepoPart[];

  /** What holds a file: a part, or contents that wait to become one. */
  protected abstract setOf(file: number): ContentSet;

  /** Symbols with exactly this name, ordered by path and line. */
  definitionsOf(name: string): readonly SymbolHit[] {
    const hits: SymbolHit[] = [];
    for (const part of this.parts()) {
      const { segment } = part;
      const id = segment.names.find(name);
      if (id < 0) continue;
      const found = readSymbols(segment, id);
      for (const symbol of found)
        if (part.isLive(segment.columns.symbolContent[symbol]!)) hits.push(hitOf(part, symbol));
    }
    return hits.sort((a, b) => (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1));
  }

  /** Calls `visit` with each file whose code holds the identifier, in no promised order. */
  forEachFileWith(name: string, visit: (path: string, number: number) => void): void {
    for (const file of this.filesWith(name)) visit(this.pathOf(file), file);
  }

  /** How many files hold an identifier. */
  fileCountBound(name: string): number {
    return this.filesWith(name).length;
  }

  filesWith(identifier: string): readonly number[] {
    const files: number[] = [];
    for (const part of this.parts()) {
      const id = part.segment.identifiers.find(identifier);
      if (id < 0) continue;
      this.#scratch.length = 0;
      part.segment.files.read(id, 0, this.#scratch);
      for (let i = 0; i < this.#scratch.length; i++) {
        const content = this.#scratch.units[i]!;
        if (part.isLive(content)) files.push(part.firstFile + content);
      }
    }
    return files;
  }

  get fileLimit(): number {
    return this.parts().at(-1)?.endFile ?? 0;
  }

  get passageLimit(): number {
    return this.parts().at(-1)?.endPassage ?? 0;
  }

  get symbolLimit(): number {
    return this.parts().at(-1)?.endSymbol ?? 0;
  }

  isLive(file: number): boolean {
    const set = this.setOf(file);
    return set.isLive(file - set.firstFile);
  }

  pathOf(file: number): string {
    const set = this.setOf(file);
    return set.paths[file - set.firstFile] ?? "";
  }

  languageOf(file: number): string {
    const set = this.setOf(file);
    return set.languageOf(file - set.firstFile);
  }

  firstPassageOf(file: number): number {
    const part = this.#partOfFile(file);
    if (!part) return this.passageLimit;
    return part.firstPassage + part.segment.columns.contentPassages[file - part.firstFile]!;
  }

  firstSymbolOf(file: number): number {
    const part = this.#partOfFile(file);
    if (!part) return this.symbolLimit;
    return part.firstSymbol + part.segment.columns.contentSymbols[file - part.firstFile]!;
  }

  fileOfPassage(passage: number): number {
    const part = this.numbers.ofPassage(passage);
    return part.firstFile + part.segment.columns.passageContent[passage - part.firstPassage]!;
  }

  symbolOfPassage(passage: number): number {
    const part = this.numbers.ofPassage(passage);
    const symbol = part.segment.symbolOfPassage(passage - part.firstPassage);
    return symbol < 0 ? -1 : part.firstSymbol + symbol;
  }

  startLineOf(passage: number): number {
    const part = this.numbers.ofPassage(passage);
    return part.segment.columns.passageLine[passage - part.firstPassage]!;
  }

  endLineOf(passage: number): number {
    const part = this.numbers.ofPassage(passage);
    return part.segment.lastLineOf(passage - part.firstPassage);
  }

  lengthOf(passage: number): number {
    const part = this.numbers.ofPassage(passage);
    return part.segment.columns.passageTerms[passage - part.firstPassage]!;
  }

  symbol(symbol: number): SymbolHit {
    const part = this.numbers.ofSymbol(symbol);
    return hitOf(part, symbol - part.firstSymbol);
  }

  fileOfSymbol(symbol: number): number {
    const part = this.numbers.ofSymbol(symbol);
    return part.firstFile + part.segment.columns.symbolContent[symbol - part.firstSymbol]!;
  }

  parentOf(symbol: number): number {
    const part = this.numbers.ofSymbol(symbol);
    const parent = part.segment.parentOf(symbol - part.firstSymbol);
    return parent < 0 ? -1 : part.firstSymbol + parent;
  }

  firstPassageIn(symbol: number): number {
    const part = this.numbers.ofSymbol(symbol);
    return part.firstPassage + part.segment.firstPassageIn(symbol - part.firstSymbol);
  }

  endPassageIn(symbol: number): number {
    const part = this.numbers.ofSymbol(symbol);
    return part.firstPassage + part.segment.endPassageIn(symbol - part.firstSymbol);
  }

  nameLengthOf(symbol: number): number {
    const part = this.numbers.ofSymbol(symbol);
    return part.segment.columns.symbolTerms[symbol - part.firstSymbol]!;
  }

  fillFiles(into: FileColumns, fromFile: number): void {
    for (const part of this.parts())
      if (part.endFile > fromFile) fillFiles(part, into, Math.max(0, fromFile - part.firstFile));
  }

  fillSymbols(into: SymbolColumns, fromPassage: number, fromSymbol: number): void {
    for (const part of this.parts()) {
      if (part.endPassage > fromPassage)
        fillPassageSymbols(part, into, Math.max(0, fromPassage - part.firstPassage));
      if (part.endSymbol > fromSymbol) fillSymbols(part, into, Math.max(0, fromSymbol - part.firstSymbol));
    }
  }

  fillLive(into: Uint8Array): void {
    for (const part of this.parts()) into.set(part.states, part.firstFile);
  }

  countPostings(field: PostingField, term: string, most: number): number {
    let count = 0;
    for (const part of this.parts()) {
      const { segment } = part;
      const id = segment.terms.find(term);
      if (id < 0) continue;
      const isBody = field === "body";
      const contents = isBody ? segment.columns.passageContent : segment.columns.symbolContent;
      const isLive = part.deadCount > 0 ? (unit: number) => part.isLive(contents[unit]!) : undefined;
      count += (isBody ? segment.body : segment.nameTerms).count(id, most - count, isLive);
      if (count > most) break;
    }
    return count;
  }

  readPostings(field: PostingField, term: string, into: PostingBuffer): void {
    into.length = 0;
    for (const part of this.parts()) {
      const { segment } = part;
      const id = segment.terms.find(term);
      if (id < 0) continue;
      const from = into.length;
      const isBody = field === "body";
      const base = isBody ? part.firstPassage : part.firstSymbol;
      (isBody ? segment.body : segment.nameTerms).read(id, base, into);
      const contents = isBody ? segment.columns.passageContent : segment.columns.symbolContent;
      if (part.deadCount > 0) keepLive(part, contents, base, into, from);
    }
  }

  /** Undefined beyond the last file. */
  #partOfFile(file: number): RepoPart | undefined {
    return file >= this.fileLimit ? undefined : this.numbers.ofFile(file);
  }
}

/** @param symbol of the part's own numbers, in a live content */
export function hitOf(part: RepoPart, symbol: number): SymbolHit {
  const { segment } = part;
  return {
    path: part.paths[segment.columns.symbolContent[symbol]!] ?? "",
    name: segment.nameOf(symbol),
    kind: segment.kindOf(symbol),
    container: segment.containerOf(symbol),
    startLine: segment.startLineOf(symbol),
    endLine: segment.endLineOf(symbol),
  };
}

function readSymbols(segment: Segment, id: number): Uint32Array {
  const buffer = emptyPostings();
  segment.symbolsByName.read(id, 0, buffer);
  return buffer.units.subarray(0, buffer.length);
}

function keepLive(
  part: RepoPart,
  contents: { readonly [unit: number]: number },
  base: number,
  buffer: PostingBuffer,
  from: number,
): void {
  const { units, counts, length } = buffer;
  let to = from;
  for (let i = from; i < length; i++) {
    if (!part.isLive(contents[units[i]! - base]!)) continue;
    units[to] = units[i]!;
    counts[to++] = counts[i]!;
  }
  buffer.length = to;
}
