/** What another program may ask of Touchstone: the methods of `touchstone rpc`, in the words of its wire. */
import type { EngineKind } from "../core/completion/suggestion.ts";
import type { IndexStatus } from "../core/repo/indexStatus.ts";

export interface InitializeParams {
  /** By name without `touchstone.`; not yet checked. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

export interface InitializeResult {
  readonly name: "touchstone";
  readonly version: string;
  readonly roots: readonly { readonly name: string; readonly path: string }[];
  readonly trusted: boolean;
  /** Names in `settings` that Touchstone does not have. */
  readonly unknownSettings: readonly string[];
}

export interface RpcIndexStatus extends Omit<IndexStatus, "languages"> {
  /** Number of indexed files by language, most first. */
  readonly languages: Readonly<Record<string, number>>;
}

export interface RpcModelStatus {
  readonly state: "unset" | "paused" | "ready" | "asking" | "fault";
  readonly message?: string;
}

export interface StatusResult {
  readonly index: RpcIndexStatus;
  readonly model: RpcModelStatus;
}

export interface CompleteParams {
  /** Relative to the root with `/`; with several roots, below the root's name. */
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly engine?: EngineKind | undefined;
  readonly maxSuggestions?: number | undefined;
}

export interface RpcSuggestion {
  readonly text: string;
  readonly confidence: number;
  readonly engine: EngineKind;
  /** As `path` of the request; the line is 1-based. */
  readonly provenance?: { readonly path: string; readonly line: number };
  readonly isWord?: true;
}

export interface CompleteResult {
  readonly suggestions: readonly RpcSuggestion[];
}

/** Each is called in the order requests arrive; answers may come in any order. */
export interface RpcHandlers {
  initialize(params: InitializeParams, signal: AbortSignal): Promise<InitializeResult>;
  "index/wait"(params: object, signal: AbortSignal): Promise<RpcIndexStatus>;
  status(params: object, signal: AbortSignal): Promise<StatusResult>;
  complete(params: CompleteParams, signal: AbortSignal): Promise<CompleteResult>;
}

/** Why a request failed, as `data.type` of the error on the wire. */
export const rpcErrorTypes = [
  "parseError",
  "invalidRequest",
  "methodNotFound",
  "invalidParams",
  "internalError",
  "requestCancelled",
  "invalidSetting",
  "invalidPath",
  "deadlineExceeded",
  "engineCrashed",
  "busy",
  "engineFailed",
  "modelUnavailable",
  "lineTooLong",
  "shuttingDown",
] as const;
export type RpcErrorType = (typeof rpcErrorTypes)[number];

/** A failure that the other program is told word for word. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly type: RpcErrorType;
  /** Further facts for a program, beside the type. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(type: RpcErrorType, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.type = type;
    this.details = details;
  }
}
