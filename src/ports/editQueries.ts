/** What follows from an edit: its siblings, and the imports that new names need. */
import type { Insertion } from "../core/completion/autoImport/importLine.ts";
import type { NextEdits } from "../core/completion/nextEdit/editPlace.ts";

export interface NextEditQuery {
  /** The open document that was edited last. */
  readonly path: string;
  /** 1 <= limit. */
  readonly limit: number;
}

/** Code that was just put into a document. Offsets in UTF-16 units. */
export interface ImportQuery {
  readonly path: string;
  readonly languageId: string;
  /** The whole text with the code in it, which is from `start` to `end`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface EditQueries {
  /** Places where the change that was just made belongs too; undefined when there are none, or it is taken back. */
  nextEdits(query: NextEditQuery, signal: AbortSignal): Promise<NextEdits | undefined>;
  /** Imports that the code needs and the file lacks, to be put in one after another; only such as leave no choice. */
  importsFor(query: ImportQuery, signal: AbortSignal): Promise<readonly Insertion[]>;
}
