/** An engine whose folder is a repository at a commit, and goes from commit to commit. */
import { LocalEngine } from "../../src/features/engine/localEngine.ts";
import { threadYielder } from "../../src/node/files/threadYielder.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../test/support/grammarFiles.ts";
import { MemoryFiles } from "../../test/support/memoryFiles.ts";
import { trainedRanker } from "../../test/support/trainedRanker.ts";
import type { Git } from "../completion/git.ts";
import { isSource } from "../retrieval/corpus.ts";

const never = new AbortController().signal;
const quiet = { error: console.error, warn() {}, info() {}, debug() {} };

export const ROOT = "/w";

export class ReplayEngine {
  readonly #git: Git;
  readonly #files = new MemoryFiles();
  #tree = new Map<string, string>();
  readonly engine: LocalEngine;
  #isConfigured = false;

  constructor(git: Git) {
    this.#git = git;
    this.engine = new LocalEngine({
      ranker: trainedRanker,
      files: this.#files,
      yielder: threadYielder,
      quarantined: [],
      log: quiet,
      parser: { open() {}, edit() {}, close() {}, checkParse: async () => "unknown" },
      reader: new TreeSitterReader(grammarFiles, quiet),
      recorder: { enter() {}, leave() {} },
    });
  }

  async goTo(commit: string): Promise<void> {
    const tree = new Map(
      [...this.#git.tree(commit)].filter(([path]) => isSource(path) || path.endsWith("go.mod")),
    );
    for (const path of this.#tree.keys()) if (!tree.has(path)) this.#files.remove(`${ROOT}/${path}`);
    const changed = [...tree].filter(([path, hash]) => this.#tree.get(path) !== hash);
    const texts = this.#git.blobs(changed.map(([, hash]) => hash));
    changed.forEach(([path], i) => {
      this.#files.write(`${ROOT}/${path}`, texts[i] ?? "");
    });
    this.#tree = tree;
    if (this.#isConfigured) await this.engine.reconcile();
    else
      await this.engine.configure({
        roots: [{ path: ROOT, name: "w" }],
        indexEnabled: true,
        exclude: [],
        maxFileBytes: 1 << 20,
        maxFiles: 100_000,
        feedsCompletion: false,
      });
    this.#isConfigured = true;
    await this.engine.waitForIndex(never);
  }
}
