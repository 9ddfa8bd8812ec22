/** The index and the completion engine behind a guard: a text that ended a thread enters neither again. */
import { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { IndexSink } from "../indexing/indexSink.ts";
import type { TextGuard } from "./textGuard.ts";

export class GuardedRepoIndex extends RepoIndex {
  readonly #guard: TextGuard;

  constructor(guard: TextGuard) {
    super();
    this.#guard = guard;
  }

  override setFile(path: string, languageId: string, text: string): void {
    if (this.#guard.isQuarantined(text)) this.removeFile(path);
    else this.#guard.run("indexing", path, text, () => super.setFile(path, languageId, text), undefined);
  }
}

export function guardedSink(sink: IndexSink, guard: TextGuard): IndexSink {
  return {
    setFile(path, languageId, text) {
      if (guard.isQuarantined(text)) sink.removeFile(path);
      else guard.run("indexing", path, text, () => sink.setFile(path, languageId, text), undefined);
    },
    removeFile: (path) => sink.removeFile(path),
    clear: () => sink.clear(),
    build: () => sink.build(),
  };
}
