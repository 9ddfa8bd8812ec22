/** The engine thread as everyone else sees it: the index, the built-in completion engine and the parser. */
import type { BlockFit } from "../core/completion/clip/blockEnd.ts";
import type { CompletionRequest, ParseVerdict, Suggestion } from "../core/completion/suggestion.ts";
import type { IndexStatus } from "../core/repo/indexStatus.ts";
import type { Snippet } from "../core/retrieval/snippet.ts";
import type { RecentEdit } from "../core/text/recentEdits.ts";
import type { OffsetRange, TextEdit } from "../core/text/textEdit.ts";
import type { ApiChecks } from "./apiChecks.ts";
import type { ApiDocs } from "./apiDocs.ts";
import type { Disposable } from "./disposable.ts";
import type { DocReading } from "./docReading.ts";
import type { EditQueries } from "./editQueries.ts";
import type { Embeddings } from "./embeddings.ts";
import type { RepairQueries } from "./repairQueries.ts";
import type { RepoAnswers } from "./repoAnswers.ts";
import type { RepoQueries } from "./repoQueries.ts";
import type { TestQueries, TestSubjects } from "./tests.ts";
import type { Verifier } from "./verification.ts";

/** One folder of the workspace. */
export interface EngineRoot {
  /** Absolute, with `/`, no slash at the end. */
  readonly path: string;
  readonly name: string;
}

export interface EngineConfig {
  readonly roots: readonly EngineRoot[];
  /** False leaves the index empty: suggestions come from open documents alone. */
  readonly indexEnabled: boolean;
  /** Globs relative to each root, from `files.exclude` and `touchstone.index.exclude`. */
  readonly exclude: readonly string[];
  /** Files above this size are skipped. Bytes. */
  readonly maxFileBytes: number;
  /** The index stops growing at this many files, and says so. */
  readonly maxFiles: number;
  /** Folder for the index on disk, absolute; undefined keeps it in memory. */
  readonly storeDirectory?: string | undefined;
  /** Folder for what was read of libraries, absolute, shared by all workspaces; undefined keeps it in memory. */
  readonly librariesDirectory?: string | undefined;
  /** Folders of libraries that a person added, absolute. */
  readonly libraryFolders?: readonly string[] | undefined;
  /** The Python interpreter that a person chose, absolute; undefined: the workspace's environment, else the system's. */
  readonly pythonInterpreter?: string | undefined;
  /** Part of one processor core that indexing may take, 0 < share <= 1. */
  readonly cpuShare?: number | undefined;
  /**
   * Whether files that are not open feed the built-in completion engine; undefined: yes. A program that only searches
   * has its answers sooner without.
   */
  readonly feedsCompletion?: boolean | undefined;
  /** Whether files are parsed while nobody asks for anything; otherwise only those that a question needs. */
  readonly readsWhenIdle?: boolean | undefined;
  /** Whether git may be asked for past commit messages: only in a trusted workspace. */
  readonly readsHistory?: boolean | undefined;
}

/** A document open in an editor; its text wins over the file on disk. */
export interface OpenDocument {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

export type FileChange = { readonly kind: "created" | "changed" | "deleted"; readonly path: string };

/** Is this suggestion fit to stand where the cursor is? `replace` is the part of the text that it replaces. */
export interface ParseCheck {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly replace: OffsetRange;
  readonly insert: string;
}

export interface SnippetQuery {
  readonly path: string;
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly maxSnippets: number;
}

export interface ContextQuery extends SnippetQuery {
  /** What is likely to be written at the cursor, or empty: its names count as near as can be. */
  readonly draft: string;
}

/** An outline of the symbols of one file that are needed near the cursor. */
export interface FileSignatures {
  readonly path: string;
  readonly text: string;
}

/** What helps to write at the cursor, best first in each list. Ignored files never appear. */
export interface PromptContext {
  readonly signatures: readonly FileSignatures[];
  readonly snippets: readonly Snippet[];
  /** Newest first, what is being typed at the cursor left out. */
  readonly edits: readonly RecentEdit[];
}

/**
 * Every call ends: with its value, with an `EngineError` by its deadline, or at once with the signal's reason when
 * the signal aborts.
 */
export interface Engine
  extends RepoQueries,
    RepoAnswers,
    EditQueries,
    Embeddings,
    Verifier,
    ApiDocs,
    ApiChecks,
    RepairQueries,
    DocReading,
    TestQueries,
    TestSubjects {
  /** Sets roots and limits and starts indexing. May be called again; only what changed is redone. */
  configure(config: EngineConfig): Promise<void>;
  /** Current state; never waits for indexing. */
  status(): Promise<IndexStatus>;
  /** Resolves when the index is `ready`, `idle` or `failed`. */
  waitForIndex(signal: AbortSignal): Promise<IndexStatus>;
  /** Forgets everything and indexes again. Resolves when done. */
  rebuild(signal: AbortSignal): Promise<IndexStatus>;
  /** Stops indexing where it stands; what is indexed stays usable. */
  cancelIndexing(): Promise<void>;
  /** Called at most ten times a second while indexing, and on each change of phase. */
  onStatus(listener: (status: IndexStatus) => void): Disposable;

  openDocument(document: OpenDocument): void;
  /** `edits` in the order they were made; each range refers to the text left by the one before. */
  editDocument(path: string, edits: readonly TextEdit[]): void;
  closeDocument(path: string): void;
  /** Something changed on disk. */
  filesChanged(changes: readonly FileChange[]): void;
  /** Compares the index with the disk and repairs differences: after missed watcher events, on focus. */
  reconcile(): Promise<void>;

  /** Built-in suggestions, best first; empty when nothing is worth showing. */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<readonly Suggestion[]>;
  /** Does the document still parse with the suggestion in place? */
  checkParse(check: ParseCheck, signal: AbortSignal): Promise<ParseVerdict>;
  /** What of a suggestion belongs to the block at the cursor; undefined where no syntax tree tells. */
  blockFit(check: ParseCheck, signal: AbortSignal): Promise<BlockFit | undefined>;
  /** Snippets of other files that help to write at the cursor, best first. Ignored files never appear. */
  findSnippets(query: SnippetQuery, signal: AbortSignal): Promise<readonly Snippet[]>;
  /** The same with signatures of what is named near the cursor and what was changed a moment ago. */
  findContext(query: ContextQuery, signal: AbortSignal): Promise<PromptContext>;
  /** Whether a path is kept from the index by ignore files or exclude globs; such files never enter a prompt. */
  isIgnored(path: string): Promise<boolean>;

  /** Stops the thread; waits at most one second. */
  dispose(): Promise<void>;
}

export type EngineErrorKind = "deadline" | "crashed" | "busy" | "failed";

export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly kind: EngineErrorKind;
  constructor(kind: EngineErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
