/** Questions about installed libraries. */
import type { ApiEntry, EcosystemName, PackageRole } from "../../core/apiDocs/apiPackage.ts";
import type { ApiCheck } from "../apiChecks.ts";

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
