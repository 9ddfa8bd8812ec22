/** What passes between the engine thread and everyone else. Only plain data: it is copied by structured clone. */
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import type { TextEdit } from "../../core/text/textEdit.ts";
import type { ApiChecks } from "../../ports/apiChecks.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { EditQueries } from "../../ports/editQueries.ts";
import type { Embeddings } from "../../ports/embeddings.ts";
import type { Engine, EngineErrorKind, FileChange, OpenDocument } from "../../ports/engine.ts";
import type { FlightRecord } from "../../ports/flightRecorder.ts";
import type { LibraryPlaces } from "../../ports/libraryPlaces.ts";
import type { RepoAnswers } from "../../ports/repoAnswers.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";
import type { TestQueries } from "../../ports/tests.ts";
import type { Verifier } from "../../ports/verification.ts";

/** Methods of `Engine` that answer. */
export type EngineCall =
  | "configure"
  | "status"
  | "waitForIndex"
  | "rebuild"
  | "cancelIndexing"
  | "reconcile"
  | "complete"
  | "proposeRepairs"
  | "readDocs"
  | "proposeProblemEdits"
  | "testSubject"
  | "testsIn"
  | "buildSchema"
  | "dataFlows"
  | "checkParse"
  | "blockFit"
  | "findSnippets"
  | "findContext"
  | "isIgnored"
  | keyof RepoQueries
  | keyof RepoAnswers
  | keyof ApiDocs
  | keyof ApiChecks
  | keyof EditQueries
  | keyof Embeddings
  | keyof TestQueries
  | keyof Verifier;

type WithoutSignal<A extends readonly unknown[]> = A extends readonly [...infer Rest, AbortSignal] ? Rest : A;

/** The arguments of a call as they travel: the signal stays at home and becomes a `cancel` message. */
export type CallArguments<M extends EngineCall> = WithoutSignal<Parameters<Engine[M]>>;
export type CallValue<M extends EngineCall> = Awaited<ReturnType<Engine[M]>>;

/** Changes of open documents and files, handled in the order they were sent and acknowledged one by one. */
export type ThreadNotice =
  | { readonly kind: "open"; readonly document: OpenDocument }
  | { readonly kind: "edit"; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: "close"; readonly path: string }
  | { readonly kind: "files"; readonly changes: readonly FileChange[] };

export type ToThread =
  | {
      readonly kind: "call";
      readonly id: number;
      readonly method: EngineCall;
      readonly args: readonly unknown[];
    }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "notice"; readonly notice: ThreadNotice }
  | { readonly kind: "ping" };

export type LogLevel = "error" | "warn" | "info" | "debug";

export type FromThread =
  /** The thread has loaded its program and listens. */
  | { readonly kind: "ready" }
  | { readonly kind: "value"; readonly id: number; readonly value: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: ThreadFault }
  | { readonly kind: "noticed" }
  | { readonly kind: "pong" }
  | { readonly kind: "status"; readonly status: IndexStatus }
  | { readonly kind: "log"; readonly level: LogLevel; readonly message: string };

export interface ThreadFault {
  readonly message: string;
  readonly stack?: string;
  readonly engineErrorKind?: EngineErrorKind;
}

/** What a new thread is given, as its `workerData`. */
export interface ThreadStart {
  /** Memory of the flight recorder. */
  readonly recorder: SharedArrayBuffer;
  /** What earlier threads ended on: these texts must not be touched again. */
  readonly quarantined: readonly FlightRecord[];
  /** What git is given of the environment; the thread itself has none. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
  /** Where package managers keep packages: their variables stay with the owner. */
  readonly libraryPlaces: LibraryPlaces;
}
