/** Suggestions of a model: from what it said before, from what it is saying, or by asking it. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import { type CacheQuery, TypedThroughCache } from "../../core/completion/typedThroughCache.ts";
import {
  answered,
  keyPressed,
  type TypingPace,
  unknownPace,
  waitMs,
} from "../../core/completion/typingPace.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ModelEnd } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import { type ClipPlace, clipInPlace, EnoughWatch } from "./blockClip.ts";
import type { InlineQuery } from "./completer.ts";
import { fitInPlace, type VerificationDeps } from "./inPlace.ts";
import { type ModelConfig, modelIdentity } from "./modelConfig.ts";
import type { GatheringContext, ModelContext } from "./modelContext.ts";
import type { ModelDesk } from "./modelDesk.ts";
import { type DocumentEdit, PendingAnswer } from "./pendingAnswer.ts";

export interface ModelSuggesterDeps extends VerificationDeps {
  readonly engine: Engine;
  readonly desk: ModelDesk;
  readonly context: ModelContext;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ModelQuestion {
  readonly query: InlineQuery;
  readonly config: ModelConfig;
  /** What else the prompt shall hold; gathered when it is asked, where it is not at hand. */
  readonly context?: Promise<GatheringContext> | undefined;
}

interface ModelText {
  readonly text: string;
  readonly end: ModelEnd;
  readonly watch: EnoughWatch;
}

export interface ModelAnswer {
  readonly suggestion: Suggestion | undefined;
  /** Whether a request was sent for it. */
  readonly called: boolean;
}

/**
 * Completions endpoints do not say how sure they are, so all suggestions of models carry this: above the default bar,
 * below what the built-in engine needs to answer alone.
 */
const modelConfidence = 0.5;
/**
 * How long a prompt waits for its parts once nothing else is waited for: a part that is later was begun at least a pause in typing
 * before. Where a person asked, or nobody waits, there is more time. Milliseconds.
 */
const latestContextMs = { automatic: 40, otherwise: 200 };
/** A piece of an answer after which it may be enough. */
const mayEnd = /[\n)\]}"'`]/;

export class ModelSuggester {
  readonly #deps: ModelSuggesterDeps;
  readonly #cache = new TypedThroughCache();
  /** On their way: what a person waits for or may be typing along, and what would follow a suggestion that is shown. */
  readonly #answers = new Set<PendingAnswer>();
  #pace: TypingPace = unknownPace;

  constructor(deps: ModelSuggesterDeps) {
    this.#deps = deps;
  }

