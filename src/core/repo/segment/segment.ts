/** One segment, read in place: nothing is unpacked on opening. */
import { type SymbolKind, symbolKinds } from "../../syntax/outline/outline.ts";
import { Dictionary } from "./dictionary.ts";
import { type ColumnArray, openSections, type SegmentFault } from "./format.ts";
import { PostingLists } from "./postingList.ts";
import { type SectionName, sectionNames } from "./sections.ts";
import { unpackStrings } from "./segmentColumns.ts";

export type SegmentRead =
  | { readonly kind: "segment"; readonly segment: Segment }
  | { readonly kind: "fault"; readonly fault: SegmentFault };

/**
 * Never throws.
 *
 * @param bytes are kept, and must not change
 * @param isChecked whether they are known to be those that were written
 */
export function openSegment(bytes: Uint8Array, isChecked = false): SegmentRead {
  const read = openSections(bytes, sectionNames.length, isChecked);
  if (read.kind === "fault") return read;
  return { kind: "segment", segment: new Segment(bytes, read.sections, read.checksum) };
}

/** Numbers are those of this segment alone. */
export class Segment {
  readonly bytes: Uint8Array;
  /** Its content's checksum in hexadecimal: equal segments have equal ids. */
  readonly id: string;
  readonly contents: number;
  readonly passages: number;
  readonly symbols: number;
  readonly columns: Readonly<Record<SectionName, ColumnArray>>;
  readonly terms: Dictionary;
  readonly names: Dictionary;
  readonly identifiers: Dictionary;
  readonly body: PostingLists;
  readonly nameTerms: PostingLists;
  readonly symbolsByName: PostingLists;
  readonly files: PostingLists;
  readonly #languages: readonly string[];

  constructor(bytes: Uint8Array, sections: readonly ColumnArray[], checksum: number) {
    const columns = Object.fromEntries(sectionNames.map((name, i) => [name, sections[i]!])) as Record<
      SectionName,
      ColumnArray
    >;
    const lists = (starts: SectionName, postings: SectionName) =>
      new PostingLists(columns[postings] as Uint8Array, columns[starts]);
    const dictionary = (blocks: SectionName, text: SectionName, starts: SectionName) =>
      new Dictionary(columns[text] as Uint8Array, columns[blocks], columns[starts].length - 1);
    this.bytes = bytes;
    this.id = checksum.toString(16).padStart(14, "0");
    this.columns = columns;
    this.contents = columns.contentHashLow.length;
    this.passages = columns.passageContent.length;
    this.symbols = columns.symbolContent.length;
    this.terms = dictionary("termBlocks", "termBytes", "bodyStarts");
    this.names = dictionary("nameBlocks", "nameBytes", "symbolStarts");
    this.identifiers = dictionary("identifierBlocks", "identifierBytes", "fileStarts");
    this.body = lists("bodyStarts", "bodyPostings");
    this.nameTerms = lists("nameStarts", "namePostings");
    this.symbolsByName = lists("symbolStarts", "symbolPostings");
    this.files = lists("fileStarts", "filePostings");
    this.#languages = unpackStrings(columns.languages);
  }

  hashOf(content: number): number {
    const { contentHashLow, contentHashHigh } = this.columns;
    return contentHashLow[content]! + 4294967296 * contentHashHigh[content]!;
  }

  languageOf(content: number): string {
    return this.#languages[this.columns.contentLanguage[content]!]!;
  }

  nameOf(symbol: number): string {
    return this.names.get(this.columns.symbolName[symbol]!);
  }

  containerOf(symbol: number): string {
    return this.names.get(this.columns.symbolContainer[symbol]!);
  }

  kindOf(symbol: number): SymbolKind {
    return symbolKinds[this.columns.symbolKind[symbol]!]!;
  }

  /** 0-based, inclusive. */
  startLineOf(symbol: number): number {
    return this.columns.symbolStart[symbol]!;
  }

  endLineOf(symbol: number): number {
    return this.columns.symbolStart[symbol]! + this.columns.symbolLines[symbol]!;
  }

  /** -1 at the top. */
  parentOf(symbol: number): number {
    const place = this.columns.symbolParent[symbol]!;
    return place === 0 ? -1 : this.columns.contentSymbols[this.columns.symbolContent[symbol]!]! + place - 1;
  }

  firstPassageIn(symbol: number): number {
    const content = this.columns.symbolContent[symbol]!;
    return this.columns.contentPassages[content]! + this.columns.symbolPassages[symbol]!;
  }

  endPassageIn(symbol: number): number {
    return this.firstPassageIn(symbol) + this.columns.symbolPassageCount[symbol]!;
  }

  /** -1 at the top. */
  symbolOfPassage(passage: number): number {
    const place = this.columns.passageSymbol[passage]!;
    return place === 0 ? -1 : this.columns.contentSymbols[this.columns.passageContent[passage]!]! + place - 1;
  }

  /** Last line of a passage, 0-based. */
  lastLineOf(passage: number): number {
    const { passageContent, passageLine, contentLines } = this.columns;
    const content = passageContent[passage]!;
    const isLast = passage + 1 >= this.passages || passageContent[passage + 1] !== content;
    return (isLast ? contentLines[content]! : passageLine[passage + 1]!) - 1;
  }
}
