/**
 * The index on disk: a database of `node:sqlite` that names everything, and segments in files beside it.
 *
 * What is on disk is always the last commit: segments are written first under names never used before, then one
 * transaction names them, then files that are named no more are removed. Whatever goes wrong, the calls of the port
 * end without an error: what is damaged is set aside, what the disk refuses stays in memory.
 */
import type {
  IndexStore,
  OpenIndexStore,
  StoreAccess,
  StoreChange,
  StoredFile,
  StoredHistory,
} from "../../ports/indexStore.ts";
import { BlobTable } from "./blobTable.ts";
import { SegmentFiles } from "./segmentFiles.ts";
import {
  databaseName,
  databaseNames,
  judgeHeader,
  type SchemaState,
  type SegmentRow,
  StoreDatabase,
} from "./storeDatabase.ts";
import { Damaged, LostLock, storeFaultOf } from "./storeFault.ts";
import { nodeStoreFiles, type StoreFiles } from "./storeFiles.ts";
import { StoreFolder } from "./storeFolder.ts";
import { pulseMs, WriterLock } from "./writerLock.ts";

/** How long a disk that refused is left alone. */
const RETRY_MS = 5 * 60 * 1000;

/** Tier 2's facts take about 1 kB a file and an embedding 1.5 kB a chunk: room for some 80,000 of them. Bytes. */
const MAX_BLOB_BYTES = 128 << 20;

/** Loads begun again because another process changed what was being loaded. */
const MOST_LOADS = 3;

/** Databases set aside in a row before the disk itself is held to be bad. */
const MOST_DAMAGES = 3;

export interface StoreParts {
  readonly files: StoreFiles;
  readonly openForWriting: typeof StoreDatabase.openForWriting;
  readonly maxBlobBytes: number;
  /** Milliseconds of a monotonic clock, and since the epoch. */
  readonly monotonicNow: () => number;
  readonly now: () => number;
  /** Calls `act` again and again without keeping the process alive; returns how to stop. */
  readonly every: (intervalMs: number, act: () => void) => () => void;
}

const nodeParts: StoreParts = {
  files: nodeStoreFiles,
  openForWriting: StoreDatabase.openForWriting,
  maxBlobBytes: MAX_BLOB_BYTES,
  monotonicNow: () => performance.now(),
  now: () => Date.now(),
  every(intervalMs, act) {
    const timer = setInterval(act, intervalMs).unref();
    return () => clearInterval(timer);
  },
};

/** Opens the index kept in a folder of its own. */
export const openSqliteIndexStore: OpenIndexStore = (directory) => new SqliteIndexStore(directory);

export class SqliteIndexStore implements IndexStore {
  readonly #parts: StoreParts;
  readonly #folder: StoreFolder;
  readonly #segments: SegmentFiles;
  readonly #lock: WriterLock;
  readonly #stopPulse: () => void;
  #access: StoreAccess = "none";
  #problem: string | undefined;
  #lineage = 0;
  #database: StoreDatabase | undefined;
  #blobs: BlobTable | undefined;
  /** Of the commit that this store loaded or kept last. */
  #generation: number | undefined;
  /** When a disk that refused is tried again. */
  #retryAtMs = Number.POSITIVE_INFINITY;
  #damages = 0;

  constructor(directory: string, parts: Partial<StoreParts> = {}) {
    this.#parts = { ...nodeParts, ...parts };
    this.#folder = new StoreFolder(directory, this.#parts.files);
    this.#segments = new SegmentFiles(this.#folder);
    this.#lock = new WriterLock(this.#parts.files, directory, this.#parts.monotonicNow);
    this.#open();
    this.#stopPulse = this.#parts.every(pulseMs, () => this.#beat());
  }

  get access(): StoreAccess {
    return this.#access;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get lineage(): number {
    return this.#lineage;
  }

  loadSegments(): ReadonlyMap<string, Uint8Array> {
    return this.#reading((database) => this.#loadSegments(database, MOST_LOADS)) ?? new Map();
  }

