/** Inline suggestions as an adapter sees them: one question, suggestions, and the state of the model behind them. */
import type { Provenance, Suggestion } from "../../core/completion/suggestion.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { JudgedDraft } from "../../core/verify/renderVerdicts.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { ModelFault } from "../../ports/languageModel.ts";
import type { ModelOverrides } from "./modelConfig.ts";
import type { DocumentEdit } from "./pendingAnswer.ts";

export interface InlineQuery {
  readonly path: string;
  readonly languageId: string;
  /** The whole text before and after the cursor. */
  readonly prefix: string;
  readonly suffix: string;
  /** `explicit`: the person asked for a suggestion, so debounce and the bar of confidence do not apply. */
  readonly trigger: "automatic" | "explicit";
  readonly maxSuggestions: number;
  /** Where the suggestion that was last accepted in full came from. */
  readonly after?: Provenance | undefined;
  /** Since the document last changed; undefined: not known. */
  readonly sinceKeystrokeMs?: number | undefined;
  /** Overrides the setting `completion.engine` for this question; after `model` nothing steps in. */
  readonly engine?: "auto" | "builtin" | "model";
  /** Overrides what the settings say of the model, for this question. */
  readonly model?: ModelOverrides;
  /**
   * Whatever there is by then is the answer, and the model is not waited for any longer. Milliseconds; undefined: as long
   * as nothing else is there.
   */
  readonly timeoutMs?: number;
}

/** What is shown for a query, and whether a model was needed for it. */
export interface Completion {
  /** Best first. */
  readonly suggestions: readonly Suggestion[];
  /** Whether a request was sent to a model. */
  readonly calledModel: boolean;
  /**
   * Why a model that is set up was not asked: the built-in engine was `sure`, an earlier answer was typed along
   * (`cached`), or one that was still coming (`inFlight`). Undefined when it was asked, or may not be.
   */
  readonly callSaved?: "sure" | "cached" | "inFlight";
  /** What the gate held back; `suggestions` is then empty. */
  readonly hidden?: Suggestion;
}

export const nothingToShow: Completion = { suggestions: [], calledModel: false };

/**
 * `unset`: no endpoint; `paused`: the workspace is not trusted, or the settings say built-in only; `fault`: the last
 * request failed, and no request is made before `retryAtMs` (milliseconds since the epoch; undefined: until settings
 * or the key change).
 */
export type ModelState =
  | { readonly kind: "unset" }
  | { readonly kind: "paused"; readonly reason: "untrusted" | "setting" }
  | { readonly kind: "ready" }
  | { readonly kind: "asking" }
  | { readonly kind: "fault"; readonly fault: ModelFault; readonly retryAtMs: number | undefined };

/** What `Test Connection` found: the answer of each step, and for a failure the cause and the next step. */
export interface ConnectionReport {
  readonly ok: boolean;
  /** One sentence each, in the order tried. */
  readonly steps: readonly { readonly ok: boolean; readonly text: string }[];
  readonly fault?: ModelFault;
  /** Models the endpoint offers; empty when it does not say. */
  readonly models: readonly string[];
}

export interface Completer {
  /** Never throws for a model's fault: that is in `modelState`. */
  complete(query: InlineQuery, signal: AbortSignal): Promise<Completion>;
  /** A document was changed, by a key or otherwise: what is being asked for it may be of no use any more. */
  documentEdited(edit: DocumentEdit): void;
  modelState(): ModelState;
  onModelState(listener: (state: ModelState) => void): Disposable;
  /** What was last sent to a model; undefined when nothing was. */
  lastContext(): SentContext | undefined;
  /** What was last sent for what would follow a suggestion while it was shown. */
  lastLookAhead(): SentContext | undefined;
  /** What the check before display said of the last suggestions, the latest first. */
  lastVerdicts(): readonly JudgedDraft[];
  onLastContext(listener: (context: SentContext) => void): Disposable;
  /** Asks the configured endpoint for its models and one short completion, and says what happened. */
  testConnection(signal: AbortSignal): Promise<ConnectionReport>;
  /** Forgets what endpoints turned out not to do. */
  forgetEndpoints(): void;
  /** Tries again at once after a fault: settings or the key changed. */
  resetFault(): void;
}
