/** Questions about the repository, answered from the index in this thread and from the texts as they are now. */

import type { Insertion, NeededImport } from "../../core/completion/autoImport/importLine.ts";
import type { NextEdits } from "../../core/completion/nextEdit/editPlace.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { searchSymbols } from "../../core/repo/symbolSearch.ts";
import type { SymbolOrder } from "../../core/retrieval/rank/symbolOrder.ts";
import type { Outline } from "../../core/syntax/outline/outline.ts";
import type { ImportQuery } from "../../ports/editQueries.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { StoredHistory } from "../../ports/indexStore.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import { findImports, waysToImport } from "../autoImport/findImports.ts";
import { VectorIndex } from "../embeddings/vectorIndex.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import type { RecordedEdit } from "../nextEdit/editHistory.ts";
import { findNextEdits } from "../nextEdit/findNextEdits.ts";
import { FactSource } from "./factSource.ts";
import { findNeighbours } from "./graph.ts";
import { rankedMap } from "./rankedMap.ts";
import { findReferences } from "./references.ts";
import { RepoSearch } from "./repoSearch.ts";
import { Scopes } from "./scopes.ts";
import { SourceTexts } from "./sourceTexts.ts";
import { withTellingLines } from "./tellingLines.ts";

export interface LocalQueriesDeps {
  readonly files: Files;
  readonly yielder: Yielder;
  readonly reader: SyntaxReader;
  readonly index: RepoIndex;
  readonly indexer: RepoIndexer;
  readonly guard: TextGuard;
  /** Commits whose messages are searched. */
  readonly commits: () => number;
  /** What was learned of how symbols fit a question; without it they are ranked by words alone. */
  readonly symbolOrder?: SymbolOrder | undefined;
}

/** Skipped files that a report names; more would be a list that nobody reads. */
const MOST_SKIPPED = 5000;
/** Hits by words that are fused with those by meaning. */
const FUSED_HITS = 100;

export class LocalQueries implements RepoQueries {
  readonly #deps: LocalQueriesDeps;
  readonly #texts: SourceTexts;
  readonly #search: RepoSearch;
  readonly vectors: VectorIndex;
  /** What the second tier knows. */
  readonly facts: FactSource;

  constructor(deps: LocalQueriesDeps) {
    this.#deps = deps;
    const { index, indexer } = deps;
    this.#texts = new SourceTexts(deps);
    this.#search = new RepoSearch(deps.index, deps.yielder, deps.symbolOrder);
    this.vectors = new VectorIndex({ index, texts: this.#texts, store: () => indexer.store });
    this.facts = new FactSource({ ...deps, texts: this.#texts });
  }

  search: RepoQueries["search"] = async (query, signal) => {
    signal.throwIfAborted();
    const limit = query.embedding ? Math.max(query.limit, FUSED_HITS) : query.limit;
    const hits = this.vectors.fuse(this.#search.search({ ...query, limit }), query);
    return query.withLine ? withTellingLines(hits, query, this.#texts, signal) : hits;
  };

  /** Takes the pasts of the workspace's repositories, in small steps. */
  setHistories(histories: readonly StoredHistory[], signal: AbortSignal): Promise<void> {
    return this.#search.setHistories(histories, signal);
  }

  findSymbols: RepoQueries["findSymbols"] = async (query, signal) => {
    signal.throwIfAborted();
    return searchSymbols(this.#deps.index, query);
  };

  findReferences: RepoQueries["findReferences"] = async (query, signal) => {
    signal.throwIfAborted();
    const { index } = this.#deps;
    return this.#inScopes(signal, (scopes) =>
      findReferences({ index, texts: this.#texts }, scopes, query, signal),
    );
  };

  outline: RepoQueries["outline"] = async (path, signal) => {
    signal.throwIfAborted();
    return this.#texts.describedOutline(path);
  };

  /** As it is now; undefined for what is not indexed. */
  readText(path: string): Promise<string | undefined> {
    return this.#texts.read(path);
  }

  /** Part of the passages and symbols' names that hold a term, 0 to 1. */
  spreadOf(term: string): number {
    const { index } = this.#deps;
    const { passages, symbols } = index.totals();
    const held = index.countPostings("body", term, passages) + index.countPostings("name", term, symbols);
    return held / Math.max(1, passages + symbols);
  }

  /** Without what is written about the symbols: sooner. */
  plainOutline(path: string): Promise<Outline | undefined> {
    return this.#texts.outline(path);
  }

  /** The text of an indexed file as it is now; undefined for what is gone or ignored by now. */
  sourceText(path: string): Promise<string | undefined> {
    return this.#texts.read(path);
  }

  /** Files whose code holds a name, at most so many. */
  filesNaming(name: string, most: number): readonly string[] {
    const { index } = this.#deps;
    return index
      .filesWith(name)
      .slice(0, most)
      .map((file) => index.pathOf(file));
  }

  graph: RepoQueries["graph"] = async (query, signal) => {
    signal.throwIfAborted();
    return this.#inScopes(signal, (scopes) => findNeighbours(this.#deps.index, scopes, query));
  };

  repoMap: RepoQueries["repoMap"] = async (maxTokens, signal) => {
    signal.throwIfAborted();
    const { index, indexer, yielder } = this.#deps;
    const deps = {
      index,
      yielder,
      outlineOf: (path: string) => this.#texts.outline(path),
      shortPath: (path: string) => indexer.shortPath(path),
      freshness: this.#search.freshness(),
    };
    return rankedMap(deps, maxTokens, signal);
  };

  importsFor(query: ImportQuery, signal: AbortSignal): Promise<readonly Insertion[]> {
    const deps = { ...this.#deps, roots: this.#deps.indexer.rootPaths() };
    return this.#inScopes(signal, (scopes) => findImports(deps, scopes, query));
  }

  /** Ways to import a name into a text, the likeliest first. */
  importWays(
    query: Pick<ImportQuery, "path" | "languageId" | "text">,
    name: string,
    signal: AbortSignal,
  ): Promise<readonly NeededImport[]> {
    const deps = { ...this.#deps, roots: this.#deps.indexer.rootPaths() };
    return this.#inScopes(signal, (scopes) => waysToImport(deps, scopes, query, name));
  }

  /** Siblings of an edit of an open document. */
  nextEdits(
    current: RecordedEdit,
    previous: RecordedEdit | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<NextEdits | undefined> {
    const deps = { ...this.#deps, texts: this.#texts };
    return this.#inScopes(signal, (scopes) => findNextEdits(deps, scopes, current, previous, limit));
  }

  report: RepoQueries["report"] = async () => {
    const { index, indexer } = this.#deps;
    const { store } = indexer;
    return {
      status: indexer.status(),
      skippedFiles: indexer.skippedFiles(MOST_SKIPPED),
      store: {
        access: store?.access ?? "none",
        directory: indexer.storeDirectory,
        sizeBytes: store?.sizeBytes() ?? 0,
        problem: store?.problem,
      },
      commits: this.#deps.commits(),
      memoryBytes: index.memoryBytes,
    };
  };

  /** Does the work, and keeps what was read for it. */
  async #inScopes<T>(signal: AbortSignal, work: (scopes: Scopes) => Promise<T>): Promise<T> {
    try {
      return await work(new Scopes({ ...this.#deps, facts: this.facts }, signal));
    } finally {
      this.facts.flush();
    }
  }
}
