/**
 * The only module that writes files below the store's own folder, as calls that each do one thing to the disk, so
 * that a test can let any of them fail. Links are never followed, and what is made belongs to this user alone.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

export interface StoreFileStat {
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Owner's number; undefined where the system has none. */
  readonly uid: number | undefined;
  /** Permission bits; 0 where the system has none. */
  readonly mode: number;
}

/** Paths are absolute. Every call throws what the system says, with its `code`. */
export interface StoreFiles {
  /** Makes a folder and those above it; does nothing when it is there. */
  makeFolder(path: string): void;
  /** Names in a folder. */
  list(path: string): readonly string[];
  /** Undefined when nothing is there. */
  stat(path: string): StoreFileStat | undefined;
  /** The whole file or its beginning, in a buffer of its own. */
  read(path: string, maxBytes?: number): Uint8Array;
  /** Makes a file that was not there, and waits until the disk has it. */
  createNew(path: string, bytes: Uint8Array): void;
  /** Gives a file another name, in place of what had that name. */
  move(from: string, to: string): void;
  /** Removes a file; does nothing when it is gone. */
  discard(path: string): void;
  /** Sets a file's time, in milliseconds since the epoch. */
  touch(path: string, timeMs: number): void;
  /** Waits until the disk has the names in a folder. */
  syncFolder(path: string): void;
  /** The system's number for the kind of file system; undefined where it has none. */
  fileSystemType(path: string): number | undefined;
}

const isWindows = process.platform === "win32";

export const nodeStoreFiles: StoreFiles = {
  makeFolder,
  list: (path) => readdirSync(path),
  stat,
  read,
  createNew,
  move: (from, to) => renameSync(from, to),
  discard: (path) => rmSync(path, { force: true }),
  touch: (path, timeMs) => utimesSync(path, timeMs / 1000, timeMs / 1000),
  syncFolder(path) {
    // Windows opens no folder; its file systems journal names themselves.
    if (!isWindows) withFile(path, constants.O_RDONLY, fsyncSync);
  },
  fileSystemType: (path) => (process.platform === "linux" ? statfsSync(path).type : undefined),
};

function withFile<T>(path: string, flags: number, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * One folder after the other: where a system says of a folder that it will not have made that there is no such file, as
 * in `/proc`, the recursive `mkdirSync` never comes back.
 */
function makeFolder(path: string): void {
  if (stat(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may make the same one.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function stat(path: string): StoreFileStat | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return undefined;
  const kind = found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  const { size: sizeBytes, mtimeMs } = found;
  return {
    kind,
    sizeBytes,
    mtimeMs,
    uid: isWindows ? undefined : found.uid,
    mode: isWindows ? 0 : found.mode & 0o777,
  };
}

function read(path: string, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
  return withFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), (descriptor) => {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new Error(`Cannot read "${path}": not a regular file`);
    const bytes = new Uint8Array(Math.min(found.size, maxBytes));
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  });
}

function createNew(path: string, bytes: Uint8Array): void {
  withFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, (descriptor) => {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at);
      fsyncSync(descriptor);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
  });
}
