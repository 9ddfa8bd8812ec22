/** A suggestion of the model: snippets found, question sealed and sent, answer clipped and parsed in place. */
import { type ClipContext, clipSuggestion, isEnough } from "../../core/completion/clip.ts";
import type { Suggestion } from "../../core/completion/suggestion.ts";
import { TypedThroughCache } from "../../core/completion/typedThroughCache.ts";
import type { Snippet } from "../../core/retrieval/snippet.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ModelEnd } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { InlineQuery } from "./completer.ts";
import { fitInPlace } from "./inPlace.ts";
import { type ModelConfig, modelIdentity } from "./modelConfig.ts";
import type { ModelDesk } from "./modelDesk.ts";

/**
 * Completions endpoints do not say how sure they are, so all suggestions of models carry this: above the default bar,
 * below what the built-in engine needs to answer alone.
 */
const modelConfidence = 0.5;
const maxSnippets = 4;

export class ModelSuggester {
  readonly #engine: Engine;
  readonly #desk: ModelDesk;
  readonly #log: Log;
  readonly #cache = new TypedThroughCache();

  constructor(deps: { engine: Engine; desk: ModelDesk; log: Log }) {
    this.#engine = deps.engine;
    this.#desk = deps.desk;
    this.#log = deps.log;
  }

  /** The rest of an earlier answer of the same model that a person is typing along. */
  cached(query: InlineQuery, config: ModelConfig): Suggestion | undefined {
    const text = this.#cache.find(this.#cacheQuery(query, config));
    return text === undefined ? undefined : { text, confidence: modelConfidence, engine: "model" };
  }

  /** Asks the model; undefined when it has nothing fit to show. Never throws. */
  async suggest(
    query: InlineQuery,
    config: ModelConfig,
    signal: AbortSignal,
  ): Promise<Suggestion | undefined> {
    const snippets = await this.#findSnippets(query, signal);
    const clip: ClipContext = { ...query, chat: config.format === "chat" };
    const answer = await this.#ask(query, snippets, config, clip, signal);
    if (answer?.end.kind !== "complete" || signal.aborted) return undefined;
    const text = clipSuggestion(answer.text, clip, answer.end.finishReason === "length");
    if (text === undefined) return undefined;
    const draft = { text, confidence: modelConfidence, engine: "model" } as const;
    const [fit] = await fitInPlace(this.#engine, query, [draft], signal);
    if (fit) this.#cache.add(this.#cacheQuery(query, config), fit.text);
    return fit;
  }

  /** Tries once more with half the context when the first prompt was too long for the model. */
  async #ask(
    query: InlineQuery,
    snippets: readonly Snippet[],
    config: ModelConfig,
    clip: ClipContext,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly end: ModelEnd } | undefined> {
    const { path, languageId, prefix, suffix } = query;
    const context = snippets.map((snippet) => ({ ...snippet, kind: "snippet" as const }));
    const question = { task: "inline", path, languageId, prefix, suffix, context } as const;
    for (const contextTokens of [config.contextTokens, Math.floor(config.contextTokens / 2)]) {
      let text = "";
      const onText = (piece: string): boolean => {
        text += piece;
        return !(/[\n)\]}"'`]/.test(piece) && isEnough(text, clip));
      };
      const outcome = await this.#desk.send(question, { ...config, contextTokens }, onText, signal);
      if (outcome.kind !== "sent") {
        this.#log.debug(`The model was not asked: ${outcome.kind}`);
        return undefined;
      }
      const { end } = outcome;
      if (end.kind !== "failed" || end.fault.kind !== "contextTooLong" || signal.aborted)
        return { text, end };
    }
    return undefined;
  }

  async #findSnippets(query: InlineQuery, signal: AbortSignal): Promise<readonly Snippet[]> {
    const { path, languageId, prefix, suffix } = query;
    try {
      return await this.#engine.findSnippets({ path, languageId, prefix, suffix, maxSnippets }, signal);
    } catch (cause) {
      if (!signal.aborted) this.#log.error("Cannot find snippets, the prompt goes without", cause);
      return [];
    }
  }

  #cacheQuery({ path, prefix, suffix }: InlineQuery, config: ModelConfig) {
    return { scope: `${path}\n${modelIdentity(config)}`, prefix, suffix };
  }
}
