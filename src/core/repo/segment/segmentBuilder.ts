/** Gathers contents of files and makes a segment of them. */
import type { Outline } from "../../syntax/outline/outline.ts";
import { symbolKinds } from "../../syntax/outline/outline.ts";
import { Column } from "./bytes.ts";
import type { Passages } from "./cutPassages.ts";
import { type GatheredPostings, packSegment } from "./packSegment.ts";
import type { WordScan } from "./scanWords.ts";
import { SegmentColumns } from "./segmentColumns.ts";
import { StringTable } from "./stringTable.ts";
import type { WordTable } from "./wordTable.ts";

/** What is known of one text before it is added. */
export interface GatheredContent {
  /** `contentHash` of its bytes. */
  readonly hash: number;
  readonly languageId: string;
  readonly lines: number;
  readonly outline: Outline;
  readonly passages: Passages;
  readonly words: WordScan;
}

/** Of longer names of symbols the beginning is kept. UTF-16 units. */
export const LONGEST_NAME = 256;

export class SegmentBuilder {
  readonly table: WordTable;
  readonly columns = new SegmentColumns();
  #names = new StringTable();
  /** Term, passage and count of each posting, in the order of passages; likewise for names and identifiers. */
  readonly #body: GatheredPostings = gathered();
  readonly #nameTerms: GatheredPostings = gathered();
  readonly #files: GatheredPostings = gathered();
  readonly #counts: TermCounts;
  /** The last content in which each word was code, plus one. */
  #codeIn = new Uint32Array(1 << 10);

  /** @param table words met before, to be shared by builders that follow each other */
  constructor(table: WordTable) {
    this.table = table;
    this.#counts = new TermCounts(table);
  }

