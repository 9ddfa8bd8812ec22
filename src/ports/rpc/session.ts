/** How a program begins, and how it goes with index and model. */
import type { IndexReport, IndexStatus, SkipReason } from "../../core/repo/indexStatus.ts";

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

export interface RpcIndexStatus extends Omit<IndexStatus, "languages" | "libraries"> {
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

export interface RpcIndexReport extends Omit<IndexReport, "status" | "store" | "skippedFiles"> {
  readonly status: RpcIndexStatus;
  readonly skippedFiles: readonly { readonly path: string; readonly reason: SkipReason }[];
  readonly store: {
    readonly access: IndexReport["store"]["access"];
    readonly directory?: string;
    readonly sizeBytes: number;
    readonly problem?: string;
  };
}
