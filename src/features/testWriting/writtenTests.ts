/** What tests are asked for, and what comes of it. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { ChatUsage } from "../../ports/chatModel.ts";
import type { Isolation } from "../../ports/workCopy.ts";

export interface WriteTestsRequest {
  /** Absolute, of the code. */
  readonly path: string;
  /** Of the function; the one around `line` when absent. */
  readonly name?: string | undefined;
  /** 0-based. */
  readonly line?: number | undefined;
  readonly engine: "builtin" | "model";
  /** Told what each answer of a model cost. */
  readonly onUsage?: ((usage: ChatUsage) => void) | undefined;
}

export type WritePhase = "reading" | "copying" | "observing" | "asking" | "running" | "measuring";

export interface WrittenTests {
  /** Absolute. */
  readonly root: string;
  /** The test file, relative to the root. */
  readonly changes: readonly FileChange[];
  readonly diff: string;
  readonly function: string;
  readonly engine: WriteTestsRequest["engine"];
  /** Ids of the tests that are kept: all of them pass. */
  readonly tests: readonly string[];
  /** Tests that were written and do not pass, and why; they are left out. */
  readonly dropped: readonly { readonly label: string; readonly reason: string }[];
  /** Small changes of the function that were tried, and those that the kept tests notice; undefined when none could be. */
  readonly mutants: { readonly tried: number; readonly killed: number } | undefined;
  /** What a person should know before they keep them. */
  readonly notes: readonly string[];
  readonly isolation: Isolation;
}

/** Tests cannot be written; the message is for people and says what to do. */
export class WritingRefused extends Error {
  override readonly name = "WritingRefused";
}
