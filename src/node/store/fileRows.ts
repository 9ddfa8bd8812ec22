/**
 * The file list as rows of folders: a tenth of the rows of one for each file, and read six times as fast. A row holds the
 * files directly in a folder as a JSON array, five values a file.
 */
import { crc32 } from "node:zlib";
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import type { StoredFile } from "../../ports/indexStore.ts";

/** Name, size, mtime, hash, and why it is skipped or null. */
const COLUMNS = 5;
type Value = string | number | null;

export interface FolderRow {
  readonly folder: string;
  readonly files: string;
  /** Tells what the disk has changed. */
  readonly check: number;
}

/** Changes by folder, so that each row is written once. */
export interface FolderChange {
  readonly set: Map<string, StoredFile>;
  readonly remove: Set<string>;
}

/** The folder keeps its slash, so that folder and name together are the path. */
function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf("/") + 1;
  return [path.slice(0, at), path.slice(at)];
}

const checkOf = (folder: string, files: string): number => crc32(files, crc32(folder));

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

/** Undefined for a row that the disk has changed. */
export function readFolder({ folder, files, check }: FolderRow): readonly StoredFile[] | undefined {
  if (checkOf(folder, files) !== check) return undefined;
  const values = JSON.parse(files) as readonly Value[];
  const found: StoredFile[] = [];
  for (let i = 0; i < values.length; i += COLUMNS) {
    const file = {
      path: folder + values[i],
      sizeBytes: values[i + 1] as number,
      mtimeMs: values[i + 2] as number,
      hash: values[i + 3] as number,
    };
    const skipped = values[i + 4] as SkipReason | null;
    found.push(skipped === null ? file : { ...file, skipped });
  }
  return found;
}

/** The row with a change in it; undefined when no file is left. */
export function changeFolder(
  folder: string,
  before: FolderRow | undefined,
  { set, remove }: FolderChange,
): FolderRow | undefined {
  const values: Value[] = [];
  const add = ({ path, sizeBytes, mtimeMs, hash, skipped = undefined }: StoredFile) =>
    values.push(path.slice(folder.length), sizeBytes, mtimeMs, hash, skipped ?? null);
  for (const file of (before && readFolder(before)) ?? []) {
    const name = file.path.slice(folder.length);
    if (!set.has(name) && !remove.has(name)) add(file);
  }
  for (const file of set.values()) add(file);
  if (values.length === 0) return undefined;
  const files = JSON.stringify(values);
  return { folder, files, check: checkOf(folder, files) };
}
