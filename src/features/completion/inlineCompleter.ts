/** Inline suggestions: whom to ask, in which order, and what to show. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import { silenceReason } from "../../core/completion/trigger.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { Engine } from "../../ports/engine.ts";
import type { LanguageModel } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { Completer, ConnectionReport, InlineQuery, ModelState } from "./completer.ts";
import { testConnection } from "./connectionTest.ts";
import { Egress } from "./egress.ts";
import type { ModelConfig } from "./modelConfig.ts";
import { ModelDesk } from "./modelDesk.ts";
import { checkInPlace, ModelSuggester } from "./modelSuggester.ts";

export interface InlineCompleterDeps {
  readonly engine: Engine;
  readonly model: LanguageModel;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly clock: Clock;
  readonly log: Log;
}

/** From here on the built-in engine is right four times in five, and a model is not worth its wait. */
const sureConfidence = 0.8;
/** A built-in suggestion that is ready is not held back longer than this for a model. */
const standInAfterMs = 1_000;
/** A word alone saves little typing, so it has to be right more often than a line to be worth a glance. */
const minimumWordConfidence = 0.6;
/** Asked for fewer, the built-in engine gives rests of the line only; the next word alone is often likely enough. */
const enoughForNextWord = 3;

export class InlineCompleter implements Completer, Disposable {
  readonly #deps: InlineCompleterDeps;
  readonly #desk: ModelDesk;
  readonly #egress: Egress;
  readonly #suggester: ModelSuggester;
  /** Requests whose answer a built-in suggestion stood in for; what they bring goes into the cache. */
  readonly #lingering = new Set<AbortController>();

  constructor(deps: InlineCompleterDeps) {
    this.#deps = deps;
    this.#egress = new Egress(deps);
    this.#desk = new ModelDesk({ ...deps, egress: this.#egress });
    this.#suggester = new ModelSuggester({ ...deps, desk: this.#desk });
  }

  dispose(): void {
    this.#stopLingering();
    this.#desk.dispose();
  }

  modelState(): ModelState {
    return this.#desk.state();
  }

  onModelState(listener: (state: ModelState) => void): Disposable {
    return this.#desk.onState(listener);
  }

  lastContext(): SentContext | undefined {
    return this.#desk.lastContext();
  }

  onLastContext(listener: (context: SentContext) => void): Disposable {
    return this.#desk.onContext(listener);
  }

  resetFault(): void {
    this.#desk.resetFault();
  }

  testConnection(signal: AbortSignal): Promise<ConnectionReport> {
    return testConnection({ ...this.#deps, desk: this.#desk }, signal);
  }

  async complete(query: InlineQuery, signal: AbortSignal): Promise<readonly Suggestion[]> {
    const automatic = query.trigger === "automatic";
    if (signal.aborted || (automatic && silenceReason(query.prefix, query.suffix) !== undefined)) return [];
    this.#stopLingering();
    const engine = query.engine ?? this.#deps.settings.get("completion.engine");
    const config = engine === "builtin" ? undefined : this.#desk.usableConfig(query);
    const cached = config && this.#suggester.cached(query, config);
    if (cached) return [cached];

    // Who asks for the model by name wants no stand-in.
    const builtin = query.engine === "model" ? Promise.resolve([]) : this.#builtin(query, signal);
    const mayAsk = config !== undefined && this.#desk.isOpen(!automatic);
    if (!mayAsk) return builtin;
    if (engine === "auto") {
      const sure = (await builtin).filter(
        ({ confidence, isWord }) => !isWord && confidence >= sureConfidence,
      );
      if (sure.length > 0) return sure;
    }
    const fromModel = await this.#modelOrStandIn(query, config, builtin, signal);
    if (signal.aborted) return [];
    if (fromModel === undefined) return builtin;
    const others = engine === "auto" ? await builtin : [];
    return [fromModel, ...others.filter(({ text }) => text !== fromModel.text)].slice(
      0,
      query.maxSuggestions,
    );
  }

  /** The model's suggestion, or undefined once the built-in ones should be shown instead. */
  async #modelOrStandIn(
    query: InlineQuery,
    config: ModelConfig,
    builtin: Promise<readonly Suggestion[]>,
    signal: AbortSignal,
  ): Promise<Suggestion | undefined> {
    if (query.trigger === "automatic" && !(await this.#idle(query, signal))) return undefined;
    const request = new AbortController();
    const stop = (): void => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    const asked = this.#suggester.suggest(query, config, request.signal).finally(() => {
      signal.removeEventListener("abort", stop);
      this.#lingering.delete(request);
    });
    const standIn = new Promise<undefined>((resolve) => {
      const timer = this.#deps.clock.after(standInAfterMs, async () => {
        if ((await builtin).length === 0) return;
        this.#lingering.add(request);
        resolve(undefined);
      });
      const done = (): void => timer.dispose();
      asked.then(done, done);
    });
    return Promise.race([asked, standIn]);
  }

  /** Waits until typing pauses; false when it went on. */
  #idle(query: InlineQuery, signal: AbortSignal): Promise<boolean> {
    const debounceMs = this.#deps.settings.get("completion.debounceMs", query);
    if (debounceMs === 0) return Promise.resolve(!signal.aborted);
    return new Promise((resolve) => {
      const timer = this.#deps.clock.after(debounceMs, () => {
        signal.removeEventListener("abort", stop);
        resolve(true);
      });
      const stop = (): void => {
        timer.dispose();
        resolve(false);
      };
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
    });
  }

  /** Built-in suggestions worth showing: sure enough, unless asked for explicitly, and parsing in place. */
  async #builtin(query: InlineQuery, signal: AbortSignal): Promise<readonly Suggestion[]> {
    const { engine, settings, log } = this.#deps;
    const bar = query.trigger === "explicit" ? 0 : settings.get("completion.minimumConfidence", query);
    try {
      const { path, languageId, prefix, suffix } = query;
      const maxSuggestions = Math.max(query.maxSuggestions, enoughForNextWord);
      const request = { path, languageId, prefix, suffix, maxSuggestions };
      const found = (await engine.complete(request, signal)).filter(
        ({ confidence, isWord }) =>
          confidence >=
          (isWord && query.trigger === "automatic" ? Math.max(bar, minimumWordConfidence) : bar),
      );
      const verdicts = await Promise.all(found.map(({ text }) => checkInPlace(engine, query, text, signal)));
      return found
        .filter((_suggestion, index) => verdicts[index] !== "breaks")
        .slice(0, query.maxSuggestions);
    } catch (cause) {
      if (!signal.aborted) log.error("The built-in engine gave no answer", cause);
      return [];
    }
  }

  #stopLingering(): void {
    for (const request of this.#lingering) request.abort();
    this.#lingering.clear();
  }
}