  /** Starts anew with the memory it has. */
  clear(): void {
    this.columns.clear();
    this.#names = new StringTable();
    this.#codeIn.fill(0);
    for (const { lists, units, counts } of [this.#body, this.#nameTerms, this.#files]) {
      lists.length = 0;
      units.length = 0;
      counts.length = 0;
    }
  }

  /** Postings gathered so far: what sealing costs. */
  get postings(): number {
    return this.#body.lists.length + this.#files.lists.length;
  }

  /** @returns its number in the segment to be */
  add(content: GatheredContent): number {
    const body = this.#addPassages(content);
    const name = this.#addSymbols(content);
    const { columns } = this.columns;
    for (const { module, line } of content.outline.imports) {
      columns.importModule.push(this.#names.intern(module));
      columns.importLine.push(line);
    }
    this.#addIdentifiers(content.words);
    this.columns.endContent(content.hash, content.languageId, content.lines, { body, name });
    return this.columns.contents - 1;
  }

  /** A segment of all contents, in steps of some ten milliseconds. */
  seal(): Generator<void, Uint8Array> {
    return packSegment({
      columns: this.columns,
      names: this.#names,
      words: this.table.words,
      terms: this.table.terms,
      body: this.#body,
      nameTerms: this.#nameTerms,
      files: this.#files,
    });
  }

  #addPassages({ passages, words }: GatheredContent): number {
    const { columns } = this.columns;
    const content = this.columns.contents;
    let sum = 0;
    for (let i = 0; i < passages.startLines.length; i++) {
      const from = i === 0 ? 0 : words.ends.values[i - 1]!;
      const terms = this.#counts.countWords(words.words.values, from, words.ends.values[i]!);
      this.#counts.flush(this.columns.passages, this.#body);
      columns.passageContent.push(content);
      columns.passageLine.push(passages.startLines[i]!);
      columns.passageTerms.push(terms);
      columns.passageSymbol.push(passages.symbols[i]! + 1);
      sum += terms;
    }
    return sum;
  }

  #addSymbols({ outline, passages }: GatheredContent): number {
    const { columns } = this.columns;
    const content = this.columns.contents;
    let sum = 0;
    outline.symbols.forEach((symbol, i) => {
      const name = symbol.name.slice(0, LONGEST_NAME);
      const terms = this.#counts.countTerms(this.table.termsOf(name));
      this.#counts.flush(this.columns.symbols, this.#nameTerms);
      columns.symbolContent.push(content);
      columns.symbolName.push(this.#names.intern(name));
      columns.symbolKind.push(symbolKinds.indexOf(symbol.kind));
      columns.symbolContainer.push(this.#names.intern(symbol.container));
      columns.symbolParent.push(passages.parents[i]! + 1);
      columns.symbolStart.push(symbol.startLine);
      columns.symbolLines.push(symbol.endLine - symbol.startLine);
      columns.symbolTerms.push(terms);
      columns.symbolPassages.push(passages.firstPassages[i]!);
      columns.symbolPassageCount.push(passages.endPassages[i]! - passages.firstPassages[i]!);
      sum += terms;
    });
    return sum;
  }

  #addIdentifiers({ words }: WordScan): void {
    if (this.table.words.size > this.#codeIn.length) {
      const larger = new Uint32Array(2 * this.table.words.size);
      larger.set(this.#codeIn);
      this.#codeIn = larger;
    }
    const content = this.columns.contents;
    for (let i = 0; i < words.length; i++) {
      const packed = words.values[i]!;
      const word = packed >>> 1;
      if ((packed & 1) === 0 || this.#codeIn[word] === content + 1) continue;
      this.#codeIn[word] = content + 1;
      this.#files.lists.push(word);
      this.#files.units.push(content);
      this.#files.counts.push(1);
    }
  }
}

function gathered(): GatheredPostings {
  return { lists: new Column(), units: new Column(), counts: new Column() };
}

/** How often each term stands in the passage or name under way. */
class TermCounts {
  readonly #table: WordTable;
  #ofWord = new Uint32Array(1 << 10);
  #ofTerm = new Uint32Array(1 << 10);
  readonly #metWords = new Column();
  readonly #metTerms = new Column();

  constructor(table: WordTable) {
    this.#table = table;
  }

  /** @returns how many terms there are, repetitions included */
  countWords(words: Uint32Array, from: number, to: number): number {
    this.#reserve();
    const { termStarts, termIds } = this.#table;
    const ofWord = this.#ofWord;
    const met = this.#metWords;
    for (let i = from; i < to; i++) {
      const word = words[i]! >>> 1;
      if (ofWord[word]!++ === 0) met.push(word);
    }
    let sum = 0;
    const starts = termStarts.values;
    const ids = termIds.values;
    for (let i = 0; i < met.length; i++) {
      const word = met.values[i]!;
      const count = ofWord[word]!;
      ofWord[word] = 0;
      const end = starts[word + 1]!;
      for (let at = starts[word]!; at < end; at++) this.#count(ids[at]!, count);
      sum += count * (end - starts[word]!);
    }
    met.length = 0;
    return sum;
  }

  countTerms(terms: readonly number[]): number {
    this.#reserve();
    for (const term of terms) this.#count(term, 1);
    return terms.length;
  }

  /** Makes postings of the counts and starts anew. */
  flush(unit: number, into: GatheredPostings): void {
    const { length } = this.#metTerms;
    const met = this.#metTerms.values;
    const ofTerm = this.#ofTerm;
    const from = into.lists.length;
    into.lists.extend(length);
    into.units.extend(length);
    into.counts.extend(length);
    const lists = into.lists.values;
    const units = into.units.values;
    const counts = into.counts.values;
    for (let i = 0; i < length; i++) {
      const term = met[i]!;
      lists[from + i] = term;
      units[from + i] = unit;
      counts[from + i] = ofTerm[term]!;
      ofTerm[term] = 0;
    }
    this.#metTerms.length = 0;
  }

  #count(term: number, count: number): void {
    if (this.#ofTerm[term] === 0) this.#metTerms.push(term);
    this.#ofTerm[term]! += count;
  }

  #reserve(): void {
    const { words, terms } = this.#table;
    if (words.size > this.#ofWord.length) this.#ofWord = new Uint32Array(2 * words.size);
    if (terms.size > this.#ofTerm.length) this.#ofTerm = new Uint32Array(2 * terms.size);
  }
}
