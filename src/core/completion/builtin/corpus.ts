/**
 * All files of the index: most in sorted segments, those that changed since as loose files.
 *
 * Segments are merged like those of a log-structured tree: a build sorts what is loose together with the segments that
 * are not much larger, and everything anew only when dead files have grown to a good part of the whole.
 */
import { scanInSteps } from "../../syntax/tokens/lineScanner.ts";
import { assembleFile, type TokenFile } from "../../syntax/tokens/tokenFile.ts";
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import { LooseFile } from "./looseFile.ts";
import { Segment, type SegmentFile } from "./segment.ts";

/** A segment is merged with what is at least its size divided by this. */
const MERGE_FACTOR = 2;
/** Files remembered as changed of late. */
const MAX_RECENT = 64;
/** Share of all sorted tokens in dead files from which on everything is sorted anew. */
const MAX_DEAD = 0.3;

/** Where a file is; exactly one of the two. Another object after each `setFile`. */
interface Entry {
  loose: LooseFile | undefined;
  place: { readonly segment: Segment; readonly file: number } | undefined;
}

/** What one build sorts. */
interface Batch {
  readonly files: SegmentFile[];
  readonly contents: TokenFile[];
  readonly entries: Entry[];
}

export class Corpus {
  readonly vocabulary: Vocabulary;
  #segments: readonly Segment[] = [];
  #entries = new Map<string, Entry>();
  /** Files not in a segment, least recently set first. */
  #loose = new Map<string, LooseFile>();
  /** Paths of files set of late, least recently set first; sorting them does not end it. */
  readonly #recent = new Set<string>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get loose(): ReadonlyMap<string, LooseFile> {
    return this.#loose;
  }

  /** How many other files were set after a file: 0 for the last one; of the last `MAX_RECENT` files only. */
  ages(): ReadonlyMap<string, number> {
    const { size } = this.#recent;
    return new Map([...this.#recent].map((path, i) => [path, size - 1 - i]));
  }

  get fileCount(): number {
    return this.#entries.size;
  }

  /** Adds or replaces a file, in steps of a few milliseconds; nothing changes before the last. */
  *setFile(path: string, languageId: string, text: string): Generator<void> {
    const lines = yield* scanInSteps(text, this.vocabulary);
    this.removeFile(path);
    const loose = new LooseFile(path, languageId, assembleFile(lines, this.vocabulary));
    this.#loose.set(path, loose);
    this.#entries.set(path, { loose, place: undefined });
    this.#recent.add(path);
    for (const oldest of this.#recent) {
      if (this.#recent.size <= MAX_RECENT) break;
      this.#recent.delete(oldest);
    }
  }

  removeFile(path: string): void {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    entry.place?.segment.kill(entry.place.file);
    this.#loose.delete(path);
    this.#entries.delete(path);
    this.#recent.delete(path);
  }

  clear(): void {
    this.#segments = [];
    this.#entries = new Map();
    this.#loose = new Map();
    this.#recent.clear();
  }

  /**
   * Sorts loose files into a segment, in steps of about a millisecond. Files may be set and removed between the steps:
   * what was sorted of them is then dead. One build at a time; one that is abandoned changes nothing.
   */
  *build(): Generator<void> {
    const merged = this.#segmentsToMerge();
    if (this.#loose.size === 0 && merged.length === 0) return;
    const entries = this.#entries;
    const batch: Batch = { files: [], contents: [], entries: [] };
    for (const [path, entry] of entries) {
      const { loose, place } = entry;
      if (loose !== undefined) add(batch, entry, path, loose.languageId, loose.content);
      else if (place !== undefined && merged.includes(place.segment)) {
        add(
          batch,
          entry,
          path,
          place.segment.files[place.file]!.languageId,
          place.segment.content(place.file),
        );
      }
      if (batch.files.length % 64 === 63) yield;
    }
    const share = (filled: Segment) => this.#share(filled, batch);
    const segment = yield* Segment.build(batch.files, batch.contents, this.vocabulary.size, share);
    if (entries === this.#entries) this.#install(segment, merged, batch.entries);
  }

  /** Lets loose files use the segment's copy of their tokens while it is sorted, so that theirs can go. */
  *#share(segment: Segment, { contents, entries }: Batch): Generator<void> {
    contents.length = 0;
    for (const [file, entry] of entries.entries()) {
      const { path, languageId } = segment.files[file]!;
      if (entry.loose !== undefined && this.#entries.get(path) === entry) {
        entry.loose = new LooseFile(path, languageId, segment.content(file));
        this.#loose.set(path, entry.loose);
      }
      if (file % 64 === 63) yield;
    }
  }

  #install(segment: Segment, merged: readonly Segment[], entries: readonly Entry[]): void {
    this.#segments = [...this.#segments.filter((one) => !merged.includes(one)), segment];
    entries.forEach((entry, file) => {
      const { path } = segment.files[file]!;
      if (this.#entries.get(path) !== entry) segment.kill(file);
      else {
        this.#loose.delete(path);
        entry.loose = undefined;
        entry.place = { segment, file };
      }
    });
  }

  /** Segments not much larger than what is sorted with them, so that each token is sorted a few times in all. */
  #segmentsToMerge(): readonly Segment[] {
    const segments = [...this.#segments].sort((a, b) => a.tokens.length - b.tokens.length);
    const all = segments.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const dead = segments.reduce((sum, { deadTokens }) => sum + deadTokens, 0);
    if (dead > MAX_DEAD * all) return segments;
    let size = 0;
    for (const { tokens } of this.#loose.values()) size += tokens.length;
    const merged: Segment[] = [];
    for (const segment of segments) {
      if (segment.tokens.length > MERGE_FACTOR * size) break;
      merged.push(segment);
      size += segment.tokens.length;
    }
    return merged;
  }
}

function add(batch: Batch, entry: Entry, path: string, languageId: string, content: TokenFile): void {
  batch.entries.push(entry);
  batch.files.push({ path, languageId });
  batch.contents.push(content);
}
