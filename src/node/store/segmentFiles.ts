/** Segments as files beside the database, under names that are never used twice. */
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { SegmentRow } from "./storeDatabase.ts";
import type { StoreFolder } from "./storeFolder.ts";

const segmentName = /^segment-[\w.-]+\.bin$/;

/** An id that came from outside the program is no part of a path unless it is plain. */
const plainId = /^[\w-]{1,64}$/;

export class SegmentFiles {
  readonly #folder: StoreFolder;

  constructor(folder: StoreFolder) {
    this.#folder = folder;
  }

  /**
   * Writes new segments; when one fails, none is left.
   *
   * @returns their rows for the database, without which they do not exist
   * @throws what the disk says when it refuses
   */
  write(segments: ReadonlyMap<string, Uint8Array>): readonly SegmentRow[] {
    const rows: SegmentRow[] = [];
    try {
      for (const [id, bytes] of segments) {
        const file = `segment-${plainId.test(id) ? `${id}-` : ""}${randomBytes(6).toString("hex")}.bin`;
        this.#folder.writeWhole(file, bytes);
        rows.push({ id, file, bytes: bytes.length, checksum: crc32(bytes) });
      }
      if (rows.length > 0) this.#folder.files.syncFolder(this.#folder.path);
      return rows;
    } catch (error) {
      this.discard(rows);
      throw error;
    }
  }

  /** Undefined when the file is gone, cannot be read or is not what was written. */
  read({ file, bytes, checksum }: SegmentRow): Uint8Array | undefined {
    try {
      const found = this.#folder.files.read(this.#folder.at(file));
      return found.length === bytes && crc32(found) === checksum ? found : undefined;
    } catch {
      return undefined;
    }
  }

  discard(rows: readonly SegmentRow[]): void {
    for (const { file } of rows) this.#folder.discard(this.#folder.at(file));
  }

  /** Removes the segments that the database does not name. */
  sweep(named: readonly SegmentRow[]): void {
    const names = new Set(named.map(({ file }) => file));
    this.#folder.discardWhere((name) => segmentName.test(name) && !names.has(name));
  }
}
