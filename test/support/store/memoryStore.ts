/** A disk for the index that is plain data, so that many starts cost nothing. */
import type { IndexStore, StoreAccess, StoreChange, StoredFile } from "../../../src/ports/indexStore.ts";

export class MemoryDisk {
  segments = new Map<string, Uint8Array>();
  files = new Map<string, StoredFile>();
  notes = new Map<string, string>();
  /** Small derived values by kind and content; without it none are kept. */
  blobs: Map<string, Uint8Array> | undefined;
  commits = 0;
  /** While it refuses, nothing is kept. */
  refuses = false;

  /** As another process finds it; what an earlier one still holds must be closed. */
  open(): MemoryStore {
    return new MemoryStore(this);
  }
}

class MemoryStore implements IndexStore {
  readonly #disk: MemoryDisk;
  #isOpen = true;
  lineage = 0;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  get access(): StoreAccess {
    return this.#disk.refuses || !this.#isOpen ? "none" : "write";
  }
  get problem(): string | undefined {
    return this.#disk.refuses ? "Cannot keep the index" : undefined;
  }
  loadSegments = () => new Map(this.#disk.segments);
  loadFiles = () => [...this.#disk.files.values()];
  loadHistories = () => [];
  loadNote = (key: string) => this.#disk.notes.get(key);
  loadBlob = (kind: string, hash: number) => this.#disk.blobs?.get(`${kind} ${hash}`);
  saveBlobs = (kind: string, blobs: ReadonlyMap<number, Uint8Array>): boolean => {
    for (const [hash, bytes] of blobs) this.#disk.blobs?.set(`${kind} ${hash}`, bytes.slice());
    return this.#disk.blobs !== undefined;
  };
  sizeBytes = () => 0;

  commit(change: StoreChange): boolean {
    if (this.access !== "write") return false;
    const { segments, files, notes } = this.#disk;
    this.#disk.commits++;
    if (change.replacesIndex) {
      segments.clear();
      files.clear();
    }
    for (const id of change.removeSegments ?? []) segments.delete(id);
    for (const [id, bytes] of change.addSegments ?? []) segments.set(id, bytes.slice());
    for (const path of change.removeFiles ?? []) files.delete(path);
    for (const file of change.setFiles ?? []) files.set(file.path, file);
    for (const [key, text] of change.setNotes ?? []) notes.set(key, text);
    return true;
  }

  clear(): void {
    this.lineage++;
    this.#disk.segments.clear();
    this.#disk.files.clear();
  }

  close(): void {
    this.#isOpen = false;
  }
}
