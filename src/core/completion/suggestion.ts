/** What a completion engine is asked and what it answers. */

import type { Verification } from "../verify/verification.ts";

/** Which engine made a suggestion. */
export type EngineKind = "builtin" | "model";

/** Where the text of a suggestion was copied from: a path as in the index and a 0-based line. */
export interface Provenance {
  readonly path: string;
  readonly line: number;
}

/** A request for text at the cursor, which stands between `prefix` and `suffix`. */
export interface CompletionRequest {
  /** Path as the index knows it: absolute with `/`, or the whole URI for what has no file (`untitled:...`). */
  readonly path: string;
  /** The editor's language identifier, such as `python` or `typescriptreact`. */
  readonly languageId: string;
  /** The whole text before the cursor. */
  readonly prefix: string;
  /** The whole text after the cursor. */
  readonly suffix: string;
  /** How many suggestions at the most, best first; at least 1. */
  readonly maxSuggestions: number;
  /** Where the suggestion that was last accepted in full came from: its source may go on. */
  readonly after?: Provenance | undefined;
}

/** One suggestion, to be inserted at the cursor. */
export interface Suggestion {
  /** Starts at the cursor. Never empty. */
  readonly text: string;
  /** Calibrated probability that this is what the person would type, 0 <= confidence <= 1. */
  readonly confidence: number;
  readonly engine: EngineKind;
  readonly provenance?: Provenance;
  /** Only the next words: more of the line is to come, and `confidence` is that of these words alone. */
  readonly isWord?: true;
  /** What the check before display said of it; absent while, or where, it was not checked. */
  readonly verification?: Verification;
}

/**
 * Whether a text with a suggestion put in parses no worse than without it. `unknown` when the language has no
 * grammar or the time for parsing ran out.
 */
export type ParseVerdict = "parses" | "breaks" | "unknown";
