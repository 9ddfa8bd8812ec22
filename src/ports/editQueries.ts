/** What follows from an edit: its siblings, and the imports that new names need. */
import type { NextEdits } from "../core/completion/nextEdit/editPlace.ts";

export interface NextEditQuery {
  /** The open document that was edited last. */
  readonly path: string;
  /** 1 <= limit. */
  readonly limit: number;
}

export interface EditQueries {
  /** Places where the change that was just made belongs too; undefined when there are none, or it is taken back. */
  nextEdits(query: NextEditQuery, signal: AbortSignal): Promise<NextEdits | undefined>;
}
