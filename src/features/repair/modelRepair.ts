/**
 * Repair by a model: it answers with edits, these are tried in copies by the validator of all patches, and what failed goes back to
 * it. What it says of its answers counts for nothing.
 */
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { parseAnswer } from "../../core/patch/parse/parseAnswer.ts";
import type { ContextSource } from "../../core/prompt/contextItem.ts";
import { failureSignature, refusalSignature } from "../../core/repair/model/failureSignature.ts";
import { repairFaults } from "../../core/repair/model/repairGuard.ts";
import {
  dataText,
  type PromptPiece,
  type RepairTask,
  repairAsk,
  repairQuestion,
  repairRules,
} from "../../core/repair/model/repairPrompt.ts";
import {
  nextStrategy,
  type RepairBudget,
  type RepairRound,
  type RepairStrategy,
  spentBound,
  temperatureOf,
} from "../../core/repair/model/repairRounds.ts";
import { splitCandidates } from "../../core/repair/model/splitCandidates.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { ChatEnd, ChatMessage, ChatModels, ChatUsage } from "../../ports/chatModel.ts";
import type { Clock } from "../../ports/clock.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type JudgedPatch, type PatchJudge, UnfitPatch } from "./patchJudge.ts";

/** What the loop sees and may do. */
export interface ModelRepair {
  readonly models: Pick<ChatModels, "ask">;
  readonly clock: Clock;
  readonly judge: Pick<PatchJudge, "quick" | "full">;
  /** Texts of the files as they are. */
  readonly copy: Pick<WorkCopy, "read">;
  /** What the model is told; asked for anew when the strategy changes. */
  readonly taskFor: (strategy: RepairStrategy) => Promise<RepairTask>;
  /** Paths relative to the root. */
  readonly isOfTests: (path: string) => boolean;
  /** Files that what a test tells may be from. */
  readonly sourceOfTest: (id: string) => readonly ContextSource[];
  /** Why a patch that passes is not yet called verified, for a person and the model. */
  readonly doubtsOf: (changes: readonly FileChange[]) => Promise<readonly string[]>;
  readonly budget: RepairBudget;
  readonly maxPatches: number;
  readonly onProgress: (progress: ModelProgress) => void;
  /** As `FixRequest.onUsage`. */
  readonly onUsage?: ((usage: ChatUsage) => void) | undefined;
}

export interface ModelProgress {
  readonly phase: "asking" | "validating";
  /** Questions to the model so far, this one included. */
  readonly round: number;
  readonly tokens: number;
  /** Candidates of its answers that were tried. */
  readonly tried: number;
  readonly found: number;
}

export interface ModelPatch {
  readonly changes: readonly FileChange[];
  readonly judged: JudgedPatch;
  readonly doubts: readonly string[];
  /** What the model says of it; Markdown, never trusted. */
  readonly explanation: string;
  readonly round: number;
  readonly triedBefore: number;
  readonly foundMs: number;
}

export interface ModelReport {
  readonly patches: readonly ModelPatch[];
  readonly rounds: readonly RepairRound[];
  readonly tokens: number;
  readonly tried: number;
  /** Files with rules of the project that the model was given. */
  readonly rules?: readonly string[];
  /** Why there is no verified patch, for a person. */
  readonly reason?: string;
}

/** A candidate that was tried or refused, as the model is told of it. */
interface Tried {
  readonly refused: readonly string[];
  readonly failures: readonly TestOutcome[];
}

/** Answers longer than this are cut by the server. Tokens. */
const answerTokens = 4096;
/** Whole exchanges that are kept besides the first question. */
const keptExchanges = 2;
const passing = new Set([
  "firstByteTimeout",
  "stalled",
  "cut",
  "serverError",
  "disconnected",
  "protocol",
  "totalTimeout",
]);

/** Ends with the signal; rejects as it tells. */
export async function repairByModel(repair: ModelRepair, signal: AbortSignal): Promise<ModelReport> {
  return new ModelLoop(repair, signal).run();
}

class ModelLoop {
  readonly #repair: ModelRepair;
  readonly #signal: AbortSignal;
  readonly #began: number;
  readonly #rounds: RepairRound[] = [];
  readonly #exchanges: { readonly answer: string; readonly feedback: readonly PromptPiece[] }[] = [];
  readonly #known = new Set<string>();
  readonly #patches: ModelPatch[] = [];
  #tokens = 0;
  #tried = 0;

  constructor(repair: ModelRepair, signal: AbortSignal) {
    this.#repair = repair;
    this.#signal = signal;
    this.#began = repair.clock.now();
  }

