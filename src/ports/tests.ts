/** Which tests there are, and what tests of a function must know: told from texts and trees alone, nothing of the workspace is run. */
import type { FoundTest } from "../core/testing/discover/foundTest.ts";
import type { RootTests } from "../core/testing/workspaceTests.ts";
import type { TestSubject } from "../core/testWriting/testSubject.ts";

export interface TestSubjectQuery {
  readonly languageId: string;
  readonly text: string;
  readonly name: string;
  /** 0-based, within the function; undefined for the first of the name. */
  readonly line?: number | undefined;
  /** Texts of the same language that may call it. */
  readonly examples: readonly string[];
}

export interface TestQueries {
  /** By root of the workspace, in its order. Open documents count as they are in the editor. */
  findTests(signal: AbortSignal): Promise<readonly RootTests[]>;
}

export interface TestSubjects {
  /** Undefined for a language that is not read for it, where no such function is, and for a text that cannot be parsed in time. */
  testSubject(query: TestSubjectQuery, signal: AbortSignal): Promise<TestSubject | undefined>;
  /** The tests of a text that may be nowhere yet; empty where `path` is no place for tests. */
  testsIn(path: string, text: string, signal: AbortSignal): Promise<readonly FoundTest[]>;
}
