/** The state of the repository index, as shown to a person. */

/** Why a file of the workspace is not in the index. */
export const skipReasons = [
  "ignored",
  "binary",
  "tooLarge",
  "minified",
  "generated",
  "vendored",
  "unreadable",
  "outsideRoot",
  "notRegular",
  "quarantined",
  "limit",
  "unknownLanguage",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** `idle`: nothing to index; `failed`: the reason is in `message`, suggestions go on from open documents. */
export type IndexPhase = "idle" | "walking" | "reading" | "building" | "ready" | "failed";

/** Counts are of files, lines and symbols now in the index. */
export interface IndexStatus {
  readonly phase: IndexPhase;
  /** Files read so far in this pass, `<= filesTotal`. */
  readonly filesDone: number;
  /** Files found so far; final once the phase has left `walking`. */
  readonly filesTotal: number;
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  /** Languages by number of indexed files, most first. */
  readonly languages: readonly (readonly [languageId: string, files: number])[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly message?: string;
  /** Libraries that are being read for later questions; missing while none is. */
  readonly libraries?: { readonly done: number; readonly total: number } | undefined;
}

export const idleIndexStatus: IndexStatus = {
  phase: "idle",
  filesDone: 0,
  filesTotal: 0,
  files: 0,
  lines: 0,
  symbols: 0,
  languages: [],
  skipped: {},
};

/** A file that is not in the index. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
}

/** The index as a person may look into it. */
export interface IndexReport {
  readonly status: IndexStatus;
  /** By path; at most 5,000, the counts of `status` are whole. */
  readonly skippedFiles: readonly SkippedFile[];
  readonly store: {
    /** `read`: another window writes, or the disk is read-only; `none`: in memory only. */
    readonly access: "write" | "read" | "none";
    readonly directory: string | undefined;
    readonly sizeBytes: number;
    readonly problem: string | undefined;
  };
  /** Commits whose messages are searched; 0 without history. */
  readonly commits: number;
  /** Bytes of the index in memory. */
  readonly memoryBytes: number;
}
