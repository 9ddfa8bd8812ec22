/** What may be asked about the libraries that a workspace uses, in the versions that are installed. */
import type { ApiEntry, InstalledPackage, SkippedPackage } from "../core/apiDocs/apiPackage.ts";
import type { ApiHit } from "../core/apiDocs/search/searchApis.ts";

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
  /** What is known of a name, in the package that has it; direct ones first. */
  showApis(query: ApiNameQuery, signal: AbortSignal): Promise<readonly ApiEntry[]>;
}
