/** What another program may ask of Touchstone: the methods of `touchstone rpc`, in the words of its wire. */

import type { ApiEntry, EcosystemName, PackageRole } from "../core/apiDocs/apiPackage.ts";
import type { ChangeKind } from "../core/apiDocs/compare/compareApis.ts";
import type { VersionSource } from "../core/apiDocs/compare/comparison.ts";
import type { DifferenceKind, Weight } from "../core/apiDocs/compare/signatureChanges.ts";
import type { ReviewKind, Severity } from "../core/changes/finding.ts";
import type { SlashCommandName } from "../core/chat/slashCommands.ts";
import type { GateFeatures, GateOutcome } from "../core/completion/gate/features.ts";
import type { EngineKind } from "../core/completion/suggestion.ts";
import type { SettingValue } from "../core/config/settings.ts";
import type { FileChange } from "../core/patch/fileTexts.ts";
import type { MatchLayer } from "../core/patch/match/placement.ts";
import type { PatchVerdict } from "../core/repair/verdict.ts";
import type { IndexReport, IndexStatus, SkipReason } from "../core/repo/indexStatus.ts";
import type { RepoMap } from "../core/retrieval/repoMap.ts";
import type { ScorePart, SearchTarget } from "../core/retrieval/search.ts";
import type { GraphRelation, NameMatch, ReferenceRole } from "../core/retrieval/symbolQuery.ts";
import type { SymbolKind } from "../core/syntax/outline/outline.ts";
import type { TestCase, TestRunnerName } from "../core/testing/testCase.ts";
import type { TestOutcome } from "../core/testing/testOutcome.ts";
import type { TestProject } from "../core/testing/testProject.ts";
import type { TestReportKind } from "../core/testing/testReport.ts";
import type { MemberCandidate } from "../core/verify/members.ts";
import type { Verification } from "../core/verify/verification.ts";
import type { ApiCheck } from "./apiChecks.ts";
import type { Isolation } from "./workCopy.ts";

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

/** Paths in what follows are as `path` of `CompleteParams`, lines are 1-based and inclusive, columns 0-based. */
export interface SearchParams {
  readonly query: string;
  readonly target?: SearchTarget | undefined;
  readonly limit?: number | undefined;
  readonly explain?: boolean | undefined;
}

export interface RpcSearchHit {
  readonly path: string;
  /** Absent for a file. */
  readonly line?: number;
  readonly endLine?: number;
  readonly name?: string;
  readonly kind?: SymbolKind;
  readonly container?: string;
  readonly score: number;
  readonly explanation?: readonly ScorePart[];
}

export interface SymbolsParams {
  readonly name: string;
  readonly match?: NameMatch | undefined;
  readonly limit?: number | undefined;
}

export interface RpcSymbol {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly container: string;
}

export interface ReferencesParams {
  readonly name: string;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly limit?: number | undefined;
}

export interface RpcReference {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly role: ReferenceRole;
  readonly within: string;
  readonly text: string;
  readonly score: number;
}

export interface OutlineParams {
  readonly path: string;
}

export interface RpcOutlineSymbol extends Omit<RpcSymbol, "path"> {
  readonly signature: string;
  readonly doc?: string | undefined;
}

export interface RpcOutline {
  readonly symbols: readonly RpcOutlineSymbol[];
  readonly imports: readonly { readonly module: string; readonly line: number }[];
}

export interface GraphParams {
  readonly symbol: string;
  readonly relation: GraphRelation;
  readonly path?: string | undefined;
  readonly limit?: number | undefined;
}

export interface RpcGraphEdge {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly kind?: SymbolKind;
  readonly sites: readonly number[];
  readonly score: number;
}

