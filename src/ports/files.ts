/** The disk, read only, as the index needs it. Paths are absolute with `/`. */
export type EntryKind = "file" | "directory" | "link" | "other";

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

export interface FileStat {
  readonly sizeBytes: number;
  /** Milliseconds since the epoch, with fractions where the file system has them. */
  readonly mtimeMs: number;
  readonly kind: EntryKind;
}

/** Never follows a link: a link is reported as `link`. */
export interface Files {
  /** @throws when the directory cannot be read */
  list(directory: string): Promise<readonly DirectoryEntry[]>;
  /** `undefined` when nothing is there. */
  stat(path: string): Promise<FileStat | undefined>;
  /** @throws when the file cannot be read or is longer than `maxBytes` */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /**
   * The same for who is done with the bytes at once: many files are read into the same memory.
   *
   * @param use given bytes that mean nothing after it has returned
   * @throws what `read` throws, and what `use` throws
   */
  readInto<T>(path: string, maxBytes: number, use: (bytes: Uint8Array) => T): Promise<T>;
}

/** Timers of the thread a feature runs on, to let other work in between. */
export interface Yielder {
  /** Resolves after other waiting messages of the thread were handled. */
  pause(): Promise<void>;
  /** Resolves after this many milliseconds. */
  sleep(delayMs: number): Promise<void>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Milliseconds since the epoch, by the clock that files' times are from, about. */
  wallNow(): number;
}
