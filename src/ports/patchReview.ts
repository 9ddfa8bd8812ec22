/** Patches shown to a person with what speaks for them; nothing is changed before they accept. */
import type { FileChange } from "../core/patch/fileTexts.ts";
import type { PatchVerdict } from "../core/repair/verdict.ts";
import type { ApplyOutcome } from "./userFiles.ts";

/** One line of evidence, such as "3 tests pass that failed". */
export interface PatchFact {
  readonly kind: "good" | "bad" | "open";
  readonly text: string;
  /** More, one line each. */
  readonly details?: readonly string[];
}

export interface ProposedPatch {
  /** In a few words, such as "Fix test_total: compare with <=". */
  readonly title: string;
  /** Absolute folder that the paths of the changes are relative to. */
  readonly root: string;
  readonly changes: readonly FileChange[];
  /** Undefined for an edit that a person instructed and no test was run for. */
  readonly verdict: PatchVerdict | undefined;
  /** What the verdict says, where it is not about tests that failed. */
  readonly verdictMeaning?: string;
  readonly evidence: readonly PatchFact[];
  /** A call on which this patch and the others shown with it differ, and what it comes to: with it, and with the code as it is. */
  readonly example?: { readonly call: string; readonly outcome: string; readonly before: string };
  /** What stands above the evidence where there is no verdict; "Not Tested" when absent. */
  readonly heading?: string;
  /** Markdown, from the program or a model: never trusted. */
  readonly explanation?: string;
}

/** What became of a review. */
export type ReviewEnd =
  /** The patch of `index`, whole or some of its hunks. */
  | {
      readonly kind: "accepted";
      readonly index: number;
      /** Of the last apply; hunks may have been accepted one by one. */
      readonly outcome: ApplyOutcome;
      /** Identifiers of the applies before it, oldest first. */
      readonly earlier?: readonly string[];
    }
  | { readonly kind: "rejected" };

export interface PatchReview {
  /** Shows the first; others as alternatives. A review that is open is replaced. Resolves when the person is done. */
  show(patches: readonly ProposedPatch[], signal: AbortSignal): Promise<ReviewEnd>;
}
