/** What a model wrote to change files, read but not yet located. */

export interface EditBlock {
  /** 1-based, in the order of the answer. */
  readonly number: number;
  /** Of the answer, 1-based: where the block begins. */
  readonly line: number;
  /** As the answer names the file; undefined when it names none. */
  readonly path: string | undefined;
  readonly edit: BlockEdit;
}

/** Lines are without their breaks. */
export type BlockEdit =
  /** These lines become those. */
  | { readonly kind: "replace"; readonly search: readonly string[]; readonly replace: readonly string[] }
  | Hunk
  /** The whole file; `isClosed` is false when the answer ended within it. */
  | { readonly kind: "whole"; readonly lines: readonly string[]; readonly isClosed: boolean }
  /** The whole of one function, class or other symbol; names of what is around it stand before a dot. */
  | { readonly kind: "symbol"; readonly name: string; readonly lines: readonly string[] }
  /** A file that must not be there yet. */
  | { readonly kind: "create"; readonly lines: readonly string[]; readonly finalNewline: boolean }
  /** `lines` are what the answer says that the file holds, if it says so. */
  | { readonly kind: "delete"; readonly lines: readonly string[] | undefined }
  | { readonly kind: "rename"; readonly to: string }
  | { readonly kind: "malformed"; readonly reason: string };

/** A piece of a diff. */
export interface Hunk {
  readonly kind: "hunk";
  readonly lines: readonly HunkLine[];
  /** Lines that the place stands below, outermost first, as `@@ class Store` names them. */
  readonly anchors: readonly string[];
  /** The first old line by the hunk's header, 1-based; often wrong. */
  readonly oldLine?: number | undefined;
  /** Kept lines may lack the blank that marks them: the header's counts did not fit. */
  readonly isLoose?: boolean | undefined;
  /** All of it may stand deeper or less deep than in the file: it was written from memory, not made by a program. */
  readonly mayBeMoved?: boolean | undefined;
  /** Whether the file ends with a line break afterwards; undefined where the diff does not say. */
  readonly finalNewline?: boolean | undefined;
}

export interface HunkLine {
  /** `elided` stands for any number of lines that are kept. */
  readonly kind: "keep" | "remove" | "add" | "elided";
  readonly text: string;
}
