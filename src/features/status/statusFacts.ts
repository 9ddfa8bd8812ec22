/** Everything the status bar item tells, gathered in one value. */
import type { EngineKind } from "../../core/completion/suggestion.ts";
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import type { Verdict } from "../../core/verify/verification.ts";
import type { ModelState } from "../completion/completer.ts";

/** A suggestion that was offered, as far as a person wants to hear of it again. */
export interface OfferedSuggestion {
  readonly engine: EngineKind;
  /** Where its text was copied from: `src/x.ts:120`, the path short and the line counted from 1. */
  readonly source: string | undefined;
  readonly accepted: boolean;
  /** What the check before display said of it, in some words; undefined when it was not checked. */
  readonly check?: { readonly verdict: Verdict; readonly text: string } | undefined;
}

export interface StatusFacts {
  readonly index: IndexStatus;
  /** False: `index.enabled` is off, or the workspace has no files on a disk. */
  readonly indexEnabled: boolean;
  readonly model: ModelState;
  /** As set by a person; empty when unset. */
  readonly endpoint: string;
  readonly modelName: string;
  /** Who is asked in chat, where that is another than the model above, as a person calls it. */
  readonly chatModel?: string | undefined;
  readonly trusted: boolean;
  /** Language of the document in the active editor, when it is one that gets suggestions. */
  readonly languageId: string | undefined;
  /** Why there are no suggestions while typing in the active editor. */
  readonly off: "everywhere" | "language" | "tooLong" | undefined;
  /** When suggestions come again by themselves, as a person reads it: `14:32`, or `restart`; undefined when not snoozing. */
  readonly snoozedUntil: string | undefined;
  readonly lastSuggestion: OfferedSuggestion | undefined;
}
