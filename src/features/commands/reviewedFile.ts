import type { ChangedFile } from "../../core/changes/diff.ts";

/** A file of the change with its text as it is now; without one it is gone, binary or no text. */
export interface ReviewedFile {
  readonly file: ChangedFile;
  /** Absolute. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string | undefined;
}
