/** What the gate may know of a suggestion before it is shown. Names and units are those of `gate/score` (docs/rpc.md). */

/**
 * Every field may be missing: a number then counts as the mean of the log that the weights were fitted on, and what
 * is about the past is taken from the history. Those of the first group are named as in that log.
 */
export interface GateFeatures {
  /** How sure the engine is, 0 to 1. */
  readonly confidence?: number | undefined;
  /** Mean natural logarithm of the probability of a token, <= 0. */
  readonly meanLogProb?: number | undefined;
  /** The same of the tokens that came second, <= 0. */
  readonly meanAlternativeLogProb?: number | undefined;
  readonly numTokens?: number | undefined;
  readonly numLines?: number | undefined;
  /** UTF-16 units of the suggestion that would be shown. */
  readonly compCharLen?: number | undefined;
  /** UTF-16 units of the prompt, or of the text before the cursor. */
  readonly promptCharLen?: number | undefined;
  /** UTF-16 units of the document. */
  readonly documentLength?: number | undefined;

  /** The suggestion's text. */
  readonly suggestion?: string | undefined;
  /** The text before the cursor, at least its last line. */
  readonly prefix?: string | undefined;

  /**
   * These four carry no weight at first; they are learned from this person alone. But the built-in engine's confidence
   * is calibrated: `builtin` keeps the score from falling below 0.35 of it.
   */
  readonly engine?: "builtin" | "model" | undefined;
  /** The editor's language identifier. */
  readonly languageId?: string | undefined;
  /** From the request to the answer. */
  readonly latencyMs?: number | undefined;
  readonly sinceKeystrokeMs?: number | undefined;
  /** `explicit` is never hidden; its score is that of `automatic`. */
  readonly trigger?: "automatic" | "explicit" | undefined;

  /** Change of the document's length since the last suggestion or outcome, UTF-16 units; below 0 while deleting. */
  readonly lengthChange?: number | undefined;
  /** Mean time that the last suggestions (at most eight) were visible. */
  readonly meanVisibleMs?: number | undefined;
  /** How many of the last suggestions in a row were not accepted. */
  readonly rejectedInARow?: number | undefined;
  /** Of the last six outcomes, how many were rejections of a text that holds this one or is held by it. */
  readonly rejectedBefore?: number | undefined;
  /** Share accepted among earlier suggestions of about this length, shrunk towards 0.34. */
  readonly acceptRate?: number | undefined;
  /** Of what was typed since the last suggestion was shown, the share that agreed with it, 0 to 1. */
  readonly agreement?: number | undefined;
  /** Whether the suggestion is the one shown last, and that was not accepted. */
  readonly sameAsLast?: boolean | undefined;
}

/** How a shown suggestion ended, as far as the gate learns from it. */
export type GateOutcome = "accepted" | "acceptedWord" | "typedThrough" | "rejected" | "ignored";

/** The features that only the past gives. */
export type PastFeatures = Pick<
  GateFeatures,
  | "lengthChange"
  | "meanVisibleMs"
  | "rejectedInARow"
  | "rejectedBefore"
  | "acceptRate"
  | "agreement"
  | "sameAsLast"
> & {
  /** This confidence less that of the suggestion shown last. */
  readonly confidenceChange?: number | undefined;
};
