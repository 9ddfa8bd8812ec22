/** Takes the text of every indexed file: the built-in completion engine's side of the index. */
export interface IndexSink {
  /**
   * Adds a file or replaces it, in steps of a few milliseconds. They follow each other with no other change of files
   * between them, and may end early: the file is then as it was.
   */
  setFile(path: string, languageId: string, text: string): Generator<void>;
  /** Does nothing when the file is not known. */
  removeFile(path: string): void;
  clear(): void;
  /** How many tokens it holds, about. */
  tokens(): number;
  /**
   * Finishing work in steps of a few milliseconds, after each pass over changed files, be it one; files may be set
   * and removed between the steps, and the steps may end early.
   */
  build(): Generator<void>;
}
