/**
 * The file list as rows of folders: a tenth of the rows of one for each file, and read many times as fast. A row holds the
 * names of the files directly in a folder, and four numbers for each.
 */
import { crc32 } from "node:zlib";
import { skipReasons } from "../../core/repo/indexStatus.ts";
import type { StoredFile } from "../../ports/indexStore.ts";

/** Size, mtime, hash, and 0 or one more than the place of the reason in `skipReasons`; all are exact as doubles. */
const COLUMNS = 4;

/** No name holds it. */
const SEPARATOR = "/";

export interface FolderRow {
  /** With its slash at the end, so that folder and name together are the path. */
  readonly folder: string;
  readonly names: string;
  /** Doubles in the machine's order of bytes: the file never leaves it. */
  readonly numbers: Uint8Array;
  /** Tells what the disk has changed. */
  readonly check: number;
}

/** Changes by folder, so that each row is written once. */
export interface FolderChange {
  readonly set: Map<string, StoredFile>;
  readonly remove: Set<string>;
}

function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf("/") + 1;
  return [path.slice(0, at), path.slice(at)];
}

const checkOf = (folder: string, names: string, numbers: Uint8Array): number =>
  crc32(numbers, crc32(folder + names));

export function groupByFolder(
  set: readonly StoredFile[],
  remove: readonly string[],
): ReadonlyMap<string, FolderChange> {
  const changes = new Map<string, FolderChange>();
  const changeOf = (folder: string): FolderChange => {
    let change = changes.get(folder);
    if (!change) changes.set(folder, (change = { set: new Map(), remove: new Set() }));
    return change;
  };
  for (const path of remove) {
    const [folder, name] = splitPath(path);
    changeOf(folder).remove.add(name);
  }
  for (const file of set) {
    const [folder, name] = splitPath(file.path);
    changeOf(folder).set.set(name, file);
  }
  return changes;
}

/** Adds the files of a row to a list; none of a row that the disk has changed. */
export function readFolder({ folder, names, numbers, check }: FolderRow, into: StoredFile[]): void {
  if (checkOf(folder, names, numbers) !== check) return;
  // A copy begins where doubles may begin.
  const { buffer, byteOffset, length } = numbers.byteOffset % 8 === 0 ? numbers : numbers.slice();
  const values = new Float64Array(buffer, byteOffset, length >> 3);
  let at = 0;
  for (const name of names.split(SEPARATOR)) {
    const path = folder + name;
    const file = { path, sizeBytes: values[at]!, mtimeMs: values[at + 1]!, hash: values[at + 2]! };
    const skipped = skipReasons[values[at + 3]! - 1];
    into.push(skipped === undefined ? file : { ...file, skipped });
    at += COLUMNS;
  }
}

/** The row with a change in it; undefined when no file is left. */
export function changeFolder(
  folder: string,
  before: FolderRow | undefined,
  { set, remove }: FolderChange,
): FolderRow | undefined {
  const known: StoredFile[] = [];
  if (before) readFolder(before, known);
  const nameOf = ({ path }: StoredFile) => path.slice(folder.length);
  const left = known.filter((file) => !set.has(nameOf(file)) && !remove.has(nameOf(file)));
  const files = [...left, ...set.values()];
  if (files.length === 0) return undefined;
  const values = Float64Array.from(
    files.flatMap(({ sizeBytes, mtimeMs, hash, skipped }) => [
      sizeBytes,
      mtimeMs,
      hash,
      skipped === undefined ? 0 : skipReasons.indexOf(skipped) + 1,
    ]),
  );
  const names = files.map(nameOf).join(SEPARATOR);
  const numbers = new Uint8Array(values.buffer);
  return { folder, names, numbers, check: checkOf(folder, names, numbers) };
}
