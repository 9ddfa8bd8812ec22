/**
 * Where the index outlives the process: one store for the workspace's files, content-addressed. Sync, because it is
 * asked in a thread of its own; an adapter for a shared database keeps the same calls and caches behind them.
 */
import type { SkipReason } from "../core/repo/indexStatus.ts";

/** One file of the last index, by absolute path. Its content's own data stand in the segment that holds `hash`. */
export interface StoredFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** `contentHash` of its bytes, 53 bits. */
  readonly hash: number;
  /** Why a file with this content is not in the index; undefined: it is. */
  readonly skipped?: SkipReason;
}

/** A past change of the repository: what was said and which files it touched, newest first in every list. */
export interface StoredCommit {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** Empty when git does not say. */
  readonly author: string;
  readonly message: string;
  /** Relative to the repository's root, with `/`. */
  readonly paths: readonly string[];
}

/** History of one git repository of the workspace. */
export interface StoredHistory {
  /** Absolute, of the repository's work tree. */
  readonly repository: string;
  /** The commit at which it was read. */
  readonly head: string;
  readonly commits: readonly StoredCommit[];
}

/** `write`: this process writes; `read`: another one does, or the folder is read-only; `none`: memory only. */
export type StoreAccess = "write" | "read" | "none";

/** A change that is kept as a whole or not at all. */
export interface StoreChange {
  /** New segments by id; a segment is never changed. */
  readonly addSegments?: ReadonlyMap<string, Uint8Array>;
  readonly removeSegments?: readonly string[];
  readonly setFiles?: readonly StoredFile[];
  readonly removeFiles?: readonly string[];
  readonly setHistories?: readonly StoredHistory[];
  /** Short texts by a key. */
  readonly setNotes?: ReadonlyMap<string, string>;
  /** Files and segments that the change does not name are forgotten. */
  readonly replacesIndex?: boolean;
}

export interface IndexStore {
  readonly access: StoreAccess;
  /** What went wrong and what that means, one sentence for a person; undefined when all is well. */
  readonly problem: string | undefined;
  /**
   * Grows when the files and segments on disk are no longer those that this store loaded and kept (set aside as damaged,
   * cleared, taken over from another writer): the next change must then be whole, with `replacesIndex`.
   */
  readonly lineage: number;
  /**
   * Ids and bytes of the segments of the last commit, oldest first, each checked to be as it was written; one that is not
   * is left out and forgotten.
   */
  loadSegments(): ReadonlyMap<string, Uint8Array>;
  /** All files of the last commit. */
  loadFiles(): readonly StoredFile[];
  loadHistories(): readonly StoredHistory[];
  loadNote(key: string): string | undefined;
  /**
   * Keeps a change. Never throws: when the disk refuses, `problem` says so, nothing of the change is kept, and
   * writing is tried again at most every five minutes.
   *
   * @returns whether it was kept
   */
  commit(change: StoreChange): boolean;
  /** Small derived values by kind and content, such as syntax trees' symbols and embeddings. Never throws. */
  loadBlob(kind: string, hash: number): Uint8Array | undefined;
  saveBlobs(kind: string, blobs: ReadonlyMap<number, Uint8Array>): boolean;
  /** Forgets everything on disk, for a rebuild. */
  clear(): void;
  /** How many bytes the store takes on disk. */
  sizeBytes(): number;
  close(): void;
}

/** Opens the store in a folder, made when it is not there; never throws: what cannot be opened is `none`. */
export type OpenIndexStore = (directory: string) => IndexStore;
