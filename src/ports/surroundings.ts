/** What a person has around them in their editor, besides the repository itself: problems, failing tests, changes, the terminal. */

export interface Problem {
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly severity: "error" | "warning";
  /** Without its code and source. */
  readonly message: string;
}

export interface TestFailure {
  /** As a person finds it among the tests. */
  readonly name: string;
  /** Absolute; undefined when the test is in no file. */
  readonly path: string | undefined;
  /** 0-based. */
  readonly line: number | undefined;
  /** In the runner's words. */
  readonly message: string;
}

export interface WorkingChanges {
  /** As `git diff` writes it. */
  readonly diff: string;
  /** Absolute, of every file in it. */
  readonly paths: readonly string[];
}

export interface TerminalCommand {
  readonly command: string;
  /** Without colours and movements of the cursor. The end of it, where it is long. */
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** Paths are absolute with `/`. Nothing here starts a program of its own. */
export interface Surroundings {
  /** As it is in the editor, unsaved changes included; undefined for what is gone, no text or too long. */
  readText(path: string): Promise<string | undefined>;
  /** Files of the workspace whose names hold the text, some of them. */
  findFiles(text: string, limit: number): Promise<readonly string[]>;
  /** Files below a folder, those that search leaves out left out. */
  filesBelow(folder: string, limit: number): Promise<readonly string[]>;
  /** Of the workspace, errors first. */
  problems(): readonly Problem[];
  /** Of the last run in this session of the editor. */
  failedTests(): readonly TestFailure[];
  /** Changes that are not committed; undefined without git or in a workspace that is not trusted. */
  changes(): Promise<WorkingChanges | undefined>;
  /** The last command of a terminal that tells its commands apart. */
  lastCommand(): TerminalCommand | undefined;
}