export interface MapParams {
  readonly maxTokens?: number | undefined;
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

export interface RpcDocsPackages {
  readonly packages: readonly {
    readonly ecosystem: EcosystemName;
    readonly name: string;
    readonly version: string;
    readonly role: PackageRole;
    readonly importNames: readonly string[];
    readonly path: string;
  }[];
  readonly skipped: readonly { readonly name: string; readonly path: string; readonly reason: string }[];
}

/** One public API of an installed library; paths outside of the roots are absolute. */
export interface RpcApiEntry extends Omit<ApiEntry, "package" | "parameters" | "makes" | "aliases"> {
  readonly package: string;
  readonly version: string;
  readonly ecosystem: EcosystemName;
  readonly parameters?: readonly string[];
}

export interface RpcApiHit extends RpcApiEntry {
  readonly score: number;
}

export interface DocsSearchParams {
  readonly query: string;
  readonly package?: string | undefined;
  readonly limit?: number | undefined;
}

export interface DocsShowParams {
  readonly name: string;
  readonly package?: string | undefined;
  readonly limit?: number | undefined;
}

export interface DocsDiagnosticParams {
  readonly path: string;
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
  readonly limit?: number | undefined;
}

export interface DocsVersionsParams {
  readonly package: string;
}

export interface DocsCompareParams {
  readonly package: string;
  /** One of the two: a version that `docs/versions` lists, or an absolute path. */
  readonly version?: string | undefined;
  readonly folder?: string | undefined;
  readonly all?: boolean | undefined;
}

export interface RpcPackageVersion {
  readonly version: string;
  readonly source: VersionSource;
  readonly path?: string;
}

export interface RpcPackageVersions {
  readonly package: string;
  readonly ecosystem: EcosystemName;
  readonly versions: readonly RpcPackageVersion[];
}

export interface RpcApiChange {
  readonly kind: ChangeKind;
  readonly module: string;
  readonly name: string;
  /** Where it is now, when that is elsewhere. */
  readonly nowModule?: string;
  readonly nowName?: string;
  readonly instead?: string;
  readonly sure: boolean;
  readonly evidence: readonly string[];
  readonly differences: readonly {
    readonly kind: DifferenceKind;
    readonly weight: Weight;
    readonly parameter?: string;
    readonly before?: string;
    readonly after?: string;
  }[];
  readonly uses: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly text: string;
    readonly sure: boolean;
  }[];
}

