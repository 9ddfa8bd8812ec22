/** Reads facts of the whole repository while nobody asks for anything, in a thread of its own. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { mostUsedFirst } from "../../core/retrieval/graph/mostUsed.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import type { BulkReader } from "../../ports/bulkReader.ts";
import type { EngineConfig } from "../../ports/engine.ts";
import type { Yielder } from "../../ports/files.ts";
import type { Power } from "../../ports/power.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import type { FactSource } from "./factSource.ts";

export interface IdleReadingDeps {
  readonly bulk: BulkReader;
  readonly facts: FactSource;
  readonly index: RepoIndex;
  readonly indexer: Pick<RepoIndexer, "status" | "openText" | "isIgnored" | "store">;
  readonly yielder: Yielder;
  readonly power?: Power | undefined;
}

/** Nothing is read until nobody has asked for so long. */
const QUIET_MS = 3000;
/** Files looked at between two looks for other work. */
const FILES_BETWEEN_PAUSES = 64;
/** Without a store facts are in memory alone, and only so many files are read. */
const MOST_WITHOUT_STORE = 1000;
/**
 * Languages whose files hold data or text: what hangs together in them is not asked for. And two whose parsers, once they
 * have run for a while, take the engine of WebAssembly 600 MB to optimise for a moment: their files are read on demand.
 */
const leftOut = /^(?:json|jsonc|yaml|toml|css|html|shellscript|kotlin)$/;

export class IdleReading {
  readonly #deps: IdleReadingDeps;
  /** Contents that have no facts or must not be read. */
  readonly #without = new Set<number>();
  #share = 1;
  #isWanted = false;
  #quietSince = 0;
  #running: Promise<void> | undefined;
  #isOver = false;

  constructor(deps: IdleReadingDeps) {
    this.#deps = deps;
  }

  configure({ cpuShare, readsWhenIdle }: Pick<EngineConfig, "cpuShare" | "readsWhenIdle">): void {
    this.#share = cpuShare ?? 1;
    this.#isWanted = readsWhenIdle ?? false;
    if (!this.#isWanted) this.interrupt();
  }

  /** Someone asks for something: reading stops at once. */
  interrupt(): void {
    this.#quietSince = this.#deps.yielder.now();
    if (this.#running) this.#deps.bulk.stop();
  }

  /** There may be something to read: after indexing. Reads when it has been quiet, until all is read. */
  wake(): void {
    if (this.#isOver || !this.#isWanted) return;
    if (!this.#running) this.#quietSince = this.#deps.yielder.now();
    this.#running ??= this.#readAll().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing is being read; for who wants to see it done. */
  async settled(): Promise<void> {
    await this.#running;
  }

  dispose(): void {
    this.#isOver = true;
    this.#deps.bulk.stop();
  }

  async #readAll(): Promise<void> {
    const { bulk, facts } = this.#deps;
    while (await this.#waitForQuiet()) {
      const isDone = await this.#readWhileQuiet();
      facts.flush();
      if (isDone) break;
    }
    bulk.stop();
  }

  /** False when reading is over for good, or for now because the index is changing: `wake` comes again then. */
  async #waitForQuiet(): Promise<boolean> {
    const { yielder, indexer, power } = this.#deps;
    for (;;) {
      if (this.#isOver || !this.#isWanted || indexer.status().phase !== "ready" || power?.isOnBattery())
        return false;
      const leftMs = this.#quietSince + QUIET_MS - yielder.now();
      if (leftMs <= 0) return true;
      await yielder.sleep(leftMs);
    }
  }

  /** @returns whether all is read */
  async #readWhileQuiet(): Promise<boolean> {
    const { index, indexer, yielder } = this.#deps;
    const started = this.#quietSince;
    const candidates = [...index.paths()].filter((path) => isCode(index.languageIdOf(path)));
    const modulesOf = (path: string) => index.importsOf(path).map(({ module }) => module);
    const most = indexer.store ? candidates.length : MOST_WITHOUT_STORE;
    for (const [at, path] of mostUsedFirst(candidates, modulesOf).slice(0, most).entries()) {
      if (at % FILES_BETWEEN_PAUSES === 0) await yielder.pause();
      if (this.#isOver || this.#quietSince !== started || indexer.status().phase !== "ready") return false;
      if (!(await this.#readOne(path))) return false;
    }
    return true;
  }

  /** @returns whether to go on */
  async #readOne(path: string): Promise<boolean> {
    const { bulk, facts, index, indexer, yielder } = this.#deps;
    const [hash, languageId] = [index.hashOf(path), index.languageIdOf(path)];
    if (hash === undefined || languageId === undefined || indexer.openText(path) !== undefined) return true;
    if (this.#without.has(hash) || facts.has(hash) || (await indexer.isIgnored(path))) return true;
    const before = yielder.now();
    const result = await bulk.read({ path, languageId, hash });
    if (result.kind === "stopped") return false;
    if (result.kind === "facts") facts.keep(hash, result.packed);
    else this.#without.add(hash);
    if (result.kind === "poison") facts.poison(hash);
    if (this.#share < 1) await yielder.sleep(((yielder.now() - before) * (1 - this.#share)) / this.#share);
    return true;
  }
}

const isCode = (languageId: string | undefined): boolean =>
  languageId !== undefined && findLanguage(languageId)?.grammar !== undefined && !leftOut.test(languageId);
