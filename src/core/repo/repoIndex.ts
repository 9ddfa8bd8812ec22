/**
 * What is in the repository: files, their symbols and imports, which file names what, and the words of it all. Contents
 * of files stand in immutable segments; a file is a live content, and one that was replaced or removed stays for a
 * while, so that it is back without being read when its content comes back.
 */
import { findLanguage, languageIdOf } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lexInSteps } from "../syntax/outline/lexer.ts";
import type { OutlineImport } from "../syntax/outline/outline.ts";
import { readOutline } from "../syntax/outline/readOutline.ts";
import { TokenBuffers } from "../syntax/outline/tokens.ts";
import { textContentHash } from "../text/contentHash.ts";
import { type ContentSet, contentStates } from "./contentSet.ts";
import { DeadContents } from "./deadContents.ts";
import { FileTotals, type IndexCounts } from "./fileTotals.ts";
import { fillFiles, fillPassageSymbols, fillSymbols } from "./indexColumns.ts";
import { chooseDropped, excessOfDead, MOST_PARTS, planMerge } from "./mergePlan.ts";
import { PartNumbers } from "./partNumbers.ts";
import { PendingPart, RepoPart } from "./repoPart.ts";
import { SavedSegments } from "./savedSegments.ts";
import type {
  FileColumns,
  IndexTotals,
  PostingBuffer,
  PostingField,
  SearchIndex,
  SymbolColumns,
} from "./searchIndex.ts";
import { Column } from "./segment/bytes.ts";
import { cutPassages } from "./segment/cutPassages.ts";
import { mergeSegments } from "./segment/mergeSegments.ts";
import { emptyPostings } from "./segment/postingList.ts";
import { scanWords, type WordScan } from "./segment/scanWords.ts";
import { openSegment, type Segment } from "./segment/segment.ts";
import { type GatheredContent, SegmentBuilder } from "./segment/segmentBuilder.ts";
import { WordTable } from "./segment/wordTable.ts";
import type { SymbolHit } from "./symbolHit.ts";

export type { IndexCounts } from "./fileTotals.ts";

/** A file of an earlier index. */
export interface KnownFile {
  readonly path: string;
  /** Found by the path when it is not given. */
  readonly languageId?: string;
  readonly hash: number;
}

export interface Restored {
  /** Paths of files whose content is in no segment: to be set. */
  readonly missing: readonly string[];
  /** Ids of segments that cannot be read. */
  readonly damaged: readonly string[];
}

/** From here on a file is taken in several steps. UTF-16 units. */
const LARGE_TEXT = 1 << 16;

/** Contents are sealed when there are this many postings: about 200,000 lines. */
const SEAL_POSTINGS = 1 << 19;

/** Words kept to gather contents; more than this many are forgotten as soon as nothing is being gathered. */
const FEW_WORDS = 1 << 14;
const MANY_WORDS = 1 << 19;

export class RepoIndex implements SearchIndex {
  #parts: RepoPart[] = [];
  #table = new WordTable();
  #pending = new PendingPart(new SegmentBuilder(this.#table));
  readonly #numbers = new PartNumbers();
  /** Number of each file by path. */
  readonly #files = new Map<string, number>();
  /** Files that hold text which was never on disk: it is not kept when it changes. */
  readonly #unsaved = new Set<string>();
  readonly #dead = new DeadContents(
    () => [...this.#parts, this.#pending],
    (file) => this.#setOf(file),
  );
  #totals = new FileTotals();
  #deaths = 0;
  #numbering = 0;
  #naming = 0;
  readonly #scratch = emptyPostings();
  readonly #saved = new SavedSegments();
  #sealings = 0;
  /** Tokens and words of the text under way, if it is taken in one step. */
  readonly #tokenBuffers = new TokenBuffers();
  readonly #scan = newScan();

  get numbering(): number {
    return this.#numbering;
  }

  get naming(): number {
    return this.#naming;
  }

  /** Adds a file or replaces what is known of it. */
  setFile(path: string, languageId: string, text: string, hash?: number): void {
    for (const _ of this.setFileInSteps(path, languageId, text, hash));
  }