export interface RpcComparison {
  readonly package: string;
  readonly ecosystem: EcosystemName;
  readonly before: RpcPackageVersion;
  readonly after: RpcPackageVersion;
  readonly changeCount: number;
  readonly filesLooked: number;
  readonly filesAll: number;
  readonly changes: readonly RpcApiChange[];
  readonly added: readonly { readonly module: string; readonly name: string }[];
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

export interface PatchApplyParams {
  /** Texts by path; no other file is taken to exist. */
  readonly files: Readonly<Record<string, string>>;
  /** What a model wrote. */
  readonly answer: string;
}

export interface PatchApplyResult {
  /** All files afterwards: those given, with the changes made. */
  readonly files: Readonly<Record<string, string>>;
  readonly changes: readonly {
    readonly kind: FileChange["kind"];
    readonly path: string;
    readonly from?: string;
  }[];
  /** Lines are 1-based, `block` too. */
  readonly placed: readonly {
    readonly block: number;
    readonly path: string;
    readonly line: number;
    readonly layer: MatchLayer;
  }[];
  readonly refused: readonly {
    readonly block: number;
    readonly line: number;
    readonly path?: string;
    readonly reason: string;
  }[];
}

export interface DocsAtParams {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly limit?: number | undefined;
}

export interface DocsCheckParams {
  readonly path: string;
  /** As on disk when not given. */
  readonly text?: string | undefined;
}

/** Lines are 1-based. */
export type RpcApiCheck = Pick<ApiCheck, "findings" | "judged">;

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
  /** The model may have the project's checkers run over files, in a copy. */
  readonly checks?: boolean | undefined;
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

export interface ProblemsParams {
  readonly paths: readonly string[];
}

/** What checkers find; lines are 1-based, columns 0-based. */
export interface RpcProblems {
  readonly problems: readonly {
    readonly path: string;
    readonly line: number;
    readonly column?: number;
    readonly code: string;
    readonly message: string;
    readonly by: string;
  }[];
  /** What the same checkers find in other files. */
  readonly elsewhere: number;
  readonly checkers: readonly string[];
  /** Why others told nothing. */
  readonly reasons: readonly string[];
}

export interface LocalizeParams {
  /** Tests that fail, as their ids; all that fail when not given. */
  readonly testIds?: readonly string[] | undefined;
  /** A file with tests: its tests alone. */
  readonly path?: string | undefined;
  readonly limit?: number | undefined;
}

/** Lines are 1-based; scores comparable within one answer. */
export interface RpcLocalization {
  readonly lines: readonly {
    readonly path: string;
    readonly line: number;
    readonly score: number;
    readonly reasons: readonly string[];
  }[];
  readonly functions: readonly {
    readonly path: string;
    readonly name: string;
    readonly line: number;
    readonly endLine: number;
    readonly score: number;
  }[];
  readonly failing: readonly string[];
  readonly reason?: string;
}

/** As an editor shows it. */
export interface RpcDiagnostic {
  readonly message: string;
  /** Who says so: `ts`, `eslint`, `mypy`. */
  readonly source?: string | undefined;
  readonly code?: string | undefined;
  /** 0-based, UTF-16 units. */
  readonly column?: number | undefined;
}

export interface FixParams {
  readonly testIds?: readonly string[] | undefined;
  readonly path?: string | undefined;
  /** What is wrong, in words: for a model alone. */
  readonly description?: string | undefined;
  /** 1-based: what a checker says of this line of `path` is repaired, and the checker is the test. */
  readonly line?: number | undefined;
  /** What is said of the line; the checkers that are set up are asked when not given. */
  readonly diagnostic?: RpcDiagnostic | undefined;
  readonly engine?: "builtin" | "model" | "both" | undefined;
  readonly budgetMs?: number | undefined;
  readonly maxPatches?: number | undefined;
}

export interface RpcPatch {
  /** Unified, for `git apply` at the root. */
  readonly diff: string;
  readonly verdict: PatchVerdict;
  readonly engine: EngineKind;
  readonly evidence: {
    readonly targets: readonly string[];
    readonly flipped: readonly string[];
    readonly stillFailing: readonly string[];
    readonly broken: readonly string[];
    readonly ran: number;
    readonly tried: number;
    readonly foundMs: number;
    readonly template: string;
    readonly rounds?: number;
    readonly rules?: readonly string[];
    readonly flaky?: readonly string[];
    readonly doubts?: readonly string[];
    readonly notRun?: readonly { readonly path: string; readonly line: number }[];
    readonly example?: { readonly call: string; readonly outcome: string; readonly before: string };
    readonly path: string;
    readonly line: number;
    readonly isolation: "sandbox" | "processes";
    readonly checked?: { readonly by?: string; readonly finding: string; readonly about: string };
    readonly limitation?: string;
  };
  /** What a model says of it. */
  readonly explanation?: string;
}

export interface RpcFixResult {
  readonly patches: readonly RpcPatch[];
  /** Why there is none. */
  readonly reason?: string;
  /** Changes that were tried. */
  readonly tried: number;
  readonly tokens?: number;
}

export interface RpcFixProgress {
  readonly phase:
    | "finding"
    | "copying"
    | "reproducing"
    | "localizing"
    | "checking"
    | "searching"
    | "asking"
    | "validating";
  readonly tried: number;
  readonly waiting: number;
  readonly found: number;
  readonly round?: number;
  readonly tokens?: number;
}

export interface WriteTestsParams {
  readonly path: string;
  /** Of the function; the one around `line` when not given. */
  readonly name?: string | undefined;
  readonly line?: number | undefined;
  readonly engine?: EngineKind | undefined;
}

export interface RpcWrittenTests {
  /** Unified, for `git apply` at the root; empty when nothing was written. */
  readonly diff: string;
  readonly function?: string;
  readonly path?: string;
  readonly engine: EngineKind;
  readonly tests: readonly string[];
  readonly dropped: readonly { readonly label: string; readonly reason: string }[];
  readonly mutants?: { readonly tried: number; readonly killed: number };
  readonly notes: readonly string[];
  readonly isolation?: Isolation;
  /** Why nothing was written. */
  readonly reason?: string;
}

export interface RpcWriteProgress {
  readonly phase: "reading" | "copying" | "observing" | "asking" | "running" | "measuring";
}

/** Lines are 1-based. */
export interface RpcTest extends Omit<TestCase, "range"> {
  readonly line?: number;
  readonly endLine?: number;
}

export interface RpcTests {
  readonly projects: readonly TestProject[];
  readonly tests: readonly RpcTest[];
  readonly incomplete: readonly string[];
}

export interface TestsRunParams {
  readonly ids?: readonly string[] | undefined;
}

/** Lines of the stack are 1-based. */
export type RpcTestOutcome = TestOutcome;

export interface RpcTestsRun {
  readonly outcomes: readonly RpcTestOutcome[];
  readonly tests: readonly RpcTest[];
  readonly runs: readonly {
    readonly runner: TestRunnerName;
    readonly folder: string;
    readonly kind: TestReportKind;
    readonly durationMs: number;
    readonly reason?: string;
    readonly output?: string;
  }[];
  readonly isolation: Isolation;
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  readonly unknown: readonly string[];
}

export interface RpcTestProgress {
  readonly kind: "copying" | "running" | "output" | "outcomes";
  readonly runner?: TestRunnerName;
  readonly folder?: string;
  readonly count?: number;
  readonly text?: string;
  readonly outcomes?: readonly RpcTestOutcome[];
}

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
  "notIndexed",
  "notFound",
  "deadlineExceeded",
  "engineCrashed",
  "busy",
  "engineFailed",
  "modelUnavailable",
  "testsRefused",
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
