/** The store's database: its schema, and one method for each statement. Errors are those of `node:sqlite`. */
import type { StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { crc32 } from "node:zlib";
import { PathStrings } from "../../core/repo/pastChange.ts";
import type { StoredCommit, StoredFile, StoredHistory } from "../../ports/indexStore.ts";
import { changeFolder, type FolderRow, groupByFolder, readFolder } from "./fileRows.ts";
import { type Database, loadSqlite } from "./quietSqlite.ts";
import { Damaged } from "./storeFault.ts";

export const databaseName = "index.db";
/** The database and what SQLite puts beside it. */
export const databaseNames = [databaseName, `${databaseName}-wal`, `${databaseName}-shm`];

/** Grows whenever a row gets another meaning; what is older is built anew, since all of it is derived. */
export const schemaVersion = 2;

/** "Tchs" in the header of the file, so that no other database is taken for ours. */
const applicationId = 0x54636873;

const BUSY_TIMEOUT_MS = 3000;

/**
 * `row_check` tells a row that the disk changed: SQLite's pages have no checksums. Hashes are 53 bits. The generation
 * starts anywhere, so that two databases that stood at one place are told apart by it.
 */
const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE segments (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE folders (
  folder TEXT PRIMARY KEY, names TEXT NOT NULL, numbers BLOB NOT NULL, row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE histories (repository TEXT PRIMARY KEY, head TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE commits (
  repository TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, time REAL NOT NULL, author TEXT NOT NULL,
  message TEXT NOT NULL, paths TEXT NOT NULL, PRIMARY KEY (repository, position)
) WITHOUT ROWID;
CREATE TABLE blobs (
  kind TEXT NOT NULL, hash INTEGER NOT NULL, used INTEGER NOT NULL, row_check INTEGER NOT NULL, data BLOB NOT NULL
);
CREATE UNIQUE INDEX blobs_by_content ON blobs (kind, hash);
CREATE INDEX blobs_by_use ON blobs (used);
INSERT INTO meta VALUES ('generation', abs(random() % 1000000000000)), ('writer', '');
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};
`;

/** A segment as the database names it. */
export interface SegmentRow {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly checksum: number;
}

export interface BlobRow {
  readonly kind: string;
  readonly hash: number;
  readonly bytes: number;
}

/** What a look at the header found, without opening the file as a database. */
export type SchemaState = "none" | "ours" | "older" | "newer" | "foreign";

/** Judges the numbers of sqlite.org/fileformat.html, section 1.3. */
function judgeSchema(version: number, application: number): SchemaState {
  if (application !== applicationId) return version === 0 && application === 0 ? "none" : "foreign";
  if (version > schemaVersion) return "newer";
  return version === schemaVersion ? "ours" : "older";
}

/** The same from the first 100 bytes of the file, which may lag behind what stands in the write-ahead log. */
export function judgeHeader(header: Uint8Array): SchemaState {
  if (header.length < 100) return "none";
  const view = new DataView(header.buffer, header.byteOffset, 100);
  return judgeSchema(view.getUint32(60), view.getUint32(68));
}

const blobCheckOf = (kind: string, hash: number, data: Uint8Array): number =>
  crc32(data, crc32(`${kind} ${hash}`));

type Row = Readonly<Record<string, unknown>>;

const folderRow = ({ folder, names, numbers, row_check }: Row): FolderRow => ({
  folder: String(folder),
  names: String(names),
  numbers: numbers as Uint8Array,
  check: Number(row_check),
});

type FolderValues = readonly [folder: string, names: string, numbers: Uint8Array, check: number];

/** Has rows come as arrays, which costs a third of rows as objects; older versions of Node have only these. */
function readsArrays(statement: StatementSync): boolean {
  const { setReturnArrays } = statement as { setReturnArrays?: (isOn: boolean) => void };
  setReturnArrays?.call(statement, true);
  return setReturnArrays !== undefined;
}

export class StoreDatabase {
  readonly #database: Database;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Opens for writing; a file that is new gets the schema. */
  static openForWriting(path: string): StoreDatabase {
    const opened = new StoreDatabase(new (loadSqlite().DatabaseSync)(path));
    return opened.#orClose(() => {
      opened.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      if (opened.schemaState() === "none" && opened.#isEmpty()) {
        // Pages given up by evicted blobs go back to the disk in steps, not by a rewrite of the file.
        opened.#database.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
        opened.inTransaction(() => opened.#database.exec(schema));
        // The header tells other versions of this program what the file is: it must not stay in the log.
        opened.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      }
      opened.#database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304",
      );
    });
  }

  /** @param isFrozen nothing can be written beside the file, not even by SQLite: its log is not looked at */
  static openForReading(path: string, isFrozen = false): StoreDatabase {
    const place = isFrozen ? `${pathToFileURL(path).href}?immutable=1` : path;
    const opened = new StoreDatabase(new (loadSqlite().DatabaseSync)(place, { readOnly: true }));
    return opened.#orClose(() => opened.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`));
  }

  schemaState(): SchemaState {
    return judgeSchema(this.#pragma("user_version"), this.#pragma("application_id"));
  }

  /** All or nothing of what `act` does. */
  inTransaction<T>(act: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const value = act();
      this.#database.exec("COMMIT");
      return value;
    } catch (error) {
      try {
        this.#database.exec("ROLLBACK");
      } catch {
        // SQLite has rolled back already after some errors.
      }
      throw error;
    }
  }

  generation(): number {
    return Number(this.#meta("generation"));
  }

  writer(): string {
    return String(this.#meta("writer"));
  }

  setWriter(token: string): void {
    this.#run("UPDATE meta SET value = ? WHERE key = 'writer'", token);
  }

  advanceGeneration(): number {
    this.#run("UPDATE meta SET value = value + 1 WHERE key = 'generation'");
    return this.generation();
  }

  /** In the order in which they were added. */
  segments(): readonly SegmentRow[] {
    const rows = this.#all("SELECT id, file, bytes, checksum FROM segments ORDER BY position");
    return rows.map(({ id, file, bytes, checksum }) => ({
      id: String(id),
      file: String(file),
      bytes: Number(bytes),
      checksum: Number(checksum),
    }));
  }

  addSegment({ id, file, bytes, checksum }: SegmentRow): void {
    this.#run(
      "INSERT OR REPLACE INTO segments SELECT ?, coalesce(max(position), 0) + 1, ?, ?, ? FROM segments",
      id,
      file,
      bytes,
      checksum,
    );
  }

  removeSegment(id: string): void {
    this.#run("DELETE FROM segments WHERE id = ?", id);
  }

  /** Rows that the disk has changed are left out. */
  files(): readonly StoredFile[] {
    const files: StoredFile[] = [];
    const statement = this.#database.prepare("SELECT folder, names, numbers, row_check FROM folders");
    if (!readsArrays(statement)) for (const row of statement.all()) readFolder(folderRow(row), files);
    else
      for (const [folder, names, numbers, check] of statement.all() as unknown as FolderValues[])
        readFolder({ folder, names, numbers, check }, files);
    return files;
  }

  changeFiles(set: readonly StoredFile[], remove: readonly string[]): void {
    const find = this.#statement("SELECT folder, names, numbers, row_check FROM folders WHERE folder = ?");
    for (const [folder, change] of groupByFolder(set, remove)) {
      const row = find.get(folder);
      const changed = changeFolder(folder, row && folderRow(row), change);
      if (changed) {
        const { names, numbers, check } = changed;
        this.#run("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?)", folder, names, numbers, check);
      } else this.#run("DELETE FROM folders WHERE folder = ?", folder);
    }
  }

  note(key: string): string | undefined {
    const row = this.#statement("SELECT value FROM meta WHERE key = ?").get(`note ${key}`);
    return row && String(row["value"]);
  }

  setNote(key: string, text: string): void {
    this.#run("INSERT OR REPLACE INTO meta VALUES (?, ?)", `note ${key}`, text);
  }

  histories(): readonly StoredHistory[] {
    return this.#all("SELECT repository, head FROM histories ORDER BY repository").map((row) => ({
      repository: String(row["repository"]),
      head: String(row["head"]),
      commits: this.#commits(String(row["repository"])),
    }));
  }

  setHistory({ repository, head, commits }: StoredHistory): void {
    this.#run("INSERT OR REPLACE INTO histories VALUES (?, ?)", repository, head);
    this.#run("DELETE FROM commits WHERE repository = ?", repository);
    commits.forEach(({ id, timeMs, author, message, paths }, position) => {
      this.#run(
        "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?)",
        repository,
        position,
        id,
        timeMs,
        author,
        message,
        JSON.stringify(paths),
      );
    });
  }

  /** Undefined also for one that the disk has changed. */
  blob(kind: string, hash: number): Uint8Array | undefined {
    const row = this.#statement("SELECT data, row_check FROM blobs WHERE kind = ? AND hash = ?").get(
      kind,
      hash,
    );
    const data = row?.["data"];
    if (!(data instanceof Uint8Array)) return undefined;
    return blobCheckOf(kind, hash, data) === row?.["row_check"] ? data : undefined;
  }

  setBlob(kind: string, hash: number, used: number, data: Uint8Array): void {
    this.#run("DELETE FROM blobs WHERE kind = ? AND hash = ?", kind, hash);
    this.#run(
      "INSERT INTO blobs VALUES (?, ?, ?, ?, ?)",
      kind,
      hash,
      used,
      blobCheckOf(kind, hash, data),
      data,
    );
  }

  useBlob(kind: string, hash: number, used: number): void {
    this.#run("UPDATE blobs SET used = ? WHERE kind = ? AND hash = ?", used, kind, hash);
  }

  removeBlob(kind: string, hash: number): void {
    this.#run("DELETE FROM blobs WHERE kind = ? AND hash = ?", kind, hash);
  }

  /** Bytes of all blobs. */
  blobBytes(): number {
    return Number(this.#all("SELECT coalesce(sum(length(data)), 0) AS bytes FROM blobs")[0]?.["bytes"]);
  }

  /** When a blob was last used, of all the latest. */
  lastUse(): number {
    return Number(this.#all("SELECT coalesce(max(used), 0) AS used FROM blobs")[0]?.["used"]);
  }

  /** Least recently used first. */
  *blobsByUse(): Generator<BlobRow> {
    const rows = this.#statement(
      "SELECT kind, hash, length(data) AS bytes FROM blobs ORDER BY used",
    ).iterate();
    for (const { kind, hash, bytes } of rows) {
      yield { kind: String(kind), hash: Number(hash), bytes: Number(bytes) };
    }
  }

  /** Forgets files and segments. */
  forgetIndex(): void {
    this.#database.exec("DELETE FROM folders; DELETE FROM segments");
  }

  forgetAll(): void {
    this.forgetIndex();
    this.#database.exec("DELETE FROM histories; DELETE FROM commits; DELETE FROM blobs");
    this.#run("DELETE FROM meta WHERE key LIKE 'note %'");
  }

  /** Gives pages that are not used any more back to the disk. */
  shrink(): void {
    this.#database.exec("PRAGMA incremental_vacuum");
  }

  /** @throws Damaged when the tables of the index are not sound; those of blobs are checked row by row */
  check(): void {
    for (const table of ["folders", "segments", "meta"]) {
      const [row] = this.#all(`PRAGMA quick_check('${table}')`);
      if (row && row["quick_check"] !== "ok") throw new Damaged(`Cannot use the table "${table}": not sound`);
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #commits(repository: string): readonly StoredCommit[] {
    const rows = this.#statement(
      "SELECT id, time, author, message, paths FROM commits WHERE repository = ? ORDER BY position",
    ).all(repository);
    const known = new PathStrings();
    return rows.map(({ id, time, author, message, paths }) => ({
      id: String(id),
      timeMs: Number(time),
      author: String(author),
      message: String(message),
      paths: (JSON.parse(String(paths)) as string[]).map((path) => known.of(path)),
    }));
  }

  #orClose(act: () => void): this {
    try {
      act();
      return this;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #isEmpty(): boolean {
    return this.#all("SELECT name FROM sqlite_master").length === 0;
  }

  #pragma(name: string): number {
    return Number(this.#all(`PRAGMA ${name}`)[0]?.[name]);
  }

  #meta(key: string): unknown {
    const row = this.#statement("SELECT value FROM meta WHERE key = ?").get(key);
    if (!row) throw new Damaged(`Cannot read "${key}" of the store: it is missing`);
    return row["value"];
  }

  #all(sql: string): readonly Row[] {
    return this.#statement(sql).all();
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
