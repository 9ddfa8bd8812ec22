/** A repository's past, as far as ranking needs it. */
import type { StoredCommit, StoredHistory } from "./indexStore.ts";

export interface HistoryLimits {
  /** Newest commits only. */
  readonly maxCommits: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface History {
  /**
   * Commits of the repository that holds a folder, newest first; undefined where there is none, git is missing or
   * fails: ranking goes on without. Starts git, so only for a trusted workspace.
   *
   * @param known its result is returned as it is when the head is still the same
   */
  read(
    directory: string,
    known: StoredHistory | undefined,
    limits: HistoryLimits,
    signal: AbortSignal,
  ): Promise<StoredHistory | undefined>;

  /**
   * Commits that touched one file, newest first; undefined where git is missing or fails. Starts git, so only for a trusted
   * workspace.
   *
   * @param path relative to the folder, with `/`
   */
  changesOf(
    directory: string,
    path: string,
    limits: HistoryLimits,
    signal: AbortSignal,
  ): Promise<readonly StoredCommit[] | undefined>;
}
