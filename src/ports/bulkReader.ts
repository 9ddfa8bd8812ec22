/** Reads facts of many files in a thread of its own, which lives only as long as there is something to read. */

export interface BulkFile {
  /** Absolute. */
  readonly path: string;
  readonly languageId: string;
  /** `contentHash` of its bytes; a file that has another one by now is not read. */
  readonly hash: number;
}

/**
 * `facts`: packed as by `packFacts`; `none`: no grammar, too slow, changed or gone; `poison`: the thread died or hung on
 * it, and the file must not be read again; `stopped`: not read, because the thread was stopped or will not run again.
 */
export type BulkResult =
  | { readonly kind: "facts"; readonly packed: Uint8Array }
  | { readonly kind: "none" | "poison" | "stopped" };

export interface BulkReader {
  /** One file at a time. Never rejects. */
  read(file: BulkFile): Promise<BulkResult>;
  /** Ends the thread at once; what is being read ends as `stopped`. The next `read` starts another. */
  stop(): void;
}
