/** Suggestions of a model: from what it said before, from what it is saying, or by asking it. */
import { type ClipContext, clipSuggestion, isEnough } from "../../core/completion/clip.ts";
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
import type { InlineQuery } from "./completer.ts";
import { fitInPlace, type VerificationDeps } from "./inPlace.ts";
import { type ModelConfig, modelIdentity } from "./modelConfig.ts";
import type { ModelContext } from "./modelContext.ts";
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
  /** What the built-in engine would write, however unlikely: its names tell what may be needed. */
  readonly draft?: string | undefined;
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
/** A piece of an answer after which it may be enough. */
const mayEnd = /[\n)\]}"'`]/;

export class ModelSuggester {
  readonly #deps: ModelSuggesterDeps;
  readonly #cache = new TypedThroughCache();
  /** What a person waits for, or may be typing along; one at a time. */
  #pending: PendingAnswer | undefined;
  /** What would follow a suggestion that is shown. */
  #ahead: PendingAnswer | undefined;
  #pace: TypingPace = unknownPace;

  constructor(deps: ModelSuggesterDeps) {
    this.#deps = deps;
  }

  dispose(): void {
    this.#pending?.stop();
    this.#ahead?.stop();
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

  /** How long to wait for another key before the model is asked, `longestMs` at the most. */
  waitMs(longestMs: number): number {
    return waitMs(this.#pace, longestMs);
  }

  documentEdited(edit: DocumentEdit): void {
    this.#pace = keyPressed(this.#pace, this.#deps.clock.now());
    this.#pending?.edited(edit);
    this.#ahead?.edited(edit);
  }

  /** Ends whatever is under way and not wanted at this place. */
  dropOthers(query: InlineQuery, config: ModelConfig | undefined): void {
    const wanted = config && this.#coming(query, config);
    const ahead = config && this.#ahead?.isAheadOf(cacheQuery(query, config)) ? this.#ahead : undefined;
    for (const pending of [this.#pending, this.#ahead]) {
      if (pending !== wanted && pending !== ahead) pending?.stop();
    }
    this.#pending = wanted;
    this.#ahead = ahead;
  }

  /** The answer of a model that is being asked already, or asked now. Never throws. */
  async suggest(question: ModelQuestion, signal: AbortSignal): Promise<ModelAnswer> {
    const { query, config } = question;
    const coming = this.#coming(query, config);
    if (coming && (await coming.wait(query, signal))) {
      const suggestion = this.cached(query, config);
      if (suggestion) return { suggestion, called: false };
    }
    if (signal.aborted) return { suggestion: undefined, called: false };
    this.dropOthers(query, undefined);
    const pending = this.#start(question, "inline");
    this.#pending = pending.answer;
    const isWhole = await pending.answer.wait(query, signal);
    return { suggestion: isWhole ? await pending.suggestion : undefined, called: true };
  }

  /** Lets the answer come though nobody waits for it: it goes into the cache. */
  linger(): void {
    this.#pending?.linger();
  }

  /** Asks for what follows a suggestion that is shown, unless something is asked already. */
  lookAhead({ query, config }: ModelQuestion, shown: string): void {
    if (this.#pending && !this.#pending.isOver) return;
    const next = { ...query, prefix: query.prefix + shown };
    if (this.cached(next, config)) return;
    this.#ahead?.stop();
    this.#ahead = this.#start({ query: next, config }, "prefetch", shown).answer;
  }

  #coming(query: InlineQuery, config: ModelConfig): PendingAnswer | undefined {
    const key = cacheQuery(query, config);
    return [this.#pending, this.#ahead].find((pending) => pending && !pending.isOver && pending.agrees(key));
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
    const suggestion = this.#ask(question, task, answer).finally(() => answer.over());
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
    const clip: ClipContext = { ...query, chat: config.format === "chat" };
    const answer = await this.#send(question, task, clip, pending);
    if (answer?.end.kind !== "complete" || pending.signal.aborted) return undefined;
    this.#pace = answered(this.#pace, clock.now() - startMs);
    const text = clipSuggestion(answer.text, clip, answer.end.finishReason === "length");
    if (text === undefined) return undefined;
    const draft = { text, confidence: modelConfidence, engine: "model" } as const;
    const [fit] = await fitInPlace(engine, query, [draft], pending.signal, this.#deps);
    if (fit) this.#cache.add(cacheQuery(query, config), fit.text);
    return fit;
  }

  /** Tries once more with half the context when the first prompt was too long for the model. */
  async #send(
    { query, config, draft }: ModelQuestion,
    task: SentContext["task"],
    clip: ClipContext,
    pending: PendingAnswer,
  ): Promise<{ readonly text: string; readonly end: ModelEnd } | undefined> {
    const { desk, log } = this.#deps;
    const { signal } = pending;
    const { path, languageId, prefix, suffix } = query;
    const context = await this.#deps.context.gather(query, draft, signal);
    if (signal.aborted) return undefined;
    for (const contextTokens of [config.contextTokens, Math.floor(config.contextTokens / 2)]) {
      let text = "";
      const onText = (piece: string): boolean => {
        text += piece;
        // What a chat model says first may be talk around the code: it is judged when it is whole.
        if (!clip.chat) pending.came(text);
        return !(mayEnd.test(piece) && isEnough(text, clip));
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
        return { text, end };
    }
    return undefined;
  }
}

const cacheQuery = ({ path, prefix, suffix }: InlineQuery, config: ModelConfig): CacheQuery => ({
  scope: `${path}\n${modelIdentity(config)}`,
  prefix,
  suffix,
});
