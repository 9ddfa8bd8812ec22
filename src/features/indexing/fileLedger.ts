/** What became of every path that the indexer met: indexed with its stamp, or skipped for a reason. */
import { type SkippedFile, type SkipReason, skipReasons } from "../../core/repo/indexStatus.ts";

/** When a file was last looked at. `hash` of its bytes where they were read. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly hash?: number;
}

export interface FileRecord {
  /** Undefined: the file is in the index. */
  readonly skipped?: SkipReason;
  /** Undefined: nothing is known, so that the next look reads the file again. */
  readonly stamp?: FileStamp;
}

export class FileLedger {
  readonly #records = new Map<string, FileRecord>();
  readonly #skipCounts = new Map<SkipReason, number>();
  #indexed = 0;
  /** Paths whose record was set or deleted since they were taken. */
  #changed = new Set<string>();

  get(path: string): FileRecord | undefined {
    return this.#records.get(path);
  }

  get indexedCount(): number {
    return this.#indexed;
  }

  set(path: string, record: FileRecord): void {
    this.recall(path, record);
    this.#changed.add(path);
  }

  /** Sets a record that is no change. */
  recall(path: string, record: FileRecord): void {
    this.#count(this.#records.get(path), -1);
    this.#records.set(path, record);
    this.#count(record, 1);
  }

  delete(path: string): void {
    this.#count(this.#records.get(path), -1);
    this.#records.delete(path);
    this.#changed.add(path);
  }

  /** In no promised order. */
  entries(): IterableIterator<[path: string, record: FileRecord]> {
    return this.#records.entries();
  }

  /** Paths whose record was set or deleted since the last call. */
  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Counts a path as changed, whatever its record. */
  markChanged(path: string): void {
    this.#changed.add(path);
  }

  putBackChanged(paths: ReadonlySet<string>): void {
    for (const path of paths) this.#changed.add(path);
  }

  /** Makes the next look read the file whatever its time says. */
  forgetTime(path: string): void {
    const record = this.#records.get(path);
    if (record?.stamp)
      this.#records.set(path, { ...record, stamp: { ...record.stamp, mtimeMs: Number.NaN } });
  }

  /** Makes the next look index the file even when its content is the same. */
  forgetContent(path: string): void {
    const record = this.#records.get(path);
    if (record) this.#records.set(path, record.skipped ? { skipped: record.skipped } : {});
  }

  clear(): void {
    this.#records.clear();
    this.#skipCounts.clear();
    this.#changed.clear();
    this.#indexed = 0;
  }

  /** Paths equal to or below a directory; all paths for `""`. */
  under(directory: string): string[] {
    const below = `${directory}/`;
    return [...this.#records.keys()].filter(
      (path) => directory === "" || path === directory || path.startsWith(below),
    );
  }

  skipped(): Partial<Record<SkipReason, number>> {
    return Object.fromEntries([...this.#skipCounts].filter(([, count]) => count > 0));
  }

  /** Files that are not in the index, ordered by path, at most `limit`: some of each reason before many of one. */
  skippedFiles(limit: number): readonly SkippedFile[] {
    const some: SkippedFile[] = [];
    const more: SkippedFile[] = [];
    const counts = new Map<SkipReason, number>();
    const share = Math.ceil(limit / skipReasons.length);
    for (const [path, { skipped: reason }] of this.#records) {
      if (!reason) continue;
      const count = (counts.get(reason) ?? 0) + 1;
      counts.set(reason, count);
      if (count <= share) some.push({ path, reason });
      else if (more.length < limit) more.push({ path, reason });
    }
    return [...some, ...more].slice(0, limit).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #count(record: FileRecord | undefined, change: number): void {
    if (!record) return;
    if (record.skipped === undefined) this.#indexed += change;
    else this.#skipCounts.set(record.skipped, (this.#skipCounts.get(record.skipped) ?? 0) + change);
  }
}