  dispose(): void {
    for (const answer of this.#answers) answer.stop();
  }

  /** The rest of an earlier answer of the same model that a person is typing along. */
  cached(query: InlineQuery, config: ModelConfig): Suggestion | undefined {
    const text = this.#cache.find(cacheQuery(query, config));
    return text === undefined ? undefined : { text, confidence: modelConfidence, engine: "model" };
  }

  /** Whether an answer is on its way that may still be the one. */
  isComing(query: InlineQuery, config: ModelConfig): boolean {
    return this.#coming(query, config) !== undefined;
  }

  /**
   * Gathers what a prompt for this place holds, so that it is there when the pause in typing is over.
   *
   * @param draft what the built-in engine would write, however unlikely: its names tell what may be needed
   */
  prepare(query: InlineQuery, draft: string, signal: AbortSignal): GatheringContext {
    const { context, desk } = this.#deps;
    const gathering = context.gather(query, draft, signal);
    void gathering.whole.then((items) => {
      if (!signal.aborted) desk.judgeAhead({ path: query.path, context: items });
    });
    return gathering;
  }

  /** How long to wait for another key before the model is asked, `longestMs` at the most. */
  waitMs(longestMs: number): number {
    return waitMs(this.#pace, longestMs);
  }

  documentEdited(edit: DocumentEdit): void {
    this.#pace = keyPressed(this.#pace, this.#deps.clock.now());
    for (const answer of this.#answers) answer.edited(edit);
  }

  /** Ends what is under way, waited for by nobody and not wanted at this place. */
  dropOthers(query: InlineQuery, config: ModelConfig | undefined): void {
    const key = config && cacheQuery(query, config);
    for (const answer of this.#answers) {
      const isWanted = key !== undefined && (answer.agrees(key) || answer.isAheadOf(key));
      if (!isWanted && !answer.isAwaited) answer.stop();
    }
  }

  /** The answer of a model that is being asked already, or asked now. Never throws. */
  async suggest(question: ModelQuestion, signal: AbortSignal): Promise<ModelAnswer> {
    const { query, config } = question;
    const coming = this.#coming(query, config);
    const how = await coming?.wait(query, signal);
    if (signal.aborted || how === "stopped") return { suggestion: undefined, called: false };
    const suggestion = how === "whole" ? this.cached(query, config) : undefined;
    if (suggestion) return { suggestion, called: false };
    this.dropOthers(query, undefined);
    const asked = this.#start(question, "inline");
    const isWhole = (await asked.answer.wait(query, signal)) === "whole";
    return { suggestion: isWhole ? await asked.suggestion : undefined, called: true };
  }

  /** Lets what is asked for this place come though nobody waits for it: it goes into the cache. */
  linger(query: InlineQuery, config: ModelConfig): void {
    this.#coming(query, config)?.linger();
  }

  /** Asks for what follows a suggestion that is shown, unless something is asked already. */
  lookAhead({ query, config }: ModelQuestion, shown: string): void {
    const next = { ...query, prefix: query.prefix + shown };
    if (this.#answers.size > 0 || this.cached(next, config)) return;
    this.#start({ query: next, config }, "prefetch", shown).answer.linger();
  }

  #coming(query: InlineQuery, config: ModelConfig): PendingAnswer | undefined {
    const key = cacheQuery(query, config);
    return [...this.#answers].find((answer) => !answer.isOver && answer.agrees(key));
  }

  #start(
    question: ModelQuestion,
    task: SentContext["task"],
    lead = "",
  ): { readonly answer: PendingAnswer; readonly suggestion: Promise<Suggestion | undefined> } {
    const { query, config } = question;
    const answer = new PendingAnswer(
      { ...cacheQuery(query, config), path: query.path, lead },
      this.#deps.clock,
    );
    this.#answers.add(answer);
    const suggestion = this.#ask(question, task, answer).finally(() => {
      this.#answers.delete(answer);
      answer.over();
    });
    return { answer, suggestion };
  }

  /** Asks the model; undefined when it has nothing fit to show. Never throws. */
  async #ask(
    question: ModelQuestion,
    task: SentContext["task"],
    pending: PendingAnswer,
  ): Promise<Suggestion | undefined> {
    const { query, config } = question;
    const { engine, clock } = this.#deps;
    const startMs = clock.now();
    const clip: ClipPlace = { ...query, chat: config.format === "chat" };
    const answer = await this.#send(question, task, clip, pending);
    if (answer?.end.kind !== "complete" || pending.signal.aborted) return undefined;
    this.#pace = answered(this.#pace, clock.now() - startMs);
    const isCutOff = answer.end.finishReason === "length";
    const text = await clipInPlace(engine, clip, answer.text, isCutOff, pending.signal, answer.watch);
    if (text === undefined) return undefined;
    const draft = { text, confidence: modelConfidence, engine: "model" } as const;
    const [fit] = await fitInPlace(engine, query, [draft], pending.signal, this.#deps);
    if (fit) this.#cache.add(cacheQuery(query, config), fit.text);
    return fit;
  }

  /** Tries once more with half the context when the first prompt was too long for the model. */
  async #send(
    { query, config, context: prepared }: ModelQuestion,
    task: SentContext["task"],
    clip: ClipPlace,
    pending: PendingAnswer,
  ): Promise<ModelText | undefined> {
    const { desk, log, engine } = this.#deps;
    const { signal } = pending;
    const { path, languageId, prefix, suffix } = query;
    const gathering = (await prepared) ?? this.prepare(query, "", signal);
    const isAwaited = query.trigger === "automatic" && task === "inline";
    const context = await gathering.within(latestContextMs[isAwaited ? "automatic" : "otherwise"]);
    if (signal.aborted) return undefined;
    for (const contextTokens of [config.contextTokens, Math.floor(config.contextTokens / 2)]) {
      let text = "";
      const watch = new EnoughWatch(engine, clip, signal);
      const onText = (piece: string): boolean => {
        text += piece;
        // What a chat model says first may be talk around the code: it is judged when it is whole.
        if (!clip.chat) pending.came(text);
        return !(mayEnd.test(piece) && watch.isEnough(text));
      };
      const question = { task, path, languageId, prefix, suffix, context };
      const listener = { onText, onSent: () => pending.sent() };
      const outcome = await desk.send(question, { ...config, contextTokens }, listener, signal);
      if (outcome.kind !== "sent") {
        log.debug(`The model was not asked: ${outcome.kind}`);
        return undefined;
      }
      const { end } = outcome;
      if (end.kind !== "failed" || end.fault.kind !== "contextTooLong" || signal.aborted)
        return { text, end, watch };
    }
    return undefined;
  }
}

const cacheQuery = ({ path, prefix, suffix }: InlineQuery, config: ModelConfig): CacheQuery => ({
  scope: `${path}\n${modelIdentity(config)}`,
  prefix,
  suffix,
});
