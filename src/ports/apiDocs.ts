/** What may be asked about the libraries that a workspace uses, in the versions that are installed. */
import type { ApiEntry, InstalledPackage, SkippedPackage } from "../core/apiDocs/apiPackage.ts";
import type { ApiComparison, PackageVersions } from "../core/apiDocs/compare/comparison.ts";
import type { ApiHit } from "../core/apiDocs/search/searchApis.ts";
import type { PromptReason } from "../core/apiDocs/use/promptReason.ts";

export interface InstalledApis {
  readonly packages: readonly InstalledPackage[];
  /** What is not read, and why. */
  readonly skipped: readonly SkippedPackage[];
}

export interface ApiSearchQuery {
  readonly query: string;
  /** Name of one package; all when not given. */
  readonly package?: string | undefined;
  readonly limit: number;
}

export interface ApiNameQuery {
  /** As a program writes it: `Session.get`, `requests.get`, `get`. */
  readonly name: string;
  readonly package?: string | undefined;
  readonly limit: number;
}

export interface ApiCursorQuery {
  /** Absolute; the file need not exist. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  /** The whole text before and after the cursor. */
  readonly prefix: string;
  readonly suffix: string;
  readonly limit: number;
}

export interface ApiPromptQuery extends ApiCursorQuery {
  /** What the built-in engine would write at the cursor, or empty. */
  readonly draft: string;
}

/** An API that a model should be told of. */
export interface PromptApi {
  readonly entry: ApiEntry;
  readonly reason: PromptReason;
}

export interface ApiPlaceQuery {
  /** Absolute; the file need not exist. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  readonly text: string;
  /** Offset behind the name. */
  readonly end: number;
}

/** A message of a compiler, linter or interpreter, with the text that it is about. */
export interface ApiDiagnosticQuery {
  /** Absolute; the file need not exist. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  readonly text: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 units; not told by an interpreter. */
  readonly column?: number | undefined;
  readonly message: string;
  readonly limit: number;
}

export interface ApiVersionsQuery {
  readonly package: string;
}

export interface ApiComparisonQuery {
  readonly package: string;
  /** What the installed version is compared with: one of `apiVersions`, or the absolute path of a folder that has another. */
  readonly with: { readonly version: string } | { readonly folder: string };
  /** Changes that nothing in the repository uses, too, and those that break nothing. */
  readonly all: boolean;
}

/** Reads only; nothing of a package is run. Ends like every call of the engine. */
export interface ApiDocs {
  /** Installed packages, direct ones first. */
  apiPackages(signal: AbortSignal): Promise<InstalledApis>;
  /** APIs that fit a question, best first. A package that was never read is read first. */
  searchApis(query: ApiSearchQuery, signal: AbortSignal): Promise<readonly ApiHit[]>;
  /**
   * APIs for a cursor, best first: members of the value before the dot, what the file imports, what is called around it.
   * None for a language whose imports are not followed.
   */
  apisAt(query: ApiCursorQuery, signal: AbortSignal): Promise<readonly ApiHit[]>;
  /**
   * The few APIs that a model should be told of at a cursor: those that it cannot know, that its draft misses or that it
   * should not use; with examples of the workspace's own use. What was never read is not read for it as a whole.
   */
  apisForPrompt(query: ApiPromptQuery, signal: AbortSignal): Promise<readonly PromptApi[]>;
  /** The API that a name in a text means, with the workspace's own uses; undefined for anything else. */
  apiNamed(query: ApiPlaceQuery, signal: AbortSignal): Promise<ApiEntry | undefined>;
  /** The few APIs that matter for a message, best first: near members of what lacks one, what is called, what to use instead. */
  apisForDiagnostic(query: ApiDiagnosticQuery, signal: AbortSignal): Promise<readonly ApiHit[]>;
  /** Versions of a package that can be compared; `undefined` when no package of that name is installed. */
  apiVersions(query: ApiVersionsQuery, signal: AbortSignal): Promise<PackageVersions | undefined>;
  /**
   * What changed between the installed version of a package and another one, with its uses in the indexed files.
   *
   * @returns a sentence when there is nothing to compare, for a person
   */
  compareApis(query: ApiComparisonQuery, signal: AbortSignal): Promise<ApiComparison | string>;
  /** What is known of a name, in the package that has it; direct ones first; of the best with the workspace's own uses. */
  showApis(query: ApiNameQuery, signal: AbortSignal): Promise<readonly ApiEntry[]>;
}
