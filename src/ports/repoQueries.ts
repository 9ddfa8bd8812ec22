/** What may be asked about the indexed repository. */
import type { IndexReport } from "../core/repo/indexStatus.ts";
import type { RepoMap } from "../core/retrieval/repoMap.ts";
import type { SearchHit, SearchQuery } from "../core/retrieval/search.ts";
import type {
  GraphEdge,
  GraphQuery,
  Reference,
  ReferenceQuery,
  SymbolHit,
  SymbolQuery,
} from "../core/retrieval/symbolQuery.ts";
import type { Outline } from "../core/syntax/outline/outline.ts";

/** Paths are absolute. Ends like every call of the engine; while indexing, answers come from what is indexed so far. */
export interface RepoQueries {
  /** Files, symbols or pieces of files that fit a text, best first. */
  search(query: SearchQuery, signal: AbortSignal): Promise<readonly SearchHit[]>;
  /** Definitions by name, best first. */
  findSymbols(query: SymbolQuery, signal: AbortSignal): Promise<readonly SymbolHit[]>;
  /** Places where a name stands in code, surest first. */
  findReferences(query: ReferenceQuery, signal: AbortSignal): Promise<readonly Reference[]>;
  /** Symbols and imports of one indexed or open file as it is now, in the order of their lines; undefined when it is not indexed. */
  outline(path: string, signal: AbortSignal): Promise<Outline | undefined>;
  /** Neighbours of a symbol or file, surest first. */
  graph(query: GraphQuery, signal: AbortSignal): Promise<readonly GraphEdge[]>;
  /** The repository's most important symbols as an outline of files, within a budget. */
  repoMap(maxTokens: number, signal: AbortSignal): Promise<RepoMap>;
  /** What is in the index, what is not and why, for a person. */
  report(): Promise<IndexReport>;
}
