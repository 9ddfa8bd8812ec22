/** What passes between the thread that reads in bulk and its owner. */
import type { BulkFile } from "../../ports/bulkReader.ts";

export type ToBulkThread = BulkFile;

export interface FromBulkThread {
  /** Of the file that was asked for. */
  readonly hash: number;
  /** Undefined when there are none. */
  readonly packed: Uint8Array | undefined;
  /** The parser's memory, which never shrinks. */
  readonly heapBytes: number;
}
