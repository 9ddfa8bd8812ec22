/** The store's own folder: whether it is fit for an index, and what is thrown away in it. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { mayLive, ownIdentity } from "./processIdentity.ts";
import type { StoreFiles } from "./storeFiles.ts";

/** Damaged files that are kept for whoever wants to know what happened, the newest. */
const KEPT_BAD = 3;

/** A temporary file is left over when its process has ended, or after this time. */
const TEMPORARY_LIFE_MS = 24 * 60 * 60 * 1000;

const temporaryName = /^touchstone-(\d+)-[0-9a-f-]+\.tmp$/;

/**
 * File systems of other machines, where the memory that SQLite's write-ahead log shares between processes is not
 * shared (sqlite.org/wal.html). Numbers as `statfs(2)` and the kernel's `magic.h` give them.
 */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
  [0x01021997, "9P"],
  [0x5346414f, "AFS"],
  [0x6b414653, "AFS"],
  [0x73757245, "Coda"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"],
  [0x47504653, "GPFS"],
  [0x01161970, "GFS2"],
  [0x7461636f, "OCFS2"],
]);

export class StoreFolder {
  readonly path: string;
  readonly files: StoreFiles;

  constructor(path: string, files: StoreFiles) {
    this.path = path;
    this.files = files;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /**
   * Makes the folder where it is missing.
   *
   * @returns why nothing may be kept in it; undefined when all is well
   * @throws what the disk says when it refuses
   */
  prepare(): string | undefined {
    if (/^(?:\\\\|\/\/)/.test(this.path)) return "it is on a network share, where a database is not safe";
    if (!this.files.stat(this.path)) this.files.makeFolder(this.path);
    const found = this.files.stat(this.path);
    if (found?.kind !== "folder") return "it is no folder of its own but a link or a file";
    const own = process.getuid?.();
    if (found.uid !== undefined && own !== undefined && found.uid !== own) {
      return "it belongs to another user";
    }
    if (found.mode & 0o002) return "every user may write to it";
    const network = networkFileSystems.get(Number(this.files.fileSystemType(this.path) ?? -1) >>> 0);
    return network && `it is on a network file system (${network}), where a database is not safe`;
  }

  /**
   * Makes a file whole or not at all: written under a temporary name, given its own when the disk has it.
   *
   * @throws what the disk says when it refuses
   */
  writeWhole(name: string, bytes: Uint8Array): void {
    const temporary = this.at(`touchstone-${process.pid}-${randomUUID()}.tmp`);
    try {
      this.files.createNew(temporary, bytes);
      this.files.move(temporary, this.at(name));
    } catch (error) {
      this.discard(temporary);
      throw error;
    }
  }

  /** Gives damaged files a name that says so, and removes the oldest of such. Never throws. */
  setAside(names: readonly string[], nowMs: number): void {
    for (const name of names) {
      try {
        if (this.files.stat(this.at(name))) this.files.move(this.at(name), this.at(`${nowMs}-${name}.bad`));
      } catch {
        this.discard(this.at(name));
      }
    }
    const bad = this.#list().filter((name) => name.endsWith(".bad"));
    // Names begin with the time; the same number of digits until the year 2286.
    for (const name of bad.sort().slice(0, -KEPT_BAD)) this.discard(this.at(name));
  }

  /** Removes temporary files that nobody will finish. Never throws. */
  sweepTemporaries(nowMs: number): void {
    const own = ownIdentity();
    for (const name of this.#list()) {
      const pid = Number(temporaryName.exec(name)?.[1]);
      if (Number.isNaN(pid) || pid === own.pid) continue;
      const age = nowMs - (this.files.stat(this.at(name))?.mtimeMs ?? 0);
      const isOver = age > TEMPORARY_LIFE_MS || !mayLive({ ...own, pid, startedAt: undefined }, own);
      if (isOver) this.discard(this.at(name));
    }
  }

  /** Removes the files of which the test says so. Never throws. */
  discardWhere(isOver: (name: string) => boolean): void {
    for (const name of this.#list()) if (isOver(name)) this.discard(this.at(name));
  }

  sizeOf(name: string): number {
    try {
      return this.files.stat(this.at(name))?.sizeBytes ?? 0;
    } catch {
      return 0;
    }
  }

  /** What cannot be removed now is found by the next sweep. */
  discard(path: string): void {
    try {
      this.files.discard(path);
    } catch {
      // Nothing depends on it.
    }
  }

  #list(): readonly string[] {
    try {
      return this.files.list(this.path);
    } catch {
      return [];
    }
  }
}
