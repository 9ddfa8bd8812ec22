/** The index and the completion engine behind a guard: a text that ended a thread enters neither again. */
import type { BuiltinEngine } from "../../core/completion/builtin/builtinEngine.ts";
import { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { IndexSink } from "../indexing/indexSink.ts";
import type { TextGuard } from "./textGuard.ts";

export class GuardedRepoIndex extends RepoIndex {
  readonly #guard: TextGuard;

  constructor(guard: TextGuard) {
    super();
    this.#guard = guard;
  }

  override *setFileInSteps(path: string, languageId: string, text: string, hash?: number): Generator<void> {
    if (this.#guard.isQuarantined(text)) this.removeFile(path);
    else {
      const steps = super.setFileInSteps(path, languageId, text, hash);
      yield* this.#guard.inSteps("indexing", path, text, steps);
    }
  }
}

/** The completion engine as the indexer fills it. */
export function guardedSink(engine: BuiltinEngine, guard: TextGuard): IndexSink {
  return {
    *setFile(path, languageId, text) {
      if (guard.isQuarantined(text)) engine.removeFile(path);
      else yield* guard.inSteps("indexing", path, text, engine.setFileInSteps(path, languageId, text));
    },
    removeFile: (path) => engine.removeFile(path),
    clear: () => engine.clear(),
    tokens() {
      const { tokens, looseTokens } = engine.stats();
      return tokens + looseTokens;
    },
    build: () => engine.build(),
  };
}
