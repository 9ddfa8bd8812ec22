/** Suggestions, their check, members behind a dot, and who would accept what. */
import type { GateFeatures, GateOutcome } from "../../core/completion/gate/features.ts";
import type { EngineKind } from "../../core/completion/suggestion.ts";
import type { SettingValue } from "../../core/config/settings.ts";
import type { MemberCandidate } from "../../core/verify/members.ts";
import type { Verification } from "../../core/verify/verification.ts";

export interface CompleteParams {
  /** Relative to the root with `/`; with several roots, below the root's name. */
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly engine?: EngineKind | "auto" | undefined;
  readonly maxSuggestions?: number | undefined;
  /** Of the endpoint that the settings name: a call cannot send elsewhere. */
  readonly model?: RpcModelOptions | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface RpcModelOptions {
  readonly name?: string | undefined;
  readonly format?: SettingValue<"completion.format"> | undefined;
  readonly maxTokens?: number | undefined;
  readonly contextTokens?: number | undefined;
}

export interface RpcSuggestion {
  readonly text: string;
  readonly confidence: number;
  readonly engine: EngineKind;
  /** As `path` of the request; the line is 1-based. */
  readonly provenance?: { readonly path: string; readonly line: number };
  readonly isWord?: true;
  /** What the check in place said; absent where none was made. */
  readonly verdict?: Verification["verdict"];
}

export interface CompleteResult {
  readonly suggestions: readonly RpcSuggestion[];
  /** Whether a request was sent to a model for it. */
  readonly calledModel: boolean;
}

export interface VerifyParams {
  /** As `path` of `CompleteParams`; the file need not exist. */
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly suggestion: string;
}

export type VerifyResult = Verification;

export interface MembersParams {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly limit?: number | undefined;
}

export interface MembersResult {
  readonly members: readonly MemberCandidate[];
}

export interface GateScoreParams {
  readonly features: GateFeatures;
}

export interface GateFeedbackParams {
  readonly features: GateFeatures;
  readonly outcome: GateOutcome;
  readonly visibleMs?: number | undefined;
}

export interface GateScore {
  /** 0 to 1. */
  readonly accept: number;
}
