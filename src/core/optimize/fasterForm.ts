/** A rewrite of a function that is often faster and means the same. */
import type { Replacement } from "../repair/candidate.ts";

export interface FasterForm {
  /** What it does, for a person. */
  readonly about: string;
  /** On which inputs it behaves otherwise, a sentence without its full stop; undefined for none. */
  readonly differs?: string;
  /** The error that it raises there. */
  readonly raises?: string;
  /** Ascending, not overlapping, at least one; within the function. */
  readonly edits: readonly Replacement[];
}
