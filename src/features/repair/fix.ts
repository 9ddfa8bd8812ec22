/** What a repair is asked for, and what it gives. */
import type { ReportedProblem } from "../../core/checking/checkFinding.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { LinePlace } from "../../core/repair/notRun.ts";
import type { PatchJudgement, PatchVerdict } from "../../core/repair/verdict.ts";
import type { ChatUsage } from "../../ports/chatModel.ts";

export interface FixRequest {
  /** As `TestCase.id`; empty: all tests that fail. */
  readonly testIds: readonly string[];
  /** Relative to the root: tests of this file alone; undefined for all. */
  readonly path?: string | undefined;
  /** Absolute: the root that these belong to, where others may have some of the same name; undefined for any. */
  readonly root?: string | undefined;
  /** What is wrong, in a person's words: told to a model beside the tests. */
  readonly description?: string | undefined;
  /** What a checker says, its path absolute: the checker is the test. Then no tests are asked for. */
  readonly problem?: ReportedProblem | undefined;
  /** Templates without a model, a model alone, or whichever is first; not given: templates. */
  readonly engine?: FixEngine | undefined;
  /** Of the search alone: what comes before it and the proof of what it finds take as long as they take. */
  readonly budgetMs: number;
  /**
   * Of the whole fix: what comes before the search takes from it, and the search has what is left. A patch that is found is proven
   * by all tests while there is time, and then by those to repair alone. Not given: the search alone is bounded.
   */
  readonly wholeMs?: number | undefined;
  readonly maxPatches: number;
  /** Told what each answer of a model cost. */
  readonly onUsage?: ((usage: ChatUsage) => void) | undefined;
}

export type FixEngine = "builtin" | "model" | "both";

export type FixPhase =
  | "finding"
  | "copying"
  | "reproducing"
  | "localizing"
  | "checking"
  | "searching"
  | "asking"
  | "validating";

export interface FixProgress {
  readonly phase: FixPhase;
  /** Candidates tried, and those that wait. */
  readonly tried: number;
  readonly waiting: number;
  readonly found: number;
  /** Questions to a model, and tokens of these and their answers so far; absent before it is asked. */
  readonly round?: number;
  readonly tokens?: number;
}

/** Why a patch is what it is said to be. */
export interface PatchEvidence extends Omit<PatchJudgement, "verdict"> {
  /** Ids of the tests it was made for. */
  readonly targets: readonly string[];
  /** Candidates tried before it. */
  readonly tried: number;
  /** From the start of the search to this patch. */
  readonly foundMs: number;
  /** How it came about: the template, or `model`. */
  readonly template: string;
  /** Questions to a model until then; absent for templates. */
  readonly rounds?: number;
  /** Files with rules of the project that the model was given; absent when there were none. */
  readonly rules?: readonly string[];
  /** Ids of tests that pass and fail with nothing changed: they were set aside. */
  readonly flaky?: readonly string[];
  /** Why a patch that passes all tests is not called verified, for a person. */
  readonly doubts?: readonly string[];
  /** Lines that it changes and no test ran; absent where that is not known. */
  readonly notRun?: readonly LinePlace[];
  /** A call on which this patch and others that are given differ, and what it comes to with this one. */
  readonly example?: PatchExample;
  /** 0-based line of its first change. */
  readonly line: number;
  readonly isolation: "sandbox" | "processes";
  /** What a checker was asked for, when it was no test. */
  readonly checked?: CheckedProblem;
  /** Why not all other tests were run, for a person. */
  readonly limitation?: string;
  /** Why changes were tried in the slow way, by the project's own runner; as `TrialWorker.slowPath`. */
  readonly slowPath?: string;
}

export interface CheckedProblem {
  /** Who was asked, as people call it; undefined when nobody could be. */
  readonly by?: string;
  /** What it said before: a place and a message. */
  readonly finding: string;
  /** What is done, in a few words. */
  readonly about: string;
}

export interface PatchExample {
  readonly call: string;
  /** Such as `gives 3` or `raises KeyError`. */
  readonly outcome: string;
  /** The same with the code as it is. */
  readonly before: string;
}

export interface FixPatch {
  /** Absolute. */
  readonly root: string;
  /** Paths relative to the root. */
  readonly changes: readonly FileChange[];
  readonly diff: string;
  readonly verdict: PatchVerdict;
  readonly engine: "builtin" | "model";
  readonly evidence: PatchEvidence;
  /** What a model says of it; Markdown, never trusted. */
  readonly explanation?: string;
}

export interface FixResult {
  /** Verified first, then by score. */
  readonly patches: readonly FixPatch[];
  /** Why there is no patch, for a person. */
  readonly reason?: string;
  readonly tried: number;
  /** Tokens of questions to a model and its answers; absent when none was asked. */
  readonly tokens?: number;
}

/** A function with the best of its lines. */
export interface SuspectFunction {
  readonly name: string;
  readonly path: string;
  /** 0-based, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** As its best line's. */
  readonly score: number;
}

export interface Localization {
  /** Absolute. */
  readonly root: string;
  /** Paths relative to the root; best first. */
  readonly lines: readonly SuspectLine[];
  readonly functions: readonly SuspectFunction[];
  /** Ids of the tests that fail. */
  readonly failing: readonly string[];
  readonly reason?: string;
}

/** A repair cannot go on; the message is for people. */
export class FixRefused extends Error {
  override readonly name = "FixRefused";
}