  /**
   * The same in steps of a few milliseconds; nothing changes before the last, so that it may be given up.
   *
   * @param hash `contentHash` of the bytes on disk; not given for text that is not on disk
   */
  *setFileInSteps(path: string, languageId: string, text: string, hash?: number): Generator<void> {
    if (this.#pending.builder.postings > SEAL_POSTINGS) yield* this.#settleInSteps();
    const contentHash = hash ?? textContentHash(text);
    if (!this.#setKnown(path, languageId, contentHash)) {
      const content = yield* this.#gather(languageId, text, contentHash);
      this.#replace(path, content);
    }
    if (hash === undefined) this.#unsaved.add(path);
    else this.#unsaved.delete(path);
  }

  /**
   * Sets a file by its content's hash alone.
   *
   * @returns false, and nothing is changed, when no content with this hash and language is at hand: not in any
   * segment, or in use by another file
   */
  setKnownFile(path: string, languageId: string, hash: number): boolean {
    const isKnown = this.#setKnown(path, languageId, hash);
    if (isKnown) this.#unsaved.delete(path);
    return isKnown;
  }

  /** Forgets a file; does nothing when it is not known. */
  removeFile(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    const set = this.#setOf(file);
    const content = file - set.firstFile;
    const isKept = !this.#unsaved.delete(path);
    this.#files.delete(path);
    this.#totals.change(set, content, -1);
    set.kill(content, isKept ? contentStates.kept : contentStates.dropped, ++this.#deaths);
    if (isKept) this.#dead.add(set, content);
  }

  clear(): void {
    this.#parts = [];
    this.#resetPending();
    this.#numbers.set([]);
    this.#files.clear();
    this.#unsaved.clear();
    this.#dead.forget();
    this.#totals = new FileTotals();
    this.#numbering++;
  }

  /** Whether `build` would make look-ups faster or free memory. */
  get wantsBuild(): boolean {
    const parts = this.#parts.length + (this.#pending.size > 0 ? 1 : 0);
    if (parts > MOST_PARTS || this.#table.words.size > FEW_WORDS) return true;
    return this.#excessOfDead() > 0;
  }

  /** Merges segments, in small steps. Look-ups are right before, between and after, and files may change. */
  *build(): Generator<void> {
    while (this.#pending.size > 0) yield* this.#settleInSteps();
    this.#resetPending();
    yield;
    const inputs = planMerge(this.#parts, this.#totals.totals().passages);
    if (inputs.length === 0) return;
    this.#drop(inputs, this.#excessOfDead());
    const kept = inputs.map(({ states }) =>
      Uint8Array.from(states, (s) => (s === contentStates.dropped ? 0 : 1)),
    );
    const bytes = yield* mergeSegments(
      inputs.map(({ segment }, i) => ({ segment, keep: (content) => kept[i]![content] === 1 })),
    );
    yield;
    this.#adopt(inputs, kept, readOwn(bytes));
  }

  /** The sealed segments by id, oldest first, and with that all contents there are. */
  segments(): ReadonlyMap<string, Uint8Array> {
    this.#settle();
    return new Map(this.#parts.map(({ segment }) => [segment.id, segment.bytes]));
  }

  /** How often contents were sealed into a segment. */
  get sealings(): number {
    return this.#sealings;
  }

  /**
   * The segments as they may be kept on disk, by id, oldest first: text that was never there is left out. In steps of a
   * few milliseconds, between which files may change.
   *
   * @param known ids whose bytes are not wanted: undefined stands for them
   */
  *savedSegments(known: ReadonlySet<string>): Generator<void, ReadonlyMap<string, Uint8Array | undefined>> {
    this.#settle();
    return yield* this.#saved.collect([...this.#parts], (path) => this.#unsaved.has(path), known);
  }

  /**
   * Takes segments and files of an earlier index in place of all there is.
   *
   * @param isChecked whether the segments are known to be as they were written
   */
  restore(
    segments: ReadonlyMap<string, Uint8Array>,
    files: Iterable<KnownFile>,
    isChecked = false,
  ): Restored {
    this.clear();
    const damaged: string[] = [];
    for (const [id, bytes] of segments) {
      const read = openSegment(bytes, isChecked);
      if (read.kind === "segment") this.#parts.push(new RepoPart(read.segment));
      else damaged.push(id);
    }
    this.#renumber(0);
    const missing: string[] = [];
    for (const { path, languageId, hash } of files) {
      if (!this.setKnownFile(path, languageId ?? languageIdOf(path) ?? "", hash)) missing.push(path);
    }
    return { missing, damaged };
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** In no promised order. */
  paths(): IterableIterator<string> {
    return this.#files.keys();
  }

  languageIdOf(path: string): string | undefined {
    const file = this.#files.get(path);
    return file === undefined ? undefined : this.languageOf(file);
  }

  /** `contentHash` of a file's content as it is in the index. */
  hashOf(path: string): number | undefined {
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    const set = this.#setOf(file);
    return set.hashOf(file - set.firstFile);
  }

  counts(): IndexCounts {
    return this.#totals.counts();
  }

  totals(): IndexTotals {
    return this.#totals.totals();
  }

  /** Bytes of the index in memory, without what is being gathered. */
  get memoryBytes(): number {
    return this.#parts.reduce((sum, { segment }) => sum + segment.bytes.length, 0);
  }

  /** Symbols of a file in the order of their first lines. */
  symbolsOf(path: string): readonly SymbolHit[] {
    const place = this.#placeOf(path);
    if (!place) return [];
    const { contentSymbols } = place.part.segment.columns;
    const first = contentSymbols[place.content]!;
    const count = contentSymbols[place.content + 1]! - first;
    return Array.from({ length: count }, (_, i) => hitOf(place.part, first + i));
  }

  importsOf(path: string): readonly OutlineImport[] {
    const place = this.#placeOf(path);
    if (!place) return [];
    const { segment } = place.part;
    const { contentImports, importModule, importLine } = segment.columns;
    const imports: OutlineImport[] = [];
    for (let i = contentImports[place.content]!; i < contentImports[place.content + 1]!; i++) {
      imports.push({ module: segment.names.get(importModule[i]!), line: importLine[i]! });
    }
    return imports;
  }

  /** Symbols with exactly this name, ordered by path and line. */
  definitionsOf(name: string): readonly SymbolHit[] {
    const hits: SymbolHit[] = [];
    for (const part of this.parts()) {
      const { segment } = part;
      const id = segment.names.find(name);
      if (id < 0) continue;
      const found = readList(segment, "symbolsByName", id);
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

  /** Segments with all contents there are, in the order of their numbers. */
  parts(): readonly RepoPart[] {
    this.#settle();
    return this.#parts;
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
    const set = this.#setOf(file);
    return set.isLive(file - set.firstFile);
  }

  pathOf(file: number): string {
    const set = this.#setOf(file);
    return set.paths[file - set.firstFile] ?? "";
  }

  languageOf(file: number): string {
    const set = this.#setOf(file);
    return set.languageOf(file - set.firstFile);
  }

  fileOf(path: string): number {
    return this.#files.get(path) ?? -1;
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
    const part = this.#numbers.ofPassage(passage);
    return part.firstFile + part.segment.columns.passageContent[passage - part.firstPassage]!;
  }

  symbolOfPassage(passage: number): number {
    const part = this.#numbers.ofPassage(passage);
    const symbol = part.segment.symbolOfPassage(passage - part.firstPassage);
    return symbol < 0 ? -1 : part.firstSymbol + symbol;
  }

  startLineOf(passage: number): number {
    const part = this.#numbers.ofPassage(passage);
    return part.segment.columns.passageLine[passage - part.firstPassage]!;
  }

  endLineOf(passage: number): number {
    const part = this.#numbers.ofPassage(passage);
    return part.segment.lastLineOf(passage - part.firstPassage);
  }

  lengthOf(passage: number): number {
    const part = this.#numbers.ofPassage(passage);
    return part.segment.columns.passageTerms[passage - part.firstPassage]!;
  }

  symbol(symbol: number): SymbolHit {
    const part = this.#numbers.ofSymbol(symbol);
    return hitOf(part, symbol - part.firstSymbol);
  }

  fileOfSymbol(symbol: number): number {
    const part = this.#numbers.ofSymbol(symbol);
    return part.firstFile + part.segment.columns.symbolContent[symbol - part.firstSymbol]!;
  }

  parentOf(symbol: number): number {
    const part = this.#numbers.ofSymbol(symbol);
    const parent = part.segment.parentOf(symbol - part.firstSymbol);
    return parent < 0 ? -1 : part.firstSymbol + parent;
  }

  firstPassageIn(symbol: number): number {
    const part = this.#numbers.ofSymbol(symbol);
    return part.firstPassage + part.segment.firstPassageIn(symbol - part.firstSymbol);
  }

  endPassageIn(symbol: number): number {
    const part = this.#numbers.ofSymbol(symbol);
    return part.firstPassage + part.segment.endPassageIn(symbol - part.firstSymbol);
  }

  nameLengthOf(symbol: number): number {
    const part = this.#numbers.ofSymbol(symbol);
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

  #setKnown(path: string, languageId: string, hash: number): boolean {
    const current = this.#files.get(path);
    const isHere = current !== undefined && this.languageOf(current) === languageId;
    if (isHere && this.hashOf(path) === hash) return true;
    const file = this.#dead.take(languageId, hash);
    if (file < 0) return false;
    if (current !== undefined) this.removeFile(path);
    this.#enliven(file, path);
    return true;
  }

  #enliven(file: number, path: string): void {
    const set = this.#setOf(file);
    const content = file - set.firstFile;
    const before = set.paths[content];
    if (before !== path) this.#naming++;
    if (before !== undefined && before !== path) this.#numbering++;
    set.revive(content, path);
    this.#files.set(path, file);
    this.#totals.change(set, content, 1);
  }

  *#gather(languageId: string, text: string, hash: number): Generator<void, GatheredContent> {
    const language = findLanguage(languageId);
    const isLarge = text.length > LARGE_TEXT;
    const family = lexicalFamilies[language?.family ?? "data"];
    const tokens = yield* lexInSteps(text, family, isLarge ? undefined : this.#tokenBuffers);
    if (isLarge) yield;
    const outline = readOutline(tokens, language?.outline);
    if (isLarge) yield;
    const passages = cutPassages(tokens, outline.symbols);
    const words = isLarge ? newScan() : this.#scan;
    yield* scanWords(tokens, passages.startLines, this.#table, words);
    return { hash, languageId, lines: tokens.lineStarts.length, outline, passages, words };
  }

  #replace(path: string, content: GatheredContent): void {
    this.removeFile(path);
    const pending = this.#pending;
    const number = pending.builder.add(content);
    pending.states[number] = contentStates.kept;
    pending.paths[number] = path;
    pending.deadCount++;
    this.#enliven(pending.firstFile + number, path);
  }

  /** Makes a segment of what waits. */
  #settle(): void {
    if (this.#pending.size > 0) for (const _ of this.#settleInSteps());
  }

  /** What is set or settled between the steps ends it. */
  *#settleInSteps(): Generator<void> {
    const pending = this.#pending;
    const { size } = pending;
    if (size === 0) return;
    const bytes = yield* pending.builder.seal();
    if (pending !== this.#pending || pending.size !== size) return;
    const part = new RepoPart(readOwn(bytes));
    for (let content = 0; content < size; content++) part.adopt(pending, content, content);
    this.#parts.push(part);
    this.#sealings++;
    this.#numbers.set(this.#parts);
    pending.builder.clear();
    if (this.#table.words.size > MANY_WORDS) this.#resetPending();
    else this.#startPending(pending.builder);
  }

  #startPending(builder: SegmentBuilder): void {
    this.#pending = new PendingPart(builder);
    this.#pending.firstFile = this.#parts.at(-1)?.endFile ?? 0;
  }

  #resetPending(): void {
    this.#table = new WordTable();
    this.#startPending(new SegmentBuilder(this.#table));
  }

  #excessOfDead(): number {
    const sealed = this.#parts.at(-1)?.endPassage ?? 0;
    return excessOfDead(sealed + this.#pending.builder.columns.passages, this.#totals.totals().passages);
  }

  #drop(parts: readonly RepoPart[], excess: number): void {
    for (const [part, content] of chooseDropped(parts, excess)) {
      part.states[content] = contentStates.dropped;
    }
    this.#dead.forget();
  }

  /** Puts a merged segment in place of those it was made of, unless they are gone. */
  #adopt(inputs: readonly RepoPart[], kept: readonly Uint8Array[], segment: Segment): void {
    const at = this.#parts.indexOf(inputs[0]!);
    if (at < 0 || inputs.some((part, i) => this.#parts[at + i] !== part)) return;
    const merged = new RepoPart(segment);
    let number = 0;
    for (const [i, part] of inputs.entries()) {
      for (let content = 0; content < part.size; content++) {
        if (kept[i]![content] === 1) merged.adopt(part, content, number++);
      }
    }
    this.#parts.splice(at, inputs.length, ...(number > 0 ? [merged] : []));
    this.#renumber(at);
  }

  /** Gives numbers to the files of all parts from one on, after parts changed. */
  #renumber(from: number): void {
    this.#numbers.set(this.#parts);
    this.#pending.firstFile = this.#parts.at(-1)?.endFile ?? 0;
    for (const set of [...this.#parts.slice(from), this.#pending]) {
      set.paths.forEach((path, content) => {
        if (path !== undefined && set.isLive(content)) this.#files.set(path, set.firstFile + content);
      });
    }
    this.#dead.forget();
    this.#numbering++;
  }

  #setOf(file: number): ContentSet {
    return file >= this.#pending.firstFile ? this.#pending : this.#numbers.ofFile(file);
  }

  /** Undefined beyond the last file. */
  #partOfFile(file: number): RepoPart | undefined {
    return file >= this.fileLimit ? undefined : this.#numbers.ofFile(file);
  }

  #placeOf(path: string): { readonly part: RepoPart; readonly content: number } | undefined {
    this.#settle();
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    const part = this.#numbers.ofFile(file);
    return { part, content: file - part.firstFile };
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

function readList(segment: Segment, lists: "symbolsByName" | "files", id: number): Uint32Array {
  const buffer = emptyPostings();
  segment[lists].read(id, 0, buffer);
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

function newScan(): WordScan {
  return { words: new Column(), ends: new Column() };
}

/** @throws when bytes that were just made are no segment */
function readOwn(bytes: Uint8Array): Segment {
  const read = openSegment(bytes);
  if (read.kind === "segment") return read.segment;
  throw new Error(`Cannot open a segment of ${bytes.length} bytes that was just written: "${read.fault}"`);
}
