/** Makes one segment of several, without the contents that are no longer wanted. */
import type { PostingBuffer } from "../searchIndex.ts";
import { type Column, Column as NumberColumn } from "./bytes.ts";
import { type Dictionary, DictionaryWriter } from "./dictionary.ts";
import { DictionaryMerge } from "./dictionaryMerge.ts";
import type { ColumnArray } from "./format.ts";
import { packNamed } from "./packSegment.ts";
import { emptyPostings, type PostingLists, PostingWriter } from "./postingList.ts";
import type { SectionName } from "./sections.ts";
import type { Segment } from "./segment.ts";
import { SegmentColumns } from "./segmentColumns.ts";

export interface MergeInput {
  readonly segment: Segment;
  /** By number of content. */
  readonly keep: (content: number) => boolean;
}

/** In steps of a few milliseconds. Contents keep their order. */
export function* mergeSegments(inputs: readonly MergeInput[]): Generator<void, Uint8Array> {
  const merge = new Merge(inputs);
  yield* merge.copyColumns();
  yield* merge.mergeTerms();
  yield* merge.mergeIdentifiers();
  yield* merge.mergeNames();
  return merge.pack();
}

/** Postings between two yields. */
const STEP = 1 << 16;
const GONE = 0xffffffff;

/** New numbers by old ones; `GONE` for what is dropped. */
interface Numbers {
  readonly contents: Uint32Array;
  readonly passages: Uint32Array;
  readonly symbols: Uint32Array;
  /** 1 for names in use; then new numbers. */
  readonly names: Uint32Array;
}

class Merge {
  readonly #segments: readonly Segment[];
  readonly #inputs: readonly MergeInput[];
  readonly #numbers: readonly Numbers[];
  readonly #columns = new SegmentColumns();
  readonly #sections: Partial<Record<SectionName, ColumnArray>> = {};
  readonly #buffer: PostingBuffer = emptyPostings();
  /** Work since the last yield. */
  #work = 0;