  async run(): Promise<ModelReport> {
    let reason: string | undefined;
    for (;;) {
      reason = spentBound(
        { rounds: this.#rounds.length, tokens: this.#tokens, ms: this.#spentMs() },
        this.#repair.budget,
      );
      if (reason !== undefined) break;
      reason = await this.#round(nextStrategy(this.#rounds));
      this.#signal.throwIfAborted();
      if (reason !== undefined || this.#isDone()) break;
    }
    const { tokens, tried } = { tokens: this.#tokens, tried: this.#tried };
    const patches = [...this.#patches];
    return { patches, rounds: this.#rounds, tokens, tried, ...(reason === undefined ? {} : { reason }) };
  }

  /** @returns why no more is asked, for a person */
  async #round(strategy: RepairStrategy): Promise<string | undefined> {
    const { models, taskFor } = this.#repair;
    this.#tell("asking");
    const messages = this.#messages(await taskFor(strategy), strategy);
    const { signal, release } = this.#deadline();
    const request = {
      task: "repair",
      messages,
      maxTokens: answerTokens,
      temperature: temperatureOf(strategy),
    } as const;
    const end = await models.ask(request, {}, signal).finally(release);
    this.#signal.throwIfAborted();
    if (end.kind === "answered") {
      this.#tokens += end.usage.promptTokens + end.usage.answerTokens;
      this.#repair.onUsage?.(end.usage);
      await this.#tryAnswer(end.text, end.finish === "length", strategy);
      return undefined;
    }
    const [refusal, isFinal] = refusalOf(end);
    this.#note(strategy, refusalSignature([refusal]), "", [{ text: refusal }]);
    return isFinal ? refusal : undefined;
  }

  async #tryAnswer(answer: string, isCut: boolean, strategy: RepairStrategy): Promise<void> {
    const all: Tried[] = [];
    for (const text of splitCandidates(answer)) {
      const isEnough = this.#patches.length >= this.#repair.maxPatches;
      if (isEnough || this.#spentMs() >= this.#repair.budget.ms) break;
      all.push(await this.#tryCandidate(text));
    }
    const failures = all.flatMap((one) => one.failures);
    const refused = all.flatMap((one) => one.refused);
    const signature = failures.length > 0 ? failureSignature(failures) : refusalSignature(refused);
    const cut: PromptPiece[] = isCut
      ? [{ text: "The answer was too long and was cut: give the edits alone.\n" }]
      : [];
    this.#note(strategy, signature, answer, [...cut, ...feedbackOf(all, this.#repair.sourceOfTest)]);
  }

  async #tryCandidate(text: string): Promise<Tried> {
    const { judge, isOfTests } = this.#repair;
    const applied = applyAnswer(await this.#filesFor(text), text);
    const refused = applied.refused.map(
      ({ path, reason }) =>
        `${path === undefined ? "An edit" : `An edit of "${path}"`} was refused: ${reason}`,
    );
    // A patch is tried whole or not at all: half of what was meant proves nothing.
    if (refused.length > 0 || applied.changes.length === 0) {
      return { refused: refused.length > 0 ? refused : ["The edits change nothing"], failures: [] };
    }
    const faults = repairFaults(applied.changes, isOfTests);
    if (faults.length > 0) return { refused: faults, failures: [] };
    const key = JSON.stringify(applied.changes.map(({ path }, at) => [path, afterOf(applied.changes[at]!)]));
    if (this.#known.has(key))
      return { refused: ["These edits were tried before: they do not help"], failures: [] };
    this.#known.add(key);
    this.#tried++;
    this.#tell("validating");
    try {
      const { failures, tampering } = await judge.quick(applied.changes);
      this.#signal.throwIfAborted();
      if (failures.length > 0 || tampering.length > 0) return { refused: tampering, failures };
      return await this.#prove(applied.changes, text);
    } catch (error) {
      if (error instanceof UnfitPatch) return { refused: [error.message], failures: [] };
      throw error;
    }
  }

  async #prove(changes: readonly FileChange[], text: string): Promise<Tried> {
    const judged = await this.#repair.judge.full(changes, { isForeign: true });
    this.#signal.throwIfAborted();
    const { judgement, failures, tampering } = judged;
    if (tampering.length > 0) return { refused: tampering, failures };
    if (judgement.broken.length > 0 || judgement.stillFailing.length > 0) return { refused: [], failures };
    const doubts = await this.#repair.doubtsOf(changes);
    this.#patches.push({
      changes,
      judged,
      doubts,
      explanation: explanationOf(text),
      round: this.#rounds.length + 1,
      triedBefore: this.#tried - 1,
      foundMs: this.#spentMs(),
    });
    return { refused: doubts.map((doubt) => `The tests pass, but ${doubt}`), failures: [] };
  }

  /** The first question, what was tried last, and what to do now. */
  #messages(task: RepairTask, strategy: RepairStrategy): ChatMessage[] {
    const ask: PromptPiece = { text: repairAsk(strategy) };
    const kept = this.#exchanges.slice(-keptExchanges);
    const question = [
      ...repairQuestion(task),
      ...(kept.length === 0 ? [ask] : [{ text: repairAsk("edit") }]),
    ];
    const messages: ChatMessage[] = [
      { role: "system", pieces: [{ text: repairRules, title: "rules" }] },
      { role: "user", pieces: question },
    ];
    kept.forEach(({ answer, feedback }, at) => {
      messages.push({ role: "assistant", pieces: [{ text: answer === "" ? "(no answer)" : answer }] });
      const isLast = at === kept.length - 1;
      messages.push({ role: "user", pieces: [...feedback, ...(isLast ? [ask] : [])] });
    });
    return messages;
  }

  /** Texts of the files that an answer names, tests included: a refusal says what is wrong with it. */
  async #filesFor(answer: string): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    const named = parseAnswer(answer, { has: () => false }).map(({ path }) => path);
    for (const path of new Set(named)) {
      if (path === undefined || path.startsWith("/") || path.split("/").includes("..")) continue;
      const text = await this.#repair.copy.read(path).catch(() => undefined);
      if (text !== undefined) files.set(path, text);
    }
    return files;
  }

  #note(strategy: RepairStrategy, signature: string, answer: string, feedback: readonly PromptPiece[]): void {
    this.#rounds.push({ strategy, signature });
    this.#exchanges.push({ answer, feedback });
  }

