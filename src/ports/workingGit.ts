/** What git knows of the working files. Reads only; starts git, so only for a trusted workspace. */

export const changeScopes = ["staged", "unstaged", "all"] as const;
/** `all`: against the last commit, what is not tracked yet left out. */
export type ChangeScope = (typeof changeScopes)[number];

export interface WorkingDiff {
  /** Top of the work tree, absolute, with `/`. */
  readonly repository: string;
  /** As `git diff` writes it, with the prefixes `a/` and `b/`, three lines around each change, renames found. */
  readonly diff: string;
  /** False when it was cut at its bound. */
  readonly isWhole: boolean;
}

/** The three sides of a file that could not be merged, as far as they exist. */
export interface MergeStages {
  readonly base: string | undefined;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

export interface WorkingGit {
  /** `undefined`: no repository, no commit yet, or git is missing or fails. */
  changes(directory: string, scope: ChangeScope, signal: AbortSignal): Promise<WorkingDiff | undefined>;
  /** Files that git neither tracks nor ignores, from the top of the repository; `undefined` as above. */
  untracked(directory: string, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Whole messages of past commits, newest first, merges left out; `undefined` as above. */
  messages(directory: string, most: number, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Files with conflicts, from the top of the repository, with that top; `undefined` as above. */
  conflicted(
    directory: string,
    signal: AbortSignal,
  ): Promise<{ readonly repository: string; readonly paths: readonly string[] } | undefined>;
  /** @param path from the top of the repository */
  stages(repository: string, path: string, signal: AbortSignal): Promise<MergeStages | undefined>;
}
