/** Questions in words, slash commands and instructed edits. */
import type { ReviewKind, Severity } from "../../core/changes/finding.ts";
import type { SlashCommandName } from "../../core/chat/slashCommands.ts";

/** Files or lines put beside a question; lines 1-based, inclusive, all when not given. */
export interface AskContext {
  readonly path: string;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
}

export interface AskParams {
  readonly question: string;
  readonly context?: readonly AskContext[] | undefined;
  readonly engine?: "auto" | "builtin" | "model" | undefined;
  /** Files of images, absolute or as other paths; a model looks at them. */
  readonly images?: readonly string[] | undefined;
  /** The model may have the project's checkers run over files and over what it proposes, in a copy. */
  readonly checks?: boolean | undefined;
  /** The model may have tests run as the files are and with what it proposes, in a copy. */
  readonly tests?: boolean | undefined;
}

/** `text`: all that a model has said so far. */
export type RpcAskProgress =
  | { readonly kind: "text"; readonly question: string; readonly text: string }
  | {
      readonly kind: "tool";
      readonly question: string;
      readonly id: number;
      readonly name: string;
      readonly subject: string;
      readonly arguments: string;
      readonly state: "running" | "asking" | "done" | "failed" | "refused" | "stopped";
      readonly summary?: string | undefined;
      readonly elapsedMs?: number | undefined;
    };

export interface AskResult {
  readonly engine: "builtin" | "model";
  readonly markdown: string;
  /** Lines that exist and bear out the answer, 1-based, inclusive. */
  readonly citations: readonly { readonly path: string; readonly line: number; readonly endLine: number }[];
  /** Why there is no answer. */
  readonly refused?: string;
  /** Files with rules of the project that the model was given. */
  readonly rules?: readonly string[];
  /** Why nobody looked at the images. */
  readonly imagesUnread?: string;
  /** Tokens of all requests to a model. */
  readonly usage?: {
    readonly requests: number;
    readonly promptTokens: number;
    readonly answerTokens: number;
    readonly isEstimated: boolean;
  };
  /** What the model proposes to change; nothing is changed. */
  readonly patches?: readonly EditedPatch[];
}

export interface CommandParams {
  readonly name: SlashCommandName;
  /** What stands behind the name. */
  readonly argument?: string | undefined;
  readonly path?: string | undefined;
  /** 1-based, inclusive: what is selected in `path`; all of it when not given. */
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly engine?: "auto" | "builtin" | "model" | undefined;
  /** Whether a review may run the tests that the changes can affect; not given: no. */
  readonly runTests?: boolean | undefined;
}

export interface RpcCommandResult extends Omit<AskResult, "engine" | "usage" | "patches"> {
  readonly findings?: readonly {
    readonly path: string;
    readonly line: number;
    readonly severity: Severity;
    readonly kind: ReviewKind;
    readonly message: string;
  }[];
  readonly patches: readonly { readonly title: string; readonly root: string; readonly diff: string }[];
  readonly message?: string;
  readonly model?: string;
}

/** Lines 1-based, inclusive. */
export interface EditParams {
  readonly path: string;
  readonly range?: { readonly line: number; readonly endLine: number } | undefined;
  readonly instruction: string;
  /** Affected tests are run with the edit, in a copy. */
  readonly tests?: boolean | undefined;
  /** The project's checkers are run with the edit and without it, in a copy. */
  readonly checks?: boolean | undefined;
}

export interface EditedPatch {
  readonly title: string;
  readonly root: string;
  readonly diff: string;
  readonly evidence: readonly {
    readonly kind: "good" | "bad" | "open";
    readonly text: string;
    readonly details: readonly string[];
  }[];
  readonly explanation?: string;
}

export interface EditResult {
  readonly patches: readonly EditedPatch[];
  readonly reason?: string;
}
