/** Ranked answers over the index and the past of the workspace's repositories. */
import type { SearchIndex } from "../../core/repo/searchIndex.ts";
import { buildMessageField, type MessageField } from "../../core/retrieval/rank/messageField.ts";
import { Ranker } from "../../core/retrieval/rank/ranker.ts";
import type { SymbolOrder } from "../../core/retrieval/rank/symbolOrder.ts";
import { rankWeights } from "../../core/retrieval/rank/weights.ts";
import type { SearchHit, SearchQuery } from "../../core/retrieval/search.ts";
import type { Yielder } from "../../ports/files.ts";
import type { StoredHistory } from "../../ports/indexStore.ts";

export class RepoSearch {
  readonly #ranker: Ranker;
  readonly #yielder: Yielder;
  /** By the root of their repositories, with the head they were read at. */
  #fields = new Map<string, { readonly head: string; readonly field: MessageField }>();

  constructor(index: SearchIndex, yielder: Yielder, order?: SymbolOrder) {
    this.#ranker = new Ranker(index, rankWeights, order);
    this.#yielder = yielder;
  }

  /** Best first; open documents count as they are in the editor, since the index has them so. */
  search(query: SearchQuery): readonly SearchHit[] {
    return this.#ranker.search(query);
  }

  /** How much a file changed of late, by what changed most: 0 for what is not known to have changed, at most 1. */
  freshness(): (path: string) => number {
    const changes = new Map<string, number>();
    for (const { field } of this.#fields.values()) {
      field.paths.forEach((path, i) => {
        changes.set(path, Math.log1p(field.changes[i]!));
      });
    }
    const most = Array.from(changes.values()).reduce((max, one) => Math.max(max, one), 0);
    return (path) => (most > 0 ? (changes.get(path) ?? 0) / most : 0);
  }

  /**
   * Takes the histories of all repositories in place of those before, in small steps: until it is done, answers come
   * without what is new.
   */
  async setHistories(histories: readonly StoredHistory[], signal: AbortSignal): Promise<void> {
    const fields = new Map<string, { readonly head: string; readonly field: MessageField }>();
    for (const { repository, head, commits } of histories) {
      const known = this.#fields.get(repository);
      const field =
        known?.head === head
          ? known.field
          : await this.#inSteps(buildMessageField(repository, commits), signal);
      fields.set(repository, { head, field });
    }
    signal.throwIfAborted();
    this.#fields = fields;
    this.#ranker.setMessages(Array.from(fields.values(), ({ field }) => field));
  }

  async #inSteps<T>(building: Generator<void, T>, signal: AbortSignal): Promise<T> {
    for (let step = building.next(); ; step = building.next()) {
      if (step.done) return step.value;
      await this.#yielder.pause();
      signal.throwIfAborted();
    }
  }
}
