/** A ranked outline of the repository within a budget of tokens. */

export interface RepoMap {
  /** Paths with the signatures of their most used symbols, as plain text. */
  readonly text: string;
  /** Estimated tokens of `text`, `<= maxTokens`. */
  readonly tokens: number;
  /** Files shown, and all that could have been. */
  readonly files: number;
  readonly allFiles: number;
}
