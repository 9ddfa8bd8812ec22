/** Two versions of a library beside each other. */
import type { EcosystemName } from "../../core/apiDocs/apiPackage.ts";
import type { ChangeKind } from "../../core/apiDocs/compare/compareApis.ts";
import type { VersionSource } from "../../core/apiDocs/compare/comparison.ts";
import type { DifferenceKind, Weight } from "../../core/apiDocs/compare/signatureChanges.ts";

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