  loadFiles(): readonly StoredFile[] {
    return (
      this.#reading((database) => {
        database.check();
        return database.files();
      }) ?? []
    );
  }

  loadHistories(): readonly StoredHistory[] {
    return this.#reading((database) => database.histories()) ?? [];
  }

  loadNote(key: string): string | undefined {
    return this.#reading((database) => database.note(key));
  }

  commit(change: StoreChange): boolean {
    return this.#writing((database) => {
      const added = this.#segments.write(change.addSegments ?? new Map());
      try {
        const before = database.segments();
        this.#generation = database.inTransaction(() => {
          this.#checkWriter(database);
          if (change.replacesIndex) database.forgetIndex();
          for (const id of change.removeSegments ?? []) database.removeSegment(id);
          for (const row of added) database.addSegment(row);
          database.changeFiles(change.setFiles ?? [], change.removeFiles ?? []);
          for (const history of change.setHistories ?? []) database.setHistory(history);
          for (const [key, text] of change.setNotes ?? []) database.setNote(key, text);
          return database.advanceGeneration();
        });
        const named = new Set(database.segments().map(({ file }) => file));
        this.#segments.discard(before.filter(({ file }) => !named.has(file)));
      } catch (error) {
        this.#segments.discard(added);
        throw error;
      }
    });
  }

  loadBlob(kind: string, hash: number): Uint8Array | undefined {
    return this.#reading(() => this.#blobs?.load(kind, hash));
  }

  saveBlobs(kind: string, blobs: ReadonlyMap<number, Uint8Array>): boolean {
    return this.#writing((database) =>
      database.inTransaction(() => {
        this.#checkWriter(database);
        this.#blobs?.save(kind, blobs);
      }),
    );
  }

  clear(): void {
    this.#lineage++;
    this.#writing((database) => {
      this.#generation = database.inTransaction(() => {
        this.#checkWriter(database);
        database.forgetAll();
        return database.advanceGeneration();
      });
      this.#blobs = new BlobTable(database, this.#parts.maxBlobBytes);
      this.#segments.sweep([]);
      database.shrink();
    });
  }

  sizeBytes(): number {
    const segments = this.#reading((database) => database.segments()) ?? [];
    const names = [...databaseNames, ...segments.map(({ file }) => file)];
    return names.reduce((sum, name) => sum + this.#folder.sizeOf(name), 0);
  }

  close(): void {
    this.#stopPulse();
    this.#closeDatabase();
    this.#access = "none";
    this.#retryAtMs = Number.POSITIVE_INFINITY;
    this.#quietly(() => this.#lock.release());
  }

  #open(): void {
    this.#closeDatabase();
    this.#access = "none";
    this.#retryAtMs = Number.POSITIVE_INFINITY;
    try {
      const unfit = this.#folder.prepare();
      if (unfit !== undefined) this.#problem = this.#sentence(unfit);
      else if (this.#takeLock()) this.#openAsWriter();
      else this.#openAsReader();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Where the disk takes no lock, what is there can still be read. */
  #takeLock(): boolean {
    try {
      const taken = this.#lock.tryTake();
      this.#problem = undefined;
      return taken;
    } catch (error) {
      const fault = storeFaultOf(error);
      if (fault.kind !== "refused") throw error;
      this.#refuse(fault.reason);
      return false;
    }
  }

  #openAsWriter(): void {
    const state = this.#schemaOnDisk();
    if (state === "newer") {
      this.#leaveAlone();
      return;
    }
    if (state === "older") for (const name of databaseNames) this.#folder.discard(this.#folder.at(name));
    if (state === "foreign") this.#folder.setAside(databaseNames, this.#parts.now());
    const database = this.#parts.openForWriting(this.#folder.at(databaseName));
    this.#database = database;
    const opened = database.schemaState();
    if (opened === "newer") {
      this.#leaveAlone();
      return;
    }
    if (opened !== "ours") throw new Damaged(`Cannot use "${databaseName}": it is another program's`);
    this.#blobs = new BlobTable(database, this.#parts.maxBlobBytes);
    database.inTransaction(() => database.setWriter(this.#lock.token));
    const generation = database.generation();
    if (this.#generation !== undefined && this.#generation !== generation) this.#lineage++;
    this.#generation = generation;
    this.#folder.sweepTemporaries(this.#parts.now());
    this.#segments.sweep(database.segments());
    this.#access = "write";
    this.#problem = undefined;
  }

  /** Reading is a favour: what cannot be read is as good as not there. */
  #openAsReader(): void {
    this.#access = "read";
    const path = this.#folder.at(databaseName);
    for (const isFrozen of [false, true]) {
      try {
        if (this.#schemaOnDisk() === "newer") break;
        const database = StoreDatabase.openForReading(path, isFrozen);
        this.#database = database;
        if (database.schemaState() !== "ours") break;
        this.#blobs = new BlobTable(database, this.#parts.maxBlobBytes);
        this.#generation ??= database.generation();
        return;
      } catch {
        this.#closeDatabase();
      }
    }
    this.#closeDatabase();
  }

  #schemaOnDisk(): SchemaState {
    const path = this.#folder.at(databaseName);
    const found = this.#parts.files.stat(path);
    if (!found) return "none";
    return found.kind === "file" ? judgeHeader(this.#parts.files.read(path, 100)) : "foreign";
  }

  #leaveAlone(): void {
    this.#closeDatabase();
    this.#quietly(() => this.#lock.release());
    this.#problem = this.#sentence("a newer Touchstone wrote it, which is left as it is");
  }

  /** While this store only reads, the writer may remove what was just named: then once more. */
  #loadSegments(database: StoreDatabase, loadsLeft: number): ReadonlyMap<string, Uint8Array> {
    const generation = database.generation();
    const loaded = new Map<string, Uint8Array>();
    const damaged: SegmentRow[] = [];
    for (const row of database.segments()) {
      const bytes = this.#segments.read(row);
      if (bytes) loaded.set(row.id, bytes);
      else damaged.push(row);
    }
    if (damaged.length === 0) return loaded;
    if (loadsLeft > 0 && database.generation() !== generation) {
      return this.#loadSegments(database, loadsLeft - 1);
    }
    this.#forgetSegments(damaged);
    return loaded;
  }

  #forgetSegments(rows: readonly SegmentRow[]): void {
    this.#lineage++;
    if (this.#access !== "write") return;
    const names = rows.map(({ file }) => file);
    this.#folder.setAside(names, this.#parts.now());
    const ids = rows.map(({ id }) => id);
    this.#writing((database) => {
      this.#generation = database.inTransaction(() => {
        this.#checkWriter(database);
        for (const id of ids) database.removeSegment(id);
        return database.advanceGeneration();
      });
    });
  }

  #checkWriter(database: StoreDatabase): void {
    if (database.writer() !== this.#lock.token) throw new LostLock();
  }

  #reading<T>(read: (database: StoreDatabase) => T): T | undefined {
    if (!this.#database) return undefined;
    try {
      return read(this.#database);
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** @returns whether it was done on the database that this store knows */
  #writing(write: (database: StoreDatabase) => void): boolean {
    const { lineage } = this;
    if (this.#access !== "write" && this.#parts.monotonicNow() >= this.#retryAtMs) this.#open();
    if (this.#access !== "write" || !this.#database || lineage !== this.#lineage) return false;
    try {
      write(this.#database);
      this.#damages = 0;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    const fault = storeFaultOf(error);
    const isReader = this.#access === "read";
    this.#closeDatabase();
    if (isReader) return;
    if (fault.kind === "lost") this.#openAsReader();
    else if (fault.kind === "refused") this.#refuse(fault.reason);
    else this.#startAnew();
  }

  #refuse(reason: string): void {
    this.#access = "none";
    this.#retryAtMs = this.#parts.monotonicNow() + RETRY_MS;
    this.#problem = `${this.#sentence(reason)}. It is tried again after five minutes`;
  }

  #startAnew(): void {
    this.#lineage++;
    this.#folder.setAside(databaseNames, this.#parts.now());
    if (++this.#damages > MOST_DAMAGES) this.#refuse("the database is damaged again and again");
    else this.#open();
  }

  /** A writer shows that it lives; a reader looks whether the writer does. */
  #beat(): void {
    this.#quietly(() => {
      if (this.#access === "write") {
        this.#lock.beat(this.#parts.now());
        if (!this.#lock.holds()) this.#fail(new LostLock());
      } else if (this.#access === "read" && this.#retryAtMs === Number.POSITIVE_INFINITY) {
        if (this.#lock.tryTake()) this.#open();
      }
    });
  }

  #closeDatabase(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#blobs = undefined;
    this.#quietly(() => database?.close());
  }

  #sentence(reason: string): string {
    return `Cannot keep the index in "${this.#folder.path}": ${reason}; it stays in memory`;
  }

  #quietly(act: () => void): void {
    try {
      act();
    } catch {
      // The next write meets the same fault and reports it.
    }
  }
}
