/** Sorts what was gathered and writes it as a segment. */
import { Column } from "./bytes.ts";
import { DictionaryWriter } from "./dictionary.ts";
import { type ColumnArray, packSections } from "./format.ts";
import { letterMask } from "./letterMask.ts";
import { PostingWriter } from "./postingList.ts";
import { type SectionName, sectionNames } from "./sections.ts";
import type { SegmentColumns } from "./segmentColumns.ts";
import type { StringTable } from "./stringTable.ts";

/** Postings in columns: the list to which each belongs, ascending units, counts. */
export interface GatheredPostings {
  readonly lists: Column;
  readonly units: Column;
  readonly counts: Column;
}

export interface GatheredSegment {
  readonly columns: SegmentColumns;
  /** Names, containers and modules. */
  readonly names: StringTable;
  readonly words: StringTable;
  readonly terms: StringTable;
  /** Lists by term, term and word. */
  readonly body: GatheredPostings;
  readonly nameTerms: GatheredPostings;
  readonly files: GatheredPostings;
}

/** In steps of some ten milliseconds; changes nothing that was gathered, so that it may be given up. */
export function* packSegment(gathered: GatheredSegment): Generator<void, Uint8Array> {
  const { columns, names, words, terms } = gathered;
  const body = bucketsOf(gathered.body, terms.size);
  const nameTerms = bucketsOf(gathered.nameTerms, terms.size);
  yield;
  const termIds = terms.sorted(usedOf(terms.size, body.starts, nameTerms.starts));
  const termWriter = writeDictionary(terms, termIds);
  yield;
  const bodyWriter = yield* writeLists(termIds, body);
  const nameTermWriter = yield* writeLists(termIds, nameTerms);

  const files = bucketsOf(gathered.files, words.size);
  const wordIds = words.sorted(usedOf(words.size, files.starts, files.starts));
  const wordWriter = writeDictionary(words, wordIds);
  yield;
  const fileWriter = yield* writeLists(wordIds, files);

  const symbols = bucketsOf(symbolPostings(columns), names.size);
  const nameIds = names.sorted(Uint32Array.from({ length: names.size }, (_, id) => id));
  const nameWriter = writeDictionary(names, nameIds);
  const symbolWriter = yield* writeLists(nameIds, symbols);
  const hasSymbol = (id: number) => symbols.starts[id] !== symbols.starts[id + 1];
  const sections: Partial<Record<SectionName, ColumnArray>> = {
    ...columns.sections(),
    ...renumbered(columns, nameIds),
    termBlocks: termWriter.blockStarts.written(),
    termBytes: termWriter.bytes.written(),
    bodyStarts: bodyWriter.starts.written(),
    bodyPostings: bodyWriter.bytes.written(),
    nameStarts: nameTermWriter.starts.written(),
    namePostings: nameTermWriter.bytes.written(),
    nameBlocks: nameWriter.blockStarts.written(),
    nameBytes: nameWriter.bytes.written(),
    symbolStarts: symbolWriter.starts.written(),
    symbolPostings: symbolWriter.bytes.written(),
    nameLetters: nameIds.map((id) => (hasSymbol(id) ? letterMask(names.units(id)) : 0)),
    identifierBlocks: wordWriter.blockStarts.written(),
    identifierBytes: wordWriter.bytes.written(),
    fileStarts: fileWriter.starts.written(),
    filePostings: fileWriter.bytes.written(),
  };
  yield;
  return packNamed(sections);
}

/** All sections in their order. */
export function packNamed(sections: Partial<Record<SectionName, ColumnArray>>): Uint8Array {
  return packSections(sectionNames.map((name) => sections[name]!));
}

/** Columns of numbers of names, after names got the numbers of their order. */
function renumbered(
  columns: SegmentColumns,
  nameIds: Uint32Array,
): Partial<Record<SectionName, ColumnArray>> {
  const places = new Uint32Array(nameIds.length);
  nameIds.forEach((id, place) => {
    places[id] = place;
  });
  const { symbolName, symbolContainer, importModule } = columns.columns;
  const place = (column: Column) => column.written().map((id) => places[id]!);
  return {
    symbolName: place(symbolName),
    symbolContainer: place(symbolContainer),
    importModule: place(importModule),
  };
}

/** Postings by list: from `starts[list]` to `starts[list + 1]`, in the order they were gathered. */
interface Buckets {
  readonly starts: Uint32Array;
  readonly units: Uint32Array;
  readonly counts: Uint32Array;
}

/** A counting sort. */
function bucketsOf(postings: GatheredPostings, listCount: number): Buckets {
  const { length } = postings.lists;
  const lists = postings.lists.values;
  const fromUnits = postings.units.values;
  const fromCounts = postings.counts.values;
  const starts = new Uint32Array(listCount + 2);
  for (let i = 0; i < length; i++) starts[lists[i]! + 2]!++;
  for (let list = 2; list < starts.length; list++) starts[list]! += starts[list - 1]!;
  const units = new Uint32Array(length);
  const counts = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const at = starts[lists[i]! + 1]!++;
    units[at] = fromUnits[i]!;
    counts[at] = fromCounts[i]!;
  }
  return { starts, units, counts };
}

/** Symbols by name as postings. */
function symbolPostings({ columns, symbols }: SegmentColumns): GatheredPostings {
  const numbers = new Column();
  const counts = new Column();
  for (let symbol = 0; symbol < symbols; symbol++) {
    numbers.push(symbol);
    counts.push(1);
  }
  return { lists: columns.symbolName, units: numbers, counts };
}

/** Lists that are not empty in the first or the second. */
function usedOf(count: number, first: Uint32Array, second: Uint32Array): Uint32Array {
  const used = new Uint32Array(count);
  let length = 0;
  for (let id = 0; id < count; id++) {
    if (first[id] !== first[id + 1] || second[id] !== second[id + 1]) used[length++] = id;
  }
  return used.slice(0, length);
}

function writeDictionary(table: StringTable, ids: Uint32Array): DictionaryWriter {
  const writer = new DictionaryWriter();
  const scratch = { bytes: new Uint8Array(256) };
  for (let i = 0; i < ids.length; i++) {
    const length = table.encode(ids[i]!, scratch);
    writer.add(scratch.bytes, length);
  }
  return writer;
}

/** Postings between two yields. */
const STEP = 1 << 17;

function* writeLists(ids: Uint32Array, buckets: Buckets): Generator<void, PostingWriter> {
  const writer = new PostingWriter();
  for (let from = 0; from < ids.length; ) {
    from = writeSome(writer, ids, from, buckets);
    yield;
  }
  return writer;
}

/** @returns the list to go on with */
function writeSome(writer: PostingWriter, ids: Uint32Array, from: number, buckets: Buckets): number {
  const { starts, units, counts } = buckets;
  let left = STEP;
  let at = from;
  for (; at < ids.length && left > 0; at++) {
    const id = ids[at]!;
    const end = starts[id + 1]!;
    for (let i = starts[id]!; i < end; i++) writer.add(units[i]!, counts[i]!);
    left -= end - starts[id]! + 1;
    writer.endList();
  }
  return at;
}
