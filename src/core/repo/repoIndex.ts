/**
 * What is in the repository: files, their symbols and imports, which file names what, and the words of it all. Contents
 * of files stand in immutable segments; a file is a live content, and one that was replaced or removed stays for a
 * while, so that it is back without being read when its content comes back.
 */
import { languageIdOf } from "../syntax/language.ts";
import type { OutlineImport } from "../syntax/outline/outline.ts";
import { textContentHash } from "../text/contentHash.ts";
import { ContentGatherer } from "./contentGatherer.ts";
import { type ContentSet, contentStates } from "./contentSet.ts";
import { DeadContents } from "./deadContents.ts";
import { FileTotals, type IndexCounts } from "./fileTotals.ts";
import { chooseDropped, excessOfDead, MOST_PARTS, planMerge } from "./mergePlan.ts";
import { hitOf, PartsReader } from "./partsReader.ts";
import { PendingPart, RepoPart } from "./repoPart.ts";
import { SavedSegments } from "./savedSegments.ts";
import type { IndexTotals } from "./searchIndex.ts";
import { mergeSegments } from "./segment/mergeSegments.ts";
import { openSegment, type Segment } from "./segment/segment.ts";
import { type GatheredContent, SegmentBuilder } from "./segment/segmentBuilder.ts";
import { WordTable } from "./segment/wordTable.ts";
import type { SymbolHit } from "./symbolHit.ts";

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

/** Contents are sealed when there are this many postings: about 200,000 lines. */
const SEAL_POSTINGS = 1 << 19;

/** Words kept to gather contents; more than this many are forgotten as soon as nothing is being gathered. */
const FEW_WORDS = 1 << 14;
const MANY_WORDS = 1 << 19;

export class RepoIndex extends PartsReader {
  #parts: RepoPart[] = [];
  #table = new WordTable();
  #pending = new PendingPart(new SegmentBuilder(this.#table));
  /** Number of each file by path. */
  readonly #files = new Map<string, number>();
  /** Files that hold text which was never on disk: it is not kept when it changes. */
  readonly #unsaved = new Set<string>();
  readonly #dead = new DeadContents(
    () => [...this.#parts, this.#pending],
    (file) => this.setOf(file),
  );
  #totals = new FileTotals();
  #deaths = 0;
  #numbering = 0;
  #naming = 0;
  readonly #saved = new SavedSegments();
  #sealings = 0;
  readonly #gatherer = new ContentGatherer();

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
      const content = yield* this.#gatherer.gather(languageId, text, contentHash, this.#table);
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
    const set = this.setOf(file);
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
    this.numbers.set([]);
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
    const set = this.setOf(file);
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

  /** Segments with all contents there are, in the order of their numbers. */
  parts(): readonly RepoPart[] {
    this.#settle();
    return this.#parts;
  }

  fileOf(path: string): number {
    return this.#files.get(path) ?? -1;
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
    const set = this.setOf(file);
    const content = file - set.firstFile;
    const before = set.paths[content];
    if (before !== path) this.#naming++;
    if (before !== undefined && before !== path) this.#numbering++;
    set.revive(content, path);
    this.#files.set(path, file);
    this.#totals.change(set, content, 1);
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
    this.numbers.set(this.#parts);
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
    this.numbers.set(this.#parts);
    this.#pending.firstFile = this.#parts.at(-1)?.endFile ?? 0;
    for (const set of [...this.#parts.slice(from), this.#pending]) {
      set.paths.forEach((path, content) => {
        if (path !== undefined && set.isLive(content)) this.#files.set(path, set.firstFile + content);
      });
    }
    this.#dead.forget();
    this.#numbering++;
  }

  protected setOf(file: number): ContentSet {
    return file >= this.#pending.firstFile ? this.#pending : this.numbers.ofFile(file);
  }

  #placeOf(path: string): { readonly part: RepoPart; readonly content: number } | undefined {
    this.#settle();
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    const part = this.numbers.ofFile(file);
    return { part, content: file - part.firstFile };
  }
}

/** @throws when bytes that were just made are no segment */
function readOwn(bytes: Uint8Array): Segment {
  const read = openSegment(bytes);
  if (read.kind === "segment") return read.segment;
  throw new Error(`Cannot open a segment of ${bytes.length} bytes that was just written: "${read.fault}"`);
}
