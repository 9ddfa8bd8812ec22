/** A model that a person set up, behind any OpenAI-compatible endpoint. */
import type { ChatToolCall } from "../core/prompt/conversation.ts";
import type { SafeChat } from "../core/prompt/safeChat.ts";
import type { SafeEmbedding } from "../core/prompt/safeEmbedding.ts";
import type { SafeRequest } from "../core/prompt/safeRequest.ts";

/** Where and as whom to ask. The key is read at call time and kept nowhere else. */
export interface ModelEndpoint {
  /** Base URL as a person gave it, such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly apiKey: string | undefined;
  /** The header that carries the key; `authorization`, as a bearer, when undefined. */
  readonly keyHeader?: "authorization" | "api-key";
}

/** In milliseconds: to the first data, between data, and in all. */
export interface ModelDeadlines {
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Why a request ended without a whole answer. */
export type ModelFaultKind =
  | "badUrl"
  | "refused"
  | "unknownHost"
  | "tls"
  | "keyRejected"
  | "forbidden"
  | "modelMissing"
  | "notFound"
  | "contextTooLong"
  | "rejected"
  | "noImages"
  | "rateLimited"
  | "quota"
  | "serverError"
  | "redirected"
  | "webPage"
  | "protocol"
  | "firstByteTimeout"
  | "stalled"
  | "totalTimeout"
  | "cut"
  | "tooLarge"
  | "disconnected";

export interface ModelFault {
  readonly kind: ModelFaultKind;
  /** One sentence for a person: what failed and where. Never holds the key. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly nextStep: string;
  readonly status?: number;
  /** When the server said when to try again: milliseconds from now. */
  readonly retryAfterMs?: number;
}

/** How a request ended. Every request has exactly one. `incomplete` keeps the text that came. */
export type ModelEnd =
  | {
      readonly kind: "complete";
      readonly finishReason: "stop" | "length" | "unstated";
      /** It came at once, though a stream was asked for. */
      readonly isWhole?: true;
    }
  | { readonly kind: "aborted" }
  | { readonly kind: "incomplete"; readonly fault: ModelFault }
  | { readonly kind: "failed"; readonly fault: ModelFault };

/** How a conversation's request ended. A call without an id has an empty one. */
export type ConverseEnd =
  | {
      readonly kind: "complete";
      readonly finishReason: "stop" | "length" | "tools" | "unstated";
      readonly toolCalls: readonly ChatToolCall[];
      /** Undefined where the server did not count. */
      readonly usage: { readonly promptTokens: number; readonly answerTokens: number } | undefined;
      readonly isWhole?: true;
    }
  | Exclude<ModelEnd, { readonly kind: "complete" }>;

export interface ConverseListener {
  readonly onText: (piece: string) => void;
  readonly onReasoning: (piece: string) => void;
}

export interface LanguageModel {
  /**
   * Sends one request, byte for byte as it was sealed, to the address it was sealed for. Calls `onText` for each piece
   * of text; returning false from it stops the request early (the end is then `complete`, `stop`). Never throws: every
   * fault is in the returned end, by the stated deadlines.
   */
  stream(
    endpoint: ModelEndpoint,
    request: SafeRequest,
    deadlines: ModelDeadlines,
    onText: (piece: string) => boolean,
    signal: AbortSignal,
  ): Promise<ModelEnd>;
  /** Sends one request of a conversation as `stream` does, and never throws. */
  converse(
    endpoint: ModelEndpoint,
    request: SafeChat,
    deadlines: ModelDeadlines,
    listener: ConverseListener,
    signal: AbortSignal,
  ): Promise<ConverseEnd>;
  /**
   * Vectors of texts, in the order they were sealed; all of one length, finite, not empty. Sent as `stream` does, and
   * never throws.
   */
  embed(
    endpoint: ModelEndpoint,
    request: SafeEmbedding,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
  ): Promise<{ readonly vectors: readonly (readonly number[])[] } | { readonly fault: ModelFault }>;
  /** Names of the models the endpoint offers. */
  listModels(
    endpoint: ModelEndpoint,
    deadlines: ModelDeadlines,
    signal: AbortSignal,
  ): Promise<{ readonly models: readonly string[] } | { readonly fault: ModelFault }>;
}
