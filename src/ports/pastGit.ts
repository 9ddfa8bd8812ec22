/** What git knows of lines and commits of the past. Reads only; starts git, so only for a trusted workspace. */

/** A line as it is now, with the commit that it is from. */
export interface BlamedLine {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
  /** Its name in full; zeros only for what is not committed. */
  readonly commit: string;
  readonly author: string;
  /** Seconds since the epoch. */
  readonly timeS: number;
  /** The first line of its message. */
  readonly summary: string;
}

export interface ShownCommit {
  /** Top of the work tree, absolute, with `/`. */
  readonly repository: string;
  /** Commit, author, date and message, as text. */
  readonly head: string;
  /** As `git diff` writes it, against the first parent. */
  readonly diff: string;
  /** False when it was cut at its bound. */
  readonly isWhole: boolean;
}

export interface PastGit {
  /**
   * All lines of a file as it is on disk.
   *
   * @param path absolute
   * @returns `untracked` for a file that git neither knows nor ignores; undefined without a repository, for what cannot be told in time
   */
  blameFile(path: string, signal: AbortSignal): Promise<readonly BlamedLine[] | "untracked" | undefined>;
  /**
   * @param path absolute
   * @param startLine 0-based, as `endLine`, inclusive
   * @returns undefined without a repository, for a file that it does not have, for lines that are not there
   */
  blame(
    path: string,
    startLine: number,
    endLine: number,
    signal: AbortSignal,
  ): Promise<readonly BlamedLine[] | undefined>;
  /** @param commit 4 to 64 hexadecimal digits; `undefined` for what names none */
  show(directory: string, commit: string, signal: AbortSignal): Promise<ShownCommit | undefined>;
}
