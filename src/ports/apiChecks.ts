/** Whether code uses libraries as they are installed: names that are not there, and names that are deprecated. */

export interface ApiCheckQuery {
  /** Absolute; the file need not exist when its text is given. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  /** What is in the file; as it stands in the editor or on disk when not given. */
  readonly text?: string | undefined;
}

/** A name of a library that is not as the code takes it to be. */
export interface ApiFinding {
  readonly name: string;
  /** UTF-16 offset in the text; the name is as long as it is written. */
  readonly offset: number;
  /** 0-based, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly reason: "missing" | "deprecated";
  /** Whether it is imported from a module, or is a member of something. */
  readonly place: "import" | "member";
  /** What should have it, as its library calls it; empty for a module. */
  readonly owner: string;
  /** The package, as it is installed; empty when nothing tells it. */
  readonly library: string;
  readonly version: string;
  /** Of what is missing: the existing name that is surely meant. */
  readonly nearest?: string | undefined;
  /** Of what is missing: existing names that are like it, best first. */
  readonly alternatives: readonly string[];
  /** Of what is deprecated: what to use instead, as the library names it. */
  readonly replacement?: string | undefined;
  /** Offsets at which the name stands for the same, this one included, where replacing it here alone would break the others. */
  readonly together: readonly number[];
  /** One sentence without a full stop. */
  readonly message: string;
}

export interface ApiCheck {
  /** Ascending by offset. */
  readonly findings: readonly ApiFinding[];
  /** Offsets of the names of libraries that were looked up, and found or surely missing; others are not known. */
  readonly judged: readonly number[];
  /** No text was given, and the file is not in the index: nothing was looked at. */
  readonly isUnread?: true | undefined;
}

/** Reads only; nothing of a package is run. Ends like every call of the engine. */
export interface ApiChecks {
  /** Nothing for a language whose libraries are not followed. A library that was never read is read first. */
  checkApis(query: ApiCheckQuery, signal: AbortSignal): Promise<ApiCheck>;
  /** Files of the workspace that can be checked, ascending. */
  checkablePaths(signal: AbortSignal): Promise<readonly string[]>;
}
