/** What became of an answer. */
import type { FileChange, FileTexts } from "./fileTexts.ts";
import type { MatchLayer } from "./match/placement.ts";

export interface RefusedBlock {
  /** 1-based, in the order of the answer; 0 for an answer that holds no edit. */
  readonly block: number;
  /** Of the answer, 1-based. */
  readonly line: number;
  readonly path: string | undefined;
  /** A sentence that a person or a model can act on; may show lines of the file. */
  readonly reason: string;
}

export interface PlacedBlock {
  readonly block: number;
  readonly path: string;
  /** The first line of the file before the change that the block shows, 1-based; 0 for a file that is new or whole. */
  readonly line: number;
  readonly layer: MatchLayer;
}

export interface AppliedAnswer {
  readonly files: FileTexts;
  readonly changes: readonly FileChange[];
  readonly placed: readonly PlacedBlock[];
  /** Ascending by block. */
  readonly refused: readonly RefusedBlock[];
}
