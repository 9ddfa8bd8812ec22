/** What a failed call on the store means: whether the disk refuses, or the data are damaged, and how to say it. */

/** Primary result codes of SQLite (sqlite.org/rescode.html) that are told apart. */
const sqlite = {
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  noLargeFiles: 22,
  auth: 23,
  notDatabase: 26,
} as const;

/** Another writer has taken the folder. */
export class LostLock extends Error {
  override readonly name = "LostLock";
}

/** What was read is not what was written. */
export class Damaged extends Error {
  override readonly name = "Damaged";
}

/**
 * `damaged`: the data are no use and are set aside; `lost`: another process writes; `refused`: the disk or the system
 * says no, for now.
 */
export type StoreFault =
  | { readonly kind: "damaged" }
  | { readonly kind: "lost" }
  | { readonly kind: "refused"; readonly reason: string };

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the system allows no larger file",
  EROFS: "the file system is read-only",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  EIO: "the disk reports an error",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOENT: "its folder is not there and cannot be made",
  ENOTDIR: "a file stands where its folder should be",
};

const sqliteReasons: Readonly<Record<number, string>> = {
  [sqlite.full]: systemReasons["ENOSPC"]!,
  [sqlite.ioError]: systemReasons["EIO"]!,
  [sqlite.readonly]: systemReasons["EROFS"]!,
  [sqlite.perm]: systemReasons["EACCES"]!,
  [sqlite.auth]: systemReasons["EACCES"]!,
  [sqlite.cannotOpen]: "its database cannot be opened",
  [sqlite.busy]: "another program holds its database",
  [sqlite.locked]: "another program holds its database",
  [sqlite.noLargeFiles]: systemReasons["EFBIG"]!,
};

/** The primary result code of an error of `node:sqlite`. */
function sqliteCode(error: unknown): number | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode & 0xff : undefined;
}

export function storeFaultOf(error: unknown): StoreFault {
  if (error instanceof LostLock) return { kind: "lost" };
  if (error instanceof Damaged) return { kind: "damaged" };
  const code = sqliteCode(error);
  if (code !== undefined) {
    const reason = sqliteReasons[code];
    // Any other failure of a fixed statement (a missing table, a broken constraint) comes from the data.
    return reason === undefined ? { kind: "damaged" } : { kind: "refused", reason };
  }
  const systemCode = (error as NodeJS.ErrnoException).code;
  const known = systemCode === undefined ? undefined : systemReasons[systemCode];
  return { kind: "refused", reason: known ?? (error instanceof Error ? error.message : String(error)) };
}
