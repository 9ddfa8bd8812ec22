/**
 * The only module that writes a person's files, as calls that each do one thing to the disk, so that a test can let any of
 * them fail. None follows a link in the last part of a path; what stands above it is the caller's to check.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";

export interface UserFileStat {
  readonly kind: "file" | "folder" | "link" | "other";
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
}

/** Paths are absolute. Every call throws what the system says, with its `code`. */
export interface UserDisk {
  /** Undefined when nothing is there. */
  stat(path: string): UserFileStat | undefined;
  /** Without links, in the letters that the disk has. */
  realPath(path: string): string;
  /** A plain file of at most `maxBytes`. */
  read(path: string, maxBytes: number): Uint8Array;
  /** One folder, in one that is there; does nothing when it is there. */
  makeFolder(path: string): void;
  /** Makes a file that was not there, and waits until the disk has it. Undefined mode: as the system gives new files. */
  createNew(path: string, bytes: Uint8Array, mode: number | undefined): void;
  /** Gives a file the name of another, which is gone then. */
  replace(from: string, to: string): void;
  /** Gives a file a name that nothing has. @throws EEXIST */
  nameNew(from: string, to: string): void;
  /** Removes a file. */
  remove(path: string): void;
  /** Removes a folder if it is empty. */
  removeFolder(path: string): void;
  /** Waits until the disk has the names in a folder. */
  syncFolder(path: string): void;
}

const isWindows = process.platform === "win32";
const noFollow = constants.O_NOFOLLOW ?? 0;

export const nodeUserDisk: UserDisk = {
  stat,
  realPath: (path) => realpathSync.native(path),
  read,
  makeFolder,
  createNew,
  replace: (from, to) => renameSync(from, to),
  nameNew,
  remove: (path) => unlinkSync(path),
  removeFolder: (path) => rmdirSync(path),
  syncFolder(path) {
    // Windows opens no folder; its file systems journal names themselves.
    if (!isWindows) withFile(path, constants.O_RDONLY, 0, fsyncSync);
  },
};

function withFile<T>(path: string, flags: number, mode: number, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags | noFollow, mode);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function stat(path: string): UserFileStat | undefined {
  const found = lookAt(path);
  if (!found) return undefined;
  const kind = found.isFile()
    ? "file"
    : found.isDirectory()
      ? "folder"
      : found.isSymbolicLink()
        ? "link"
        : "other";
  return { kind, sizeBytes: found.size, mode: found.mode & 0o7777 };
}

/** Below a file there is nothing, which some systems say by another word. */
function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

function read(path: string, maxBytes: number): Uint8Array {
  return withFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), 0, (descriptor) => {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new Error(`Cannot read "${path}": not a plain file`);
    if (found.size > maxBytes) throw new Error(`Cannot read "${path}": it has ${found.size} bytes`);
    const bytes = new Uint8Array(found.size);
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function createNew(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  withFile(path, flags, mode === undefined ? 0o666 : 0o600, (descriptor) => {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at);
      if (mode !== undefined && !isWindows) fchmodSync(descriptor, mode);
      fsyncSync(descriptor);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
  });
}

/** A second name and then the first one's removal: a plain renaming would replace what has just appeared there. */
function nameNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || lstatSync(to, { throwIfNoEntry: false })) throw error;
    // Some file systems have no second names.
    renameSync(from, to);
    return;
  }
  unlinkSync(from);
}
