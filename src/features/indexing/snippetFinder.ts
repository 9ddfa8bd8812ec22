/** Finds pieces of other files for a prompt: ranks by the index, then reads the few best files. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { bestWindow, type RankedFile, rankFiles, weighNames } from "../../core/retrieval/findSnippets.ts";
import type { Snippet } from "../../core/retrieval/snippet.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { SnippetQuery } from "../../ports/engine.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "./readSource.ts";
import type { RepoIndexer } from "./repoIndexer.ts";

export interface SnippetFinderDeps {
  readonly files: Files;
  readonly index: RepoIndex;
  readonly indexer: Pick<RepoIndexer, "openText" | "isIgnored">;
}

/** Files read for each snippet asked for: the best lines are not always in the best file. */
const FILES_A_SNIPPET = 2;
const MAX_FILE_BYTES = 1 << 20;

export class SnippetFinder {
  readonly #deps: SnippetFinderDeps;

  constructor(deps: SnippetFinderDeps) {
    this.#deps = deps;
  }

  /** Best first, at most one of each file. Rejects with the signal's reason only. */
  async find(query: SnippetQuery, signal: AbortSignal): Promise<readonly Snippet[]> {
    const { index } = this.#deps;
    const weights = weighNames(index, query);
    const ranked = rankFiles(index, query, weights, FILES_A_SNIPPET * query.maxSnippets);
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const snippets: Snippet[] = [];
    for (const file of ranked) {
      signal.throwIfAborted();
      const text = await this.#read(file);
      const snippet = text && bestWindow(file.path, index.languageIdOf(file.path) ?? "", text, weights);
      if (snippet) snippets.push({ ...snippet, score: (snippet.score / total) * file.score });
    }
    signal.throwIfAborted();
    return snippets.sort((a, b) => b.score - a.score).slice(0, query.maxSnippets);
  }

  /** The editor's text before the disk's; undefined for what is gone or ignored by now. */
  async #read({ path }: RankedFile): Promise<string | undefined> {
    const { files, indexer } = this.#deps;
    if (await indexer.isIgnored(path)) return undefined;
    const open = indexer.openText(path);
    if (open !== undefined) return open;
    const bytes = await files.read(path, MAX_FILE_BYTES).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? decoded.text : undefined;
  }
}
