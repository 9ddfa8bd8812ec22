/** Sorts what was gathered and writes it as a segment. */
import type { Column } from "./bytes.ts";
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

export function packSegment(gathered: GatheredSegment): Uint8Array {
  const { columns, names, words, terms } = gathered;
  const body = bucketsOf(gathered.body, terms.size);
  const nameTerms = bucketsOf(gathered.nameTerms, terms.size);
  const files = bucketsOf(gathered.files, words.size);
  const { symbolName } = columns.columns;
  const symbols = bucketsOfColumn(symbolName, names.size);

  const termIds = terms.sorted(usedOf(terms.size, body, nameTerms));
  const termWriter = writeDictionary(terms, termIds);
  const bodyWriter = writeLists(termIds, body, gathered.body);
  const nameTermWriter = writeLists(termIds, nameTerms, gathered.nameTerms);

  const wordIds = words.sorted(usedOf(words.size, files));
  const wordWriter = writeDictionary(words, wordIds);
  const fileWriter = writeLists(wordIds, files, gathered.files);

  const nameIds = names.sorted(Uint32Array.from({ length: names.size }, (_, id) => id));
  const nameWriter = writeDictionary(names, nameIds);
  const symbolWriter = writeSymbolLists(nameIds, symbols);
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
    nameLetters: Uint32Array.from(nameIds, (id) => (symbols.isEmpty(id) ? 0 : letterMask(names.string(id)))),
    identifierBlocks: wordWriter.blockStarts.written(),
    identifierBytes: wordWriter.bytes.written(),
    fileStarts: fileWriter.starts.written(),
    filePostings: fileWriter.bytes.written(),
  };
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

/** Numbers of postings by list: `order` from `starts[list]` to `starts[list + 1]`, in the order they were gathered. */
interface Buckets {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
  isEmpty(list: number): boolean;
}

const bucketsOf = (postings: GatheredPostings, lists: number): Buckets =>
  bucketsOfColumn(postings.lists, lists);

/** A counting sort. */
function bucketsOfColumn(column: Column, lists: number): Buckets {
  const { values, length } = column;
  const starts = new Uint32Array(lists + 2);
  for (let i = 0; i < length; i++) starts[values[i]! + 2]!++;
  for (let list = 2; list < starts.length; list++) starts[list]! += starts[list - 1]!;
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[starts[values[i]! + 1]!++] = i;
  return { starts, order, isEmpty: (list) => starts[list] === starts[list + 1] };
}

function usedOf(count: number, ...buckets: readonly Buckets[]): Uint32Array {
  const used = new Uint32Array(count);
  let length = 0;
  for (let id = 0; id < count; id++) {
    if (buckets.some(({ starts }) => starts[id] !== starts[id + 1])) used[length++] = id;
  }
  return used.slice(0, length);
}

function writeDictionary(table: StringTable, ids: Uint32Array): DictionaryWriter {
  const writer = new DictionaryWriter();
  const scratch = { bytes: new Uint8Array(256) };
  for (const id of ids) {
    const length = table.encode(id, scratch);
    writer.add(scratch.bytes, length);
  }
  return writer;
}

function writeLists(ids: Uint32Array, { starts, order }: Buckets, postings: GatheredPostings): PostingWriter {
  const writer = new PostingWriter();
  const units = postings.units.values;
  const counts = postings.counts.values;
  for (const id of ids) {
    const end = starts[id + 1]!;
    for (let i = starts[id]!; i < end; i++) writer.add(units[order[i]!]!, counts[order[i]!]!);
    writer.endList();
  }
  return writer;
}

function writeSymbolLists(nameIds: Uint32Array, { starts, order }: Buckets): PostingWriter {
  const writer = new PostingWriter();
  for (const id of nameIds) {
    for (let i = starts[id]!; i < starts[id + 1]!; i++) writer.add(order[i]!, 1);
    writer.endList();
  }
  return writer;
}
