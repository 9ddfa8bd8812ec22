/** Follows a repository from commit to commit: only what differs between them is read and sorted. */
import type { Git } from "./git.ts";
import type { ReplayStep } from "./replay.ts";
import { languageOf, readFiles, type SourceFile } from "./sources.ts";

/** What knows the files of a tree. */
export interface TreeReader {
  setFile(file: SourceFile): void;
  removeFile(path: string): void;
  /** Sorts what was set. */
  build(): void;
}

export class TreeFollower {
  readonly #git: Git;
  readonly #reader: TreeReader;
  /** Hash of each file that the reader was told; of one that is no longer the commit's, an empty string. */
  readonly #known = new Map<string, string>();

  constructor(git: Git, reader: TreeReader) {
    this.#git = git;
    this.#reader = reader;
  }

  moveTo(commit: string): void {
    const tree = new Map([...this.#git.tree(commit)].filter(([path]) => languageOf(path) !== undefined));
    for (const path of [...this.#known.keys()].filter((one) => !tree.has(one))) {
      this.#reader.removeFile(path);
      this.#known.delete(path);
    }
    const changed = [...tree].filter(([path, hash]) => this.#known.get(path) !== hash);
    const written = new Set<string>();
    for (const file of readFiles(this.#git, changed)) {
      written.add(file.path);
      this.#reader.setFile(file);
    }
    for (const [path, hash] of changed) {
      if (!written.has(path)) this.#reader.removeFile(path);
      this.#known.set(path, hash);
    }
    this.#reader.build();
  }

  /** Brings the reader to where a step's positions are asked for; the next `moveTo` undoes it. */
  apply({ set, removed, settled }: ReplayStep): void {
    for (const path of removed) this.#reader.removeFile(path);
    for (const file of set) this.#reader.setFile(file);
    for (const path of [...removed, ...set.map((file) => file.path)]) this.#known.set(path, "");
    if (settled) this.#reader.build();
  }
}
