/**
 * What another program may ask of Touchstone: the methods of `touchstone rpc`, in the words of its wire. What they take and
 * give is in `rpc/`, by what it is about.
 */
import type { RepoMap } from "../core/retrieval/repoMap.ts";
import type {
  AskParams,
  AskResult,
  CommandParams,
  EditParams,
  EditResult,
  RpcCommandResult,
} from "./rpc/chat.ts";
import type {
  DocsCompareParams,
  DocsVersionsParams,
  RpcComparison,
  RpcPackageVersions,
} from "./rpc/compare.ts";
import type {
  CompleteParams,
  CompleteResult,
  GateFeedbackParams,
  GateScore,
  GateScoreParams,
  MembersParams,
  MembersResult,
  VerifyParams,
  VerifyResult,
} from "./rpc/completion.ts";
import type {
  DocsAtParams,
  DocsCheckParams,
  DocsDiagnosticParams,
  DocsSearchParams,
  DocsShowParams,
  RpcApiCheck,
  RpcApiEntry,
  RpcApiHit,
  RpcDocsPackages,
} from "./rpc/docs.ts";
import type {
  FixParams,
  LocalizeParams,
  PatchApplyParams,
  PatchApplyResult,
  ProblemsParams,
  RpcFixResult,
  RpcLocalization,
  RpcProblems,
} from "./rpc/repair.ts";
import type {
  GraphParams,
  MapParams,
  OutlineParams,
  ReferencesParams,
  RpcGraphEdge,
  RpcOutline,
  RpcReference,
  RpcSearchHit,
  RpcSymbol,
  SearchParams,
  SymbolsParams,
} from "./rpc/repo.ts";
import type {
  InitializeParams,
  InitializeResult,
  RpcIndexReport,
  RpcIndexStatus,
  StatusResult,
} from "./rpc/session.ts";
import type {
  RpcTests,
  RpcTestsRun,
  RpcWrittenTests,
  TestsRunParams,
  WriteTestsParams,
} from "./rpc/tests.ts";

export type * from "./rpc/chat.ts";
export type * from "./rpc/compare.ts";
export type * from "./rpc/completion.ts";
export type * from "./rpc/docs.ts";
export * from "./rpc/errors.ts";
export type * from "./rpc/repair.ts";
export type * from "./rpc/repo.ts";
export type * from "./rpc/session.ts";
export type * from "./rpc/tests.ts";

/** Each is called in the order requests arrive; answers may come in any order. */
export interface RpcHandlers {
  initialize(params: InitializeParams, signal: AbortSignal): Promise<InitializeResult>;
  "index/wait"(params: object, signal: AbortSignal): Promise<RpcIndexStatus>;
  "index/report"(params: object, signal: AbortSignal): Promise<RpcIndexReport>;
  status(params: object, signal: AbortSignal): Promise<StatusResult>;
  complete(params: CompleteParams, signal: AbortSignal): Promise<CompleteResult>;
  verify(params: VerifyParams, signal: AbortSignal): Promise<VerifyResult>;
  members(params: MembersParams, signal: AbortSignal): Promise<MembersResult>;
  search(params: SearchParams, signal: AbortSignal): Promise<readonly RpcSearchHit[]>;
  symbols(params: SymbolsParams, signal: AbortSignal): Promise<readonly RpcSymbol[]>;
  references(params: ReferencesParams, signal: AbortSignal): Promise<readonly RpcReference[]>;
  outline(params: OutlineParams, signal: AbortSignal): Promise<RpcOutline>;
  graph(params: GraphParams, signal: AbortSignal): Promise<readonly RpcGraphEdge[]>;
  map(params: MapParams, signal: AbortSignal): Promise<RepoMap>;
  ask(params: AskParams, signal: AbortSignal): Promise<AskResult>;
  edit(params: EditParams, signal: AbortSignal): Promise<EditResult>;
  "docs/packages"(params: object, signal: AbortSignal): Promise<RpcDocsPackages>;
  "docs/search"(params: DocsSearchParams, signal: AbortSignal): Promise<readonly RpcApiHit[]>;
  "docs/show"(params: DocsShowParams, signal: AbortSignal): Promise<readonly RpcApiEntry[]>;
  "gate/score"(params: GateScoreParams, signal: AbortSignal): Promise<GateScore>;
  "gate/feedback"(params: GateFeedbackParams, signal: AbortSignal): Promise<GateScore>;
  "docs/check"(params: DocsCheckParams, signal: AbortSignal): Promise<RpcApiCheck>;
  "docs/diagnostic"(params: DocsDiagnosticParams, signal: AbortSignal): Promise<readonly RpcApiHit[]>;
  "docs/versions"(params: DocsVersionsParams, signal: AbortSignal): Promise<RpcPackageVersions>;
  "docs/compare"(params: DocsCompareParams, signal: AbortSignal): Promise<RpcComparison>;
  problems(params: ProblemsParams, signal: AbortSignal): Promise<RpcProblems>;
  command(params: CommandParams, signal: AbortSignal): Promise<RpcCommandResult>;
  localize(params: LocalizeParams, signal: AbortSignal): Promise<RpcLocalization>;
  fix(params: FixParams, signal: AbortSignal): Promise<RpcFixResult>;
  "docs/at"(params: DocsAtParams, signal: AbortSignal): Promise<readonly RpcApiHit[]>;
  "tests/discover"(params: object, signal: AbortSignal): Promise<RpcTests>;
  "tests/run"(params: TestsRunParams, signal: AbortSignal): Promise<RpcTestsRun>;
  "tests/write"(params: WriteTestsParams, signal: AbortSignal): Promise<RpcWrittenTests>;
  "patch/apply"(params: PatchApplyParams, signal: AbortSignal): Promise<PatchApplyResult>;
}

type RepoMethod =
  | "search"
  | "symbols"
  | "references"
  | "outline"
  | "graph"
  | "map"
  | "ask"
  | "docs/packages"
  | "docs/search"
  | "docs/versions"
  | "docs/compare"
  | "docs/show";

/** One question about the repository. */
export type RepoQuestion = {
  [M in RepoMethod]: { readonly method: M; readonly params: Parameters<RpcHandlers[M]>[0] };
}[RepoMethod];

/** The same with its answer. */
export type RepoAnswer = {
  [M in RepoMethod]: {
    readonly method: M;
    readonly params: Parameters<RpcHandlers[M]>[0];
    readonly result: Awaited<ReturnType<RpcHandlers[M]>>;
  };
}[RepoMethod];
