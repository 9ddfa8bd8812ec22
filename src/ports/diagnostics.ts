/** What the editor's language tools find wrong in a document. */

export interface Diagnostic {
  /** 0-based. */
  readonly line: number;
  readonly severity: "error" | "warning";
  /** One sentence, without its code and source. */
  readonly message: string;
}

export interface Diagnostics {
  /** Errors and warnings of an open document, in no promised order; empty when nothing is known. */
  of(path: string): readonly Diagnostic[];
}
