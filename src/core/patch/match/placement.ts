/** Where a block belongs in a file, or why it has no place. */
import type { LineEdit } from "../textLines.ts";

/** How much had to be overlooked to find a place, strictest first. */
export const matchLayers = [
  "exact",
  "whitespace",
  "indentation",
  "spacing",
  "part of a line",
  "similar",
] as const;
export type MatchLayer = (typeof matchLayers)[number];

/** A place and what the block does there. */
export interface Place {
  /** Lines of the file that the block shows or changes: first and behind the last, 0-based. */
  readonly start: number;
  readonly end: number;
  /** Ascending, not overlapping; empty for a block that changes nothing. */
  readonly edits: readonly LineEdit[];
}

export type Placement =
  | { readonly kind: "placed"; readonly layer: MatchLayer; readonly place: Place }
  /** Several places fit equally well. */
  | { readonly kind: "ambiguous"; readonly layer: MatchLayer; readonly places: readonly Place[] }
  | { readonly kind: "refused"; readonly reason: string };
