/** Look-up of names in the index: definitions, references, and how symbols hang together. */
import type { SymbolKind } from "../syntax/outline/outline.ts";

export type { SymbolHit } from "../repo/symbolHit.ts";

export const nameMatches = ["exact", "prefix", "fuzzy"] as const;
/** `prefix` and `fuzzy` ignore case; `fuzzy` takes letters in order, those at the humps of a name first (`gUBI`). */
export type NameMatch = (typeof nameMatches)[number];

export interface SymbolQuery {
  readonly name: string;
  readonly match: NameMatch;
  /** 1 <= limit. */
  readonly limit: number;
}

/** How a name is used where it stands. */
export const referenceRoles = ["definition", "call", "type", "import", "inherit", "other"] as const;
export type ReferenceRole = (typeof referenceRoles)[number];

export interface ReferenceQuery {
  readonly name: string;
  /** Where the question is asked: files that import what this one means come first. */
  readonly path?: string;
  /** 0-based. */
  readonly line?: number;
  readonly limit: number;
}

/** One place where a name stands in code. */
export interface Reference {
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 units. */
  readonly column: number;
  readonly role: ReferenceRole;
  /** Dotted name of the innermost symbol around it; empty at the top of a file. */
  readonly within: string;
  /** The line, trimmed, at most 160 characters. */
  readonly text: string;
  /** 0 <= score <= 1: how sure it is that this name means the symbol asked for, by imports and nearness. */
  readonly score: number;
}

export const graphRelations = [
  "callers",
  "callees",
  "implementers",
  "bases",
  "imports",
  "importedBy",
] as const;
export type GraphRelation = (typeof graphRelations)[number];

export interface GraphQuery {
  /** A name or dotted name; for `imports` and `importedBy` also a path. */
  readonly symbol: string;
  readonly relation: GraphRelation;
  /** Restricts the symbol to one file. */
  readonly path?: string;
  readonly limit: number;
}

/** One neighbour in the graph. */
export interface GraphEdge {
  readonly path: string;
  /** 0-based line of the neighbour's definition, of a file's first line. */
  readonly line: number;
  /** Dotted name; empty for a file. */
  readonly name: string;
  readonly kind?: SymbolKind;
  /** 0-based lines, ascending, of the places that make the edge, in `path` for callers, in the symbol's file for callees. */
  readonly sites: readonly number[];
  /** 0 <= score <= 1. */
  readonly score: number;
}