  #isDone(): boolean {
    const verified = this.#patches.filter(
      ({ judged, doubts }) => judged.judgement.verdict === "verified" && doubts.length === 0,
    );
    return verified.length > 0 || this.#patches.length >= this.#repair.maxPatches;
  }

  #spentMs(): number {
    return this.#repair.clock.now() - this.#began;
  }

  /** The caller's signal, or the end of the time given. */
  #deadline(): { readonly signal: AbortSignal; readonly release: () => void } {
    const controller = new AbortController();
    const stop = () => controller.abort(this.#signal.reason);
    this.#signal.addEventListener("abort", stop, { once: true });
    if (this.#signal.aborted) stop();
    const timer = this.#repair.clock.after(Math.max(this.#repair.budget.ms - this.#spentMs(), 0), () =>
      controller.abort(),
    );
    const release = () => {
      timer.dispose();
      this.#signal.removeEventListener("abort", stop);
    };
    return { signal: controller.signal, release };
  }

  #tell(phase: ModelProgress["phase"]): void {
    const { onProgress } = this.#repair;
    const round = this.#rounds.length + 1;
    onProgress({ phase, round, tokens: this.#tokens, tried: this.#tried, found: this.#patches.length });
  }
}

const afterOf = (change: FileChange): string => (change.kind === "deleted" ? "" : change.after);

/** Why there is no answer, for a person, and whether asking again is useless. */
function refusalOf(end: Exclude<ChatEnd, { readonly kind: "answered" }>): readonly [string, boolean] {
  switch (end.kind) {
    case "unset":
      return ["No model is set up for repairs", true];
    case "untrusted":
      return ["Nothing was sent to the model: the workspace is not trusted", true];
    case "withheld":
      return [`Nothing was sent to the model: ${end.reason}`, true];
    case "stopped":
      return ["The model had not answered when the time given was over", true];
    case "failed":
      return [`${end.fault.message} ${end.fault.nextStep}`, !passing.has(end.fault.kind)];
  }
}

const mostFailuresTold = 3;
const messageUnits = 1_500;

/** What came of each candidate; what programs wrote is data. */
function feedbackOf(all: readonly Tried[], sourceOfTest: ModelRepair["sourceOfTest"]): PromptPiece[] {
  const title = "what came of it";
  return all.flatMap(({ refused, failures }, at): PromptPiece[] => {
    const head = all.length > 1 ? `Candidate ${at + 1}: ` : "";
    const lines = refused.map((reason) => ({ text: `${head}${reason}\n`, title }));
    if (failures.length === 0) return lines;
    const told = failures.slice(0, mostFailuresTold).map(({ id, message = "" }) => {
      const text = dataText(`failure of ${id}`, message.slice(0, messageUnits));
      return { text, title, sources: sourceOfTest(id) };
    });
    return [...lines, { text: `${head}With these edits ${failures.length} tests fail:\n`, title }, ...told];
  });
}

/** The prose before the first edit. */
function explanationOf(answer: string): string {
  const lines = answer.split("\n");
  const edit = lines.findIndex((line) => /^(?:```|<{5,}|@@|---\s|\*{3} Begin)/.test(line.trim()));
  const prose = (edit < 0 ? lines : lines.slice(0, edit)).filter(
    (line) => !/^[\w./-]+\.\w+(?:#\S+)?:?$/.test(line.trim()),
  );
  return prose.join("\n").trim().slice(0, 2000);
}
