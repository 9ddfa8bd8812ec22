/** Keeps what is known of the past of the workspace's repositories. */
import type { History, HistoryLimits } from "../../ports/history.ts";
import type { StoredCommit, StoredHistory } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";

export interface HistoryKeeperDeps {
  readonly history: History;
  readonly log: Log;
  /** Takes the histories that are known now, all of them. */
  readonly onHistories: (histories: readonly StoredHistory[]) => void;
}

/** About three years of a busy repository; a second or two of git on a large one. */
const LIMITS: HistoryLimits = { maxCommits: 10_000, maxBytes: 16 << 20, timeoutMs: 20_000 };

/** A person waits for it. */
const FILE_LIMITS: HistoryLimits = { maxCommits: 50, maxBytes: 1 << 20, timeoutMs: 3000 };

export class HistoryKeeper {
  readonly #deps: HistoryKeeperDeps;
  #known: readonly StoredHistory[] = [];

  constructor(deps: HistoryKeeperDeps) {
    this.#deps = deps;
  }

  /** Commits that are known. */
  get commits(): number {
    return this.#known.reduce((sum, { commits }) => sum + commits.length, 0);
  }

  /**
   * Commits that touched a file, newest first; undefined when no past of it is known. Asks git: a commit that touched very
   * many files is known without most of them.
   *
   * @param path absolute
   */
  async changesOf(path: string, signal: AbortSignal): Promise<readonly StoredCommit[] | undefined> {
    const own = this.#known.find(({ repository }) => isUnder(path, repository));
    if (!own) return undefined;
    const short = path.slice(own.repository.length + 1);
    const asked = await this.#deps.history.changesOf(own.repository, short, FILE_LIMITS, signal);
    return asked ?? own.commits.filter(({ paths }) => paths.includes(short));
  }

  /** Takes what an earlier run knew; starts nothing. */
  restore(histories: readonly StoredHistory[]): void {
    this.#known = histories;
    if (histories.length > 0) this.#deps.onHistories(histories);
  }

  /**
   * Asks git for what is new. Only for a trusted workspace: it starts processes.
   *
   * @param directories the workspace's folders
   * @returns the histories that changed, to be stored
   */
  async refresh(directories: readonly string[], signal: AbortSignal): Promise<readonly StoredHistory[]> {
    const { history, log, onHistories } = this.#deps;
    const found = new Map<string, StoredHistory>();
    for (const directory of directories) {
      const known = this.#known.find(({ repository }) => isUnder(directory, repository));
      const read = await history.read(directory, known, LIMITS, signal);
      if (read) found.set(read.repository, read);
    }
    const changed = [...found.values()].filter((read) => !this.#known.includes(read));
    if (changed.length === 0 && found.size === this.#known.length) return [];
    this.#known = [...found.values()];
    log.debug(`Past changes known: ${this.commits}, of repositories: ${found.size}`);
    onHistories(this.#known);
    return changed;
  }
}

const isUnder = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