  constructor(inputs: readonly MergeInput[]) {
    this.#inputs = inputs;
    this.#segments = inputs.map(({ segment }) => segment);
    this.#numbers = this.#segments.map((segment) => ({
      contents: new Uint32Array(segment.contents).fill(GONE),
      passages: new Uint32Array(segment.passages).fill(GONE),
      symbols: new Uint32Array(segment.symbols).fill(GONE),
      names: new Uint32Array(segment.names.count),
    }));
  }

  *copyColumns(): Generator<void> {
    for (const [i, { segment, keep }] of this.#inputs.entries()) {
      for (let content = 0; content < segment.contents; content++) {
        if (keep(content)) this.#copyContent(segment, content, this.#numbers[i]!);
        if (this.#isStepOver()) yield;
      }
    }
  }

  *mergeTerms(): Generator<void> {
    const body = new PostingWriter();
    const names = new PostingWriter();
    const bodyLists = this.#segments.map((segment) => segment.body);
    const nameLists = this.#segments.map((segment) => segment.nameTerms);
    const passages = this.#numbers.map((numbers) => numbers.passages);
    const symbols = this.#numbers.map((numbers) => numbers.symbols);
    const words = yield* this.#mergeDictionaries(
      this.#segments.map(({ terms }) => terms),
      (sources, idIn) => {
        const bodyPostings = this.#copyLists(sources, idIn, bodyLists, passages, body);
        const namePostings = this.#copyLists(sources, idIn, nameLists, symbols, names);
        if (bodyPostings + namePostings === 0) return false;
        body.endList();
        names.endList();
        return true;
      },
    );
    this.#sections.termBlocks = words.blockStarts.written();
    this.#sections.termBytes = words.bytes.written();
    this.#sections.bodyStarts = body.starts.written();
    this.#sections.bodyPostings = body.bytes.written();
    this.#sections.nameStarts = names.starts.written();
    this.#sections.namePostings = names.bytes.written();
  }

  *mergeIdentifiers(): Generator<void> {
    const files = new PostingWriter();
    const lists = this.#segments.map((segment) => segment.files);
    const contents = this.#numbers.map((numbers) => numbers.contents);
    const words = yield* this.#mergeDictionaries(
      this.#segments.map(({ identifiers }) => identifiers),
      (sources, idIn) => {
        if (this.#copyLists(sources, idIn, lists, contents, files) === 0) return false;
        files.endList();
        return true;
      },
    );
    this.#sections.identifierBlocks = words.blockStarts.written();
    this.#sections.identifierBytes = words.bytes.written();
    this.#sections.fileStarts = files.starts.written();
    this.#sections.filePostings = files.bytes.written();
  }

  *mergeNames(): Generator<void> {
    const symbols = new PostingWriter();
    const letters = new NumberColumn();
    const lists = this.#segments.map((segment) => segment.symbolsByName);
    const numbers = this.#numbers.map(({ symbols }) => symbols);
    const words = yield* this.#mergeDictionaries(
      this.#segments.map(({ names }) => names),
      (sources, idIn) => {
        if (!sources.some((source) => this.#numbers[source]!.names[idIn(source)] === 1)) return false;
        const found = this.#copyLists(sources, idIn, lists, numbers, symbols);
        let mask = 0;
        for (const source of sources) {
          mask |= this.#segments[source]!.columns.nameLetters[idIn(source)]!;
          this.#numbers[source]!.names[idIn(source)] = letters.length;
        }
        symbols.endList();
        letters.push(found === 0 ? 0 : mask);
        return true;
      },
    );
    this.#sections.nameBlocks = words.blockStarts.written();
    this.#sections.nameBytes = words.bytes.written();
    this.#sections.symbolStarts = symbols.starts.written();
    this.#sections.symbolPostings = symbols.bytes.written();
    this.#sections.nameLetters = letters.written();
    yield;
    this.#renumberNames();
  }

  pack(): Uint8Array {
    return packNamed({ ...this.#columns.sections(), ...this.#sections });
  }

  /** @param copy writes what belongs to the string; says whether anything did */
  *#mergeDictionaries(
    dictionaries: readonly Dictionary[],
    copy: (sources: readonly number[], idIn: (source: number) => number) => boolean,
  ): Generator<void, DictionaryWriter> {
    const writer = new DictionaryWriter();
    const merge = new DictionaryMerge(dictionaries);
    const idIn = (source: number) => merge.idIn(source);
    for (let at = merge.next(); at; at = merge.next()) {
      if (copy(merge.sources, idIn)) writer.add(at.bytes, at.length);
      this.#work += 20;
      if (this.#isStepOver()) yield;
    }
    return writer;
  }

  /** @returns how many postings there are now */
  #copyLists(
    sources: readonly number[],
    idIn: (source: number) => number,
    lists: readonly PostingLists[],
    numbers: readonly Uint32Array[],
    into: PostingWriter,
  ): number {
    const buffer = this.#buffer;
    let copied = 0;
    for (const source of sources) {
      buffer.length = 0;
      lists[source]!.read(idIn(source), 0, buffer);
      copied += copyLive(buffer, numbers[source]!, into);
      this.#work += buffer.length;
    }
    return copied;
  }

  #copyContent(segment: Segment, content: number, numbers: Numbers): void {
    const from = segment.columns;
    const to = this.#columns.columns;
    numbers.contents[content] = this.#columns.contents;
    const number = this.#columns.contents;
    for (let i = from.contentPassages[content]!; i < from.contentPassages[content + 1]!; i++) {
      numbers.passages[i] = this.#columns.passages;
      to.passageContent.push(number);
      copyRow(passageColumns, from, to, i);
    }
    for (let i = from.contentSymbols[content]!; i < from.contentSymbols[content + 1]!; i++) {
      numbers.symbols[i] = this.#columns.symbols;
      numbers.names[from.symbolName[i]!] = 1;
      numbers.names[from.symbolContainer[i]!] = 1;
      to.symbolContent.push(number);
      copyRow(symbolColumns, from, to, i);
    }
    for (let i = from.contentImports[content]!; i < from.contentImports[content + 1]!; i++) {
      numbers.names[from.importModule[i]!] = 1;
      copyRow(importColumns, from, to, i);
    }
    this.#work += from.contentPassages[content + 1]! - from.contentPassages[content]!;
    this.#columns.endContent(
      segment.hashOf(content),
      segment.languageOf(content),
      from.contentLines[content]!,
      { body: from.contentBodyTerms[content]!, name: from.contentNameTerms[content]! },
    );
  }

  /** Symbols and imports stand in the order of the inputs, so that each one's old segment is known by counting. */
  #renumberNames(): void {
    const { symbolName, symbolContainer, importModule } = this.#columns.columns;
    let symbol = 0;
    let line = 0;
    for (const [i, { segment }] of this.#inputs.entries()) {
      const { names } = this.#numbers[i]!;
      const { contentSymbols, contentImports } = segment.columns;
      for (let content = 0; content < segment.contents; content++) {
        if (this.#numbers[i]!.contents[content] === GONE) continue;
        const symbols = contentSymbols[content + 1]! - contentSymbols[content]!;
        const imports = contentImports[content + 1]! - contentImports[content]!;
        renumber(symbolName, symbol, symbols, names);
        renumber(symbolContainer, symbol, symbols, names);
        renumber(importModule, line, imports, names);
        symbol += symbols;
        line += imports;
      }
    }
  }

  #isStepOver(): boolean {
    if (this.#work < STEP) return false;
    this.#work = 0;
    return true;
  }
}

function copyLive(
  { units, counts, length }: PostingBuffer,
  numbers: Uint32Array,
  into: PostingWriter,
): number {
  let copied = 0;
  for (let i = 0; i < length; i++) {
    const unit = numbers[units[i]!]!;
    if (unit === GONE) continue;
    into.add(unit, counts[i]!);
    copied++;
  }
  return copied;
}

const passageColumns = ["passageLine", "passageTerms", "passageSymbol"] as const;
const symbolColumns = [
  "symbolName",
  "symbolKind",
  "symbolContainer",
  "symbolParent",
  "symbolStart",
  "symbolLines",
  "symbolTerms",
  "symbolPassages",
  "symbolPassageCount",
] as const;
const importColumns = ["importModule", "importLine"] as const;

function copyRow<K extends SectionName>(
  names: readonly K[],
  from: Readonly<Record<K, ColumnArray>>,
  to: Readonly<Record<K, Column>>,
  row: number,
): void {
  for (const name of names) to[name].push(from[name][row]!);
}

function renumber(column: Column, from: number, count: number, numbers: Uint32Array): void {
  for (let i = from; i < from + count; i++) column.values[i] = numbers[column.values[i]!]!;
}
