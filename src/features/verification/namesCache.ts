/** Names of the repository's files, read when they are wanted and kept while their content is the same. */

import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { textContentHash } from "../../core/text/contentHash.ts";
import { readNames } from "../../core/verify/languages.ts";
import type { FileNames } from "../../core/verify/names.ts";
import type { Trees } from "../../ports/trees.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import type { SourceTexts } from "../search/sourceTexts.ts";

export interface NamesCacheDeps {
  readonly index: Pick<RepoIndex, "hashOf" | "languageIdOf">;
  readonly indexer: Pick<RepoIndexer, "openText">;
  readonly texts: SourceTexts;
  readonly trees: Trees;
  readonly guard: TextGuard;
}

/** Files whose names are kept; those used last stay. */
const MOST_FILES = 400;

interface Kept {
  readonly hash: number | undefined;
  /** Undefined when they cannot be read. */
  readonly names: FileNames | undefined;
}

export class NamesCache {
  readonly #deps: NamesCacheDeps;
  readonly #kept = new Map<string, Kept>();

  constructor(deps: NamesCacheDeps) {
    this.#deps = deps;
  }

  /** Undefined when they are not at hand; `unreadable` when they never will be. */
  get(path: string): FileNames | "unreadable" | undefined {
    const kept = this.#kept.get(path);
    if (!kept || kept.hash !== this.#hashOf(path)) return undefined;
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    return kept.names ?? "unreadable";
  }

  async load(path: string): Promise<void> {
    const { index, texts, trees, guard } = this.#deps;
    const hash = this.#hashOf(path);
    const [text, languageId] = [await texts.read(path), index.languageIdOf(path)];
    const read = async (): Promise<FileNames | undefined> => {
      const tree = languageId === undefined ? undefined : await trees.tree(languageId, text!);
      return tree && readNames(tree, path, languageId!);
    };
    const names =
      text === undefined ? undefined : await guard.runAsync("parsing", path, text, read, undefined);
    this.#kept.set(path, { hash, names });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_FILES) break;
      this.#kept.delete(oldest);
    }
  }

  #hashOf(path: string): number | undefined {
    const open = this.#deps.indexer.openText(path);
    return open === undefined ? this.#deps.index.hashOf(path) : textContentHash(open);
  }
}
