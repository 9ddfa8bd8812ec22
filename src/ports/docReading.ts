/** Documentation as it stands in a text, and what a symbol's own would be about: told from the tree alone. */
import type { FileDocs } from "../core/docWriting/docSubject.ts";

export interface DocReadingQuery {
  readonly languageId: string;
  readonly text: string;
  /** 0-based, inclusive: of whom the subject is; not given for none. */
  readonly lines?: { readonly start: number; readonly end: number } | undefined;
}

export interface DocReading {
  /** Undefined for a language that is not read for it, and for a text that cannot be parsed in time. */
  readDocs(query: DocReadingQuery, signal: AbortSignal): Promise<FileDocs | undefined>;
}
