/** What is wrong, where, and patches for it; the applying of what a model wrote. */
import type { EngineKind } from "../../core/completion/suggestion.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { MatchLayer } from "../../core/patch/match/placement.ts";
import type { PatchVerdict } from "../../core/repair/verdict.ts";

export interface ProblemsParams {
  readonly paths: readonly string[];
}

/** What checkers find; lines are 1-based, columns 0-based. */
export interface RpcProblems {
  readonly problems: readonly {
    readonly path: string;
    readonly line: number;
    readonly column?: number;
    readonly code: string;
    readonly message: string;
    readonly by: string;
  }[];
  /** What the same checkers find in other files. */
  readonly elsewhere: number;
  readonly checkers: readonly string[];
  /** Why others told nothing. */
  readonly reasons: readonly string[];
}

export interface LocalizeParams {
  /** Tests that fail, as their ids; all that fail when not given. */
  readonly testIds?: readonly string[] | undefined;
  /** A file with tests: its tests alone. */
  readonly path?: string | undefined;
  readonly limit?: number | undefined;
}

/** Lines are 1-based; scores comparable within one answer. */
export interface RpcLocalization {
  readonly lines: readonly {
    readonly path: string;
    readonly line: number;
    readonly score: number;
    readonly reasons: readonly string[];
  }[];
  readonly functions: readonly {
    readonly path: string;
    readonly name: string;
    readonly line: number;
    readonly endLine: number;
    readonly score: number;
  }[];
  readonly failing: readonly string[];
  readonly reason?: string;
}

/** As an editor shows it. */
export interface RpcDiagnostic {
  readonly message: string;
  /** Who says so: `ts`, `eslint`, `mypy`. */
  readonly source?: string | undefined;
  readonly code?: string | undefined;
  /** 0-based, UTF-16 units. */
  readonly column?: number | undefined;
}

export interface FixParams {
  readonly testIds?: readonly string[] | undefined;
  readonly path?: string | undefined;
  /** What is wrong, in words: for a model alone. */
  readonly description?: string | undefined;
  /** 1-based: what a checker says of this line of `path` is repaired, and the checker is the test. */
  readonly line?: number | undefined;
  /** What is said of the line; the checkers that are set up are asked when not given. */
  readonly diagnostic?: RpcDiagnostic | undefined;
  readonly engine?: "builtin" | "model" | "both" | undefined;
  readonly budgetMs?: number | undefined;
  readonly maxPatches?: number | undefined;
}

export interface RpcPatch {
  /** Unified, for `git apply` at the root. */
  readonly diff: string;
  readonly verdict: PatchVerdict;
  readonly engine: EngineKind;
  readonly evidence: {
    readonly targets: readonly string[];
    readonly flipped: readonly string[];
    readonly stillFailing: readonly string[];
    readonly broken: readonly string[];
    readonly ran: number;
    readonly tried: number;
    readonly foundMs: number;
    readonly template: string;
    readonly rounds?: number;
    readonly rules?: readonly string[];
    readonly flaky?: readonly string[];
    readonly doubts?: readonly string[];
    readonly notRun?: readonly { readonly path: string; readonly line: number }[];
    readonly example?: { readonly call: string; readonly outcome: string; readonly before: string };
    readonly path: string;
    readonly line: number;
    readonly isolation: "sandbox" | "processes";
    readonly checked?: { readonly by?: string; readonly finding: string; readonly about: string };
    readonly limitation?: string;
    readonly slowPath?: string;
  };
  /** What a model says of it. */
  readonly explanation?: string;
}

export interface RpcFixResult {
  readonly patches: readonly RpcPatch[];
  /** Why there is none. */
  readonly reason?: string;
  /** Changes that were tried. */
  readonly tried: number;
  readonly tokens?: number;
}

export interface RpcFixProgress {
  readonly phase:
    | "finding"
    | "copying"
    | "reproducing"
    | "localizing"
    | "checking"
    | "searching"
    | "asking"
    | "validating";
  readonly tried: number;
  readonly waiting: number;
  readonly found: number;
  readonly round?: number;
  readonly tokens?: number;
}

export interface PatchApplyParams {
  /** Texts by path; no other file is taken to exist. */
  readonly files: Readonly<Record<string, string>>;
  /** What a model wrote. */
  readonly answer: string;
}

export interface PatchApplyResult {
  /** All files afterwards: those given, with the changes made. */
  readonly files: Readonly<Record<string, string>>;
  readonly changes: readonly {
    readonly kind: FileChange["kind"];
    readonly path: string;
    readonly from?: string;
  }[];
  /** Lines are 1-based, `block` too. */
  readonly placed: readonly {
    readonly block: number;
    readonly path: string;
    readonly line: number;
    readonly layer: MatchLayer;
  }[];
  readonly refused: readonly {
    readonly block: number;
    readonly line: number;
    readonly path?: string;
    readonly reason: string;
  }[];
}
