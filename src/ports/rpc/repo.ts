/** Questions about the repository. Paths are as `path` of `CompleteParams`, lines are 1-based and inclusive, columns 0-based. */
import type { ScorePart, SearchTarget } from "../../core/retrieval/search.ts";
import type { GraphRelation, NameMatch, ReferenceRole } from "../../core/retrieval/symbolQuery.ts";
import type { SymbolKind } from "../../core/syntax/outline/outline.ts";

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
