/** What a slash command gets and gives. */

import type { ReviewFinding } from "../../core/changes/finding.ts";
import type { Citation } from "../../core/chat/answer.ts";
import type { ShownContext } from "../../core/chat/contextRef.ts";
import type { ShortPath } from "../../core/chat/renderAnswer.ts";
import type { SlashCommandName } from "../../core/chat/slashCommands.ts";
import type { ContextSource } from "../../core/prompt/contextItem.ts";
import type { ChatModels, ChatUsage } from "../../ports/chatModel.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import type { Trust } from "../../ports/trust.ts";
import type { WorkingGit } from "../../ports/workingGit.ts";
import type { ProjectTexts } from "../chat/context/projectTexts.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import type { Repairs } from "../repair/repairs.ts";
import type { TestSession } from "../testing/testSession.ts";
import type { TestWriter } from "../testWriting/testWriter.ts";

export interface CommandPlace {
  /** Absolute. */
  readonly path: string;
  /** The editor's identifier. */
  readonly languageId: string;
  /** 0-based, inclusive; the lines of the selection, or the cursor's. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface CommandRequest {
  readonly name: SlashCommandName;
  /** What stands behind the name. */
  readonly argument: string;
  readonly place?: CommandPlace | undefined;
  /** `model`: only with one; `builtin`: without one, whatever is set up; `auto` when not given: with one where one is set up. */
  readonly engine?: "auto" | "builtin" | "model" | undefined;
}

export interface CommandResult {
  /** For a person; links are `path#L1` relative to the roots. Names and texts of files are escaped or code. */
  readonly markdown: string;
  readonly citations: readonly Citation[];
  /** To be shown before anything is changed. */
  readonly patches: readonly ProposedPatch[];
  /** Of a review. */
  readonly findings?: readonly ReviewFinding[];
  /** Of a commit: what to put into the input box, and the top of the repository. */
  readonly commit?: { readonly message: string; readonly repository: string };
  /** Why there is no answer, a sentence. */
  readonly refused?: string;
  /** What the model that took part is called. */
  readonly model?: string;
}

/** What starts programs, in copies alone. Each is made when it is first needed. */
export interface CommandRuns {
  readonly repairs: () => Promise<Pick<Repairs, "fix">>;
  readonly writer: () => Promise<Pick<TestWriter, "write">>;
  readonly optimizer: () => Promise<Pick<Optimizer, "optimize">>;
  readonly tests: () => Promise<Pick<TestSession, "discover" | "run">>;
}

export interface CommandDeps {
  readonly runs: CommandRuns;
  readonly engine: Pick<
    Engine,
    | "answer"
    | "apiNamed"
    | "apiPackages"
    | "apisForDiagnostic"
    | "checkApis"
    | "checkParse"
    | "findReferences"
    | "findTests"
    | "findSymbols"
    | "graph"
    | "outline"
    | "readDocs"
    | "searchApis"
    | "showApis"
    | "verify"
  >;
  readonly models: ChatModels;
  readonly git: WorkingGit;
  readonly trust: Pick<Trust, "isTrusted">;
  readonly roots: () => readonly EngineRoot[];
  /** As the person has it, unsaved changes included; undefined for what is gone or no text. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** Whether the privacy settings let a file be sent. */
  readonly maySend: (source: ContextSource) => Promise<boolean>;
  /** Relative to the roots. */
  readonly shortPath: ShortPath;
  /** Whether a person allows what a command would run beside its own work. */
  readonly consent: (question: string, signal: AbortSignal) => Promise<boolean>;
  /** Rules of the project that hold for files. */
  readonly rules: ProjectTexts["rules"];
  readonly log: Log;
}

export interface CommandListener {
  /** What is being done, in a few words. */
  readonly onProgress?: (step: string) => void;
  /** A piece of the model's answer as it comes; its places are not checked yet. */
  readonly onText?: (piece: string) => void;
  /** What one answer of a model cost; there may be several. */
  readonly onUsage?: ((usage: ChatUsage) => void) | undefined;
  /** Rules of the project that the model is given. */
  readonly onRules?: ((rules: readonly ShownContext[]) => void) | undefined;
}

export type CommandHandler = (
  deps: CommandDeps,
  request: CommandRequest,
  listener: CommandListener,
  signal: AbortSignal,
) => Promise<CommandResult>;

export const refusal = (refused: string): CommandResult => ({
  markdown: `${refused}\n`,
  citations: [],
  patches: [],
  refused,
});
