/** The disk by `node:fs`, read only. */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from "node:fs";
import type { DirectoryEntry, EntryKind, FileStat, Files } from "../../ports/files.ts";

/** Absolute path with `/`, drive letter in lower case as the editor writes it. */
export function normalizePath(path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  return slashed.length > 1 && slashed.endsWith("/") ? slashed.slice(0, -1) : slashed;
}

/**
 * Small calls by themselves: one that waits for a thread of Node's pool costs four times as much CPU, a third of all
 * that indexing takes. What hangs here, hangs this thread alone, and who supervises it sees that.
 */
export const nodeFiles: Files = { list, stat, read, readInto };

async function list(directory: string): Promise<readonly DirectoryEntry[]> {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
}

async function stat(path: string): Promise<FileStat | undefined> {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found && { sizeBytes: found.size, mtimeMs: found.mtimeMs, kind: kindOf(found) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const OPEN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * `O_NOFOLLOW` and `O_NONBLOCK` so that a path swapped for a link or a pipe after it was listed is neither followed
 * nor waited for.
 */
async function read(path: string, maxBytes: number): Promise<Uint8Array> {
  return withFile(path, maxBytes, (file, size) =>
    readWhole(file, path, Buffer.allocUnsafeSlow(size + 1), size, maxBytes),
  );
}

/** Memory for `readInto`: most files of source code fit. */
const SHARED_BYTES = 1 << 17;
let shared: Buffer | undefined;

async function readInto<T>(path: string, maxBytes: number, use: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = withFile(path, maxBytes, (file, size) => {
    shared ??= Buffer.allocUnsafeSlow(SHARED_BYTES);
    const buffer = size < SHARED_BYTES ? shared.subarray(0, size + 1) : Buffer.allocUnsafeSlow(size + 1);
    return readWhole(file, path, buffer, size, maxBytes);
  });
  return use(bytes);
}

function withFile<T>(path: string, maxBytes: number, use: (file: number, size: number) => T): T {
  const file = openSync(path, OPEN);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(`Cannot read "${path}": not a regular file`);
    if (found.size > maxBytes) throw tooLarge(path, maxBytes);
    return use(file, found.size);
  } finally {
    closeSync(file);
  }
}

/**
 * Reads one byte more than expected, to see a file that grew; pseudo files say size 0 and still have content.
 *
 * @param into one byte more than `size`
 */
function readWhole(file: number, path: string, into: Buffer, size: number, maxBytes: number): Uint8Array {
  let buffer = into;
  let length = 0;
  for (;;) {
    const bytesRead = readSync(file, buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
    if (length > maxBytes) throw tooLarge(path, maxBytes);
    if (length < buffer.length) {
      if (length === size) return buffer.subarray(0, length);
      continue;
    }
    const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2 + 4096, maxBytes + 1));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }
}

function tooLarge(path: string, maxBytes: number): Error {
  return new Error(`Cannot read "${path}": longer than ${maxBytes} bytes`);
}

function kindOf(entry: Pick<Dirent, "isFile" | "isDirectory" | "isSymbolicLink">): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}
