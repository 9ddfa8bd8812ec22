/** Small derived values under a bound on their bytes: the least recently used go first. */
import type { BlobRow, StoreDatabase } from "./storeDatabase.ts";

/** Evicted beyond the bound, as a part of it, so that not every save evicts. */
const SLACK = 0.1;

export class BlobTable {
  readonly #database: StoreDatabase;
  readonly #maxBytes: number;
  /** Uses since the last save, which alone writes: `kind hash` and when. */
  readonly #used = new Map<string, readonly [kind: string, hash: number, used: number]>();
  #clock: number | undefined;
  #bytes: number | undefined;

  constructor(database: StoreDatabase, maxBytes: number) {
    this.#database = database;
    this.#maxBytes = maxBytes;
  }

  load(kind: string, hash: number): Uint8Array | undefined {
    const data = this.#database.blob(kind, hash);
    if (data) this.#used.set(`${kind} ${hash}`, [kind, hash, this.#tick()]);
    return data;
  }

  /** Part of a transaction of the caller's; after one that failed this table is used no more. */
  save(kind: string, blobs: ReadonlyMap<number, Uint8Array>): void {
    this.#bytes ??= this.#database.blobBytes();
    for (const [usedKind, hash, used] of this.#used.values()) this.#database.useBlob(usedKind, hash, used);
    this.#used.clear();
    for (const [hash, data] of blobs) {
      this.#bytes += data.length - (this.#database.blob(kind, hash)?.length ?? 0);
      this.#database.setBlob(kind, hash, this.#tick(), data);
    }
    if (this.#bytes > this.#maxBytes) this.#evict(this.#bytes - this.#maxBytes * (1 - SLACK));
  }

  #evict(bytes: number): void {
    const over: BlobRow[] = [];
    let found = 0;
    for (const row of this.#database.blobsByUse()) {
      if (found >= bytes) break;
      over.push(row);
      found += row.bytes;
    }
    for (const { kind, hash } of over) this.#database.removeBlob(kind, hash);
    this.#bytes = (this.#bytes ?? 0) - found;
    this.#database.shrink();
  }

  #tick(): number {
    this.#clock = (this.#clock ?? this.#database.lastUse()) + 1;
    return this.#clock;
  }
}
