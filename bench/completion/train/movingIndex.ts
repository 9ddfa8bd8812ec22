/** One engine that follows a repository from commit to commit: only what differs between them is read and sorted. */
import { BuiltinEngine } from "../../../src/core/completion/builtin/builtinEngine.ts";
import type { Ranker } from "../../../src/core/completion/builtin/ranker.ts";
import type { Git } from "../git.ts";
import type { ReplayStep } from "../replay.ts";
import { isWritten, languageOf } from "../sources.ts";

export class MovingIndex {
  readonly engine: BuiltinEngine;
  readonly #git: Git;
  /** Hash of each file that the engine was told. */
  readonly #known = new Map<string, string>();

  constructor(git: Git, ranker: Ranker) {
    this.#git = git;
    this.engine = new BuiltinEngine(ranker);
  }

  moveTo(commit: string): void {
    const tree = new Map([...this.#git.tree(commit)].filter(([path]) => languageOf(path) !== undefined));
    for (const path of [...this.#known.keys()]) {
      if (tree.has(path)) continue;
      this.engine.removeFile(path);
      this.#known.delete(path);
    }
    const changed = [...tree].filter(([path, hash]) => this.#known.get(path) !== hash);
    const texts = this.#git.blobs(changed.map(([, hash]) => hash));
    for (const [i, [path, hash]] of changed.entries()) {
      const text = texts[i];
      if (text === undefined || !isWritten(text)) this.engine.removeFile(path);
      else this.engine.setFile(path, languageOf(path)!, text);
      this.#known.set(path, hash);
    }
    for (const _ of this.engine.build());
  }

  /** As `Bench.apply`; the next `moveTo` undoes it. */
  apply({ set, removed, settled }: ReplayStep): void {
    for (const path of removed) this.engine.removeFile(path);
    for (const { path, languageId, text } of set) this.engine.setFile(path, languageId, text);
    for (const path of [...removed, ...set.map((file) => file.path)]) this.#known.set(path, "");
    if (settled) for (const _ of this.engine.build());
  }
}
