import type { BlockFit } from "../../src/core/completion/clip/blockEnd.ts";
import type { NextEdits } from "../../src/core/completion/nextEdit/editPlace.ts";
import type { ParseVerdict, Suggestion } from "../../src/core/completion/suggestion.ts";
import { type IndexReport, idleIndexStatus } from "../../src/core/repo/indexStatus.ts";
import type { SearchHit } from "../../src/core/retrieval/search.ts";
import type { Snippet } from "../../src/core/retrieval/snippet.ts";
import type { GraphEdge, Reference, SymbolHit } from "../../src/core/retrieval/symbolQuery.ts";
import type { Outline } from "../../src/core/syntax/outline/outline.ts";
import type { RecentEdit } from "../../src/core/text/recentEdits.ts";
import type { Verification } from "../../src/core/verify/verification.ts";
import type { PromptApi } from "../../src/ports/apiDocs.ts";
import { type Engine, EngineError, type FileSignatures } from "../../src/ports/engine.ts";
import type { MemberCandidate } from "../../src/ports/verification.ts";

export interface EngineScript {
  readonly suggestions?: readonly Suggestion[];
  readonly snippets?: readonly Snippet[];
  readonly signatures?: readonly FileSignatures[];
  readonly edits?: readonly RecentEdit[];
  /** Verdict on what would be inserted. */
  readonly verdict?: (insert: string) => ParseVerdict;
  /** What of a suggestion belongs to the block at the cursor; without it no tree tells. */
  readonly blockFit?: (insert: string) => BlockFit | undefined;
  /** What the check makes of a suggestion; `ok` when not given. */
  readonly verify?: (suggestion: string) => Verification;
  readonly members?: readonly MemberCandidate[];
  readonly ignored?: readonly string[];
  readonly promptApis?: readonly PromptApi[];
  /** Questions for a prompt have no answer yet. */
  readonly isReadingLibraries?: boolean;
  readonly hits?: readonly SearchHit[];
  readonly symbols?: readonly SymbolHit[];
  readonly references?: readonly Reference[];
  readonly edges?: readonly GraphEdge[];
  readonly outlines?: Readonly<Record<string, Outline>>;
  readonly nextEdits?: NextEdits;
  readonly report?: Partial<IndexReport>;
  /** Calls that fail with an `EngineError`. */
  readonly failing?: readonly (
    | "complete"
    | "checkParse"
    | "blockFit"
    | "verify"
    | "findSnippets"
    | "findContext"
    | "isIgnored"
    | "apisForPrompt"
  )[];
}

/** What a report says of an index with nothing in it. */
export const idleReport: IndexReport = {
  status: idleIndexStatus,
  skippedFiles: [],
  store: { access: "none", directory: undefined, sizeBytes: 0, problem: undefined },
  commits: 0,
  memoryBytes: 0,
};

const nothing = { dispose: () => undefined };
const done = (): Promise<void> => Promise.resolve();

function byParsing(suggestion: string, verdict: ParseVerdict): Verification {
  const findings = [{ name: suggestion, offset: 0, reason: "syntax" as const }];
  if (verdict === "breaks") return { verdict: "dropped", text: "", findings, unknown: [] };
  return { verdict: verdict === "parses" ? "ok" : "unknown", text: suggestion, findings: [], unknown: [] };
}

/** An engine that answers from a script; what it does not script is idle. */
export function scriptedEngine(script: EngineScript = {}): Engine {
  const answer = <T>(call: NonNullable<EngineScript["failing"]>[number], value: () => T): Promise<T> =>
    script.failing?.includes(call)
      ? Promise.reject(new EngineError("failed", `Cannot do "${call}": told so`))
      : Promise.resolve(value());
  const status = () => Promise.resolve(idleIndexStatus);
  return {
    configure: done,
    status,
    waitForIndex: status,
    rebuild: status,
    cancelIndexing: done,
    onStatus: () => nothing,
    openDocument: () => undefined,
    editDocument: () => undefined,
    closeDocument: () => undefined,
    filesChanged: () => undefined,
    reconcile: done,
    complete: () => answer("complete", () => script.suggestions ?? []),
    checkParse: ({ insert }) => answer("checkParse", () => script.verdict?.(insert) ?? "parses"),
    blockFit: ({ insert }) => answer("blockFit", () => script.blockFit?.(insert)),
    verify: ({ suggestion }) =>
      answer(
        "verify",
        () => script.verify?.(suggestion) ?? byParsing(suggestion, script.verdict?.(suggestion) ?? "parses"),
      ),
    members: () => Promise.resolve(script.members ?? []),
    findSnippets: () => answer("findSnippets", () => script.snippets ?? []),
    findContext: () =>
      answer("findContext", () => ({
        signatures: script.signatures ?? [],
        snippets: script.snippets ?? [],
        edits: script.edits ?? [],
      })),
    isIgnored: (path) => answer("isIgnored", () => script.ignored?.includes(path) ?? false),
    search: () => Promise.resolve(script.hits ?? []),
    findSymbols: () => Promise.resolve(script.symbols ?? []),
    findReferences: () => Promise.resolve(script.references ?? []),
    outline: (path) => Promise.resolve(script.outlines?.[path]),
    graph: () => Promise.resolve(script.edges ?? []),
    repoMap: (maxTokens) => Promise.resolve({ text: "", tokens: maxTokens, files: 0, allFiles: 0 }),
    picture: async () => undefined,
    readLines: async () => ({ kind: "none", near: [] }),
    answer: async (text) => ({ question: { kind: "open", text }, summary: "", parts: [] }),
    apiPackages: async () => ({ packages: [], skipped: [] }),
    searchApis: async () => [],
    checkApis: async () => ({ findings: [], judged: [] }),
    proposeRepairs: async () => [],
    readDocs: async () => undefined,
    proposeProblemEdits: async () => [],
    testSubject: async () => undefined,
    testsIn: async () => [],
    buildSchema: async () => undefined,
    dataFlows: async () => [],
    findTests: async () => [],
    checkablePaths: async () => [],
    apisAt: async () => [],
    apisForDiagnostic: async () => [],
    apiVersions: async () => undefined,
    compareApis: async () => "Nothing is installed",
    apisForPrompt: () =>
      script.isReadingLibraries
        ? new Promise(() => undefined)
        : answer("apisForPrompt", () => script.promptApis ?? []),
    apiNamed: async () => undefined,
    showApis: async () => [],
    importsFor: async () => [],
    nextEdits: async () => script.nextEdits,
    report: async () => ({ ...idleReport, ...script.report }),
    unembedded: async () => ({ files: [], isComplete: true, done: 0, total: 0 }),
    saveEmbeddings: done,
    dispose: done,
  };
}
