/** Follows the past of the workspace's repositories: from the store at once, from git when the index is at rest. */
import type { EngineConfig } from "../../ports/engine.ts";
import type { Files } from "../../ports/files.ts";
import type { History } from "../../ports/history.ts";
import type { IndexStore, StoredCommit, StoredHistory } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import { HistoryKeeper } from "./historyKeeper.ts";

export interface PastFollowerDeps {
  readonly history: History;
  readonly files: Pick<Files, "stat">;
  readonly log: Log;
  /** The store as it is now; undefined while there is none. */
  readonly store: () => IndexStore | undefined;
  /** Takes all histories that are known, in place of those before. */
  readonly setHistories: (histories: readonly StoredHistory[], signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** A head that moved is seen at the next rest of the index, though not more often. Milliseconds. */
const OFTEN_MS = 60_000;

export class PastFollower {
  readonly #deps: PastFollowerDeps;
  #keeper: HistoryKeeper | undefined;
  #identity = "";
  #directories: readonly string[] = [];
  #stop = new AbortController();
  #askedMs = Number.NEGATIVE_INFINITY;
  /** What is under way. */
  #work: Promise<void> = Promise.resolve();

  constructor(deps: PastFollowerDeps) {
    this.#deps = deps;
  }

  /** Commits that are known. */
  get commits(): number {
    return this.#keeper?.commits ?? 0;
  }

  /** Commits that touched a file, newest first; undefined when no past of it is known. @param path absolute */
  async changesOf(path: string, signal: AbortSignal): Promise<readonly StoredCommit[] | undefined> {
    return this.#keeper?.changesOf(path, signal);
  }

  /** Takes folders and whether git may be asked; forgets everything where it may not. */
  configure({ roots, indexEnabled, readsHistory = false, storeDirectory }: EngineConfig): void {
    const paths = roots.map(({ path }) => path);
    const isOn = readsHistory && indexEnabled;
    const identity = JSON.stringify([isOn, paths, storeDirectory]);
    if (identity === this.#identity) return;
    this.#identity = identity;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#directories = isOn ? paths : [];
    this.#askedMs = Number.NEGATIVE_INFINITY;
    this.#keeper = isOn ? this.#newKeeper() : undefined;
    if (this.#keeper) this.#keeper.restore(this.#deps.store()?.loadHistories() ?? []);
    else this.#take([]);
  }

  /** The index is at rest: what git knows more is read and kept. Never throws. */
  refresh(): void {
    const keeper = this.#keeper;
    const now = this.#deps.now();
    if (!keeper || now - this.#askedMs < OFTEN_MS) return;
    this.#askedMs = now;
    const { signal } = this.#stop;
    this.#then(async () => {
      const held = await Promise.all(this.#directories.map((path) => this.#isInRepository(path)));
      const directories = this.#directories.filter((_, i) => held[i]);
      const changed = await keeper.refresh(directories, signal);
      if (changed.length > 0 && !signal.aborted) this.#deps.store()?.commit({ setHistories: changed });
    });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    for (let work = this.#work; ; work = this.#work) {
      await work;
      if (work === this.#work) return;
    }
  }

  dispose(): void {
    this.#stop.abort();
  }

  #newKeeper(): HistoryKeeper {
    const { history, log } = this.#deps;
    return new HistoryKeeper({ history, log, onHistories: (histories) => this.#take(histories) });
  }

  #take(histories: readonly StoredHistory[]): void {
    const { signal } = this.#stop;
    this.#then(() => this.#deps.setHistories(histories, signal));
  }

  #then(work: () => Promise<void>): void {
    const { signal } = this.#stop;
    this.#work = this.#work.then(work).catch((cause: unknown) => {
      if (!signal.aborted) this.#deps.log.warn(`Cannot read the past: ${String(cause)}`);
    });
  }

  /** Whether there is anything to ask git about: no process is started for nothing. */
  async #isInRepository(directory: string): Promise<boolean> {
    for (let path = directory; ; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) {
      const stat = await this.#deps.files.stat(`${path}/.git`).catch(() => undefined);
      if (stat) return true;
      if (path === "") return false;
    }
  }
}
