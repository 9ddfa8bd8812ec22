/** Whom to ask, in which order: what is known already, the built-in engine, and a model only where that is not sure. */
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Settings } from "../../ports/settings.ts";
import type { BuiltinSource } from "./builtinSource.ts";
import type { Completion, InlineQuery } from "./completer.ts";
import type { ModelConfig } from "./modelConfig.ts";
import type { ModelDesk } from "./modelDesk.ts";
import type { ModelSuggester } from "./modelSuggester.ts";
import { pause } from "./pause.ts";

export interface CascadeDeps {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly desk: ModelDesk;
  readonly builtin: BuiltinSource;
  readonly model: ModelSuggester;
}

/** From here on the built-in engine is right four times in five, and a model is not worth its wait. */
const sureConfidence = 0.8;
/** A built-in suggestion that is ready is not held back longer than this for a model. */
const standInAfterMs = 1_000;

const isSure = ({ confidence, isWord }: Suggestion): boolean => !isWord && confidence >= sureConfidence;

export class Cascade {
  readonly #deps: CascadeDeps;
  /** Requests whose answer a built-in suggestion stood in for; what they bring goes into the cache. */
  readonly #lingering = new Set<AbortController>();

  constructor(deps: CascadeDeps) {
    this.#deps = deps;
  }

  dispose(): void {
    this.#stopLingering();
  }

  /** Suggestions that are fit to be shown, best first. Never throws. */
  async suggest(query: InlineQuery, signal: AbortSignal): Promise<Completion> {
    this.#stopLingering();
    const { settings, desk, builtin: builtinSource, model } = this.#deps;
    const engine = query.engine ?? settings.get("completion.engine");
    const config = engine === "builtin" ? undefined : desk.usableConfig(query);
    const cached = config && model.cached(query, config);
    if (cached) return { suggestions: [cached], calledModel: false, callSaved: "cached" };

    // Who asks for the model by name wants no stand-in.
    const builtin = query.engine === "model" ? Promise.resolve([]) : builtinSource.suggest(query, signal);
    if (config === undefined || !desk.isOpen(query.trigger === "explicit")) {
      return { suggestions: await builtin, calledModel: false };
    }
    if (engine === "auto") {
      const sure = (await builtin).filter(isSure);
      if (sure.length > 0) return { suggestions: sure, calledModel: false, callSaved: "sure" };
    }
    return this.#askModel(query, config, builtin, engine === "auto", signal);
  }

  async #askModel(
    query: InlineQuery,
    config: ModelConfig,
    builtin: Promise<readonly Suggestion[]>,
    together: boolean,
    signal: AbortSignal,
  ): Promise<Completion> {
    const { settings, clock } = this.#deps;
    if (query.trigger === "automatic") {
      const debounceMs = settings.get("completion.debounceMs", query);
      if (!(await pause(clock, debounceMs, signal))) return { suggestions: [], calledModel: false };
    }
    const fromModel = await this.#modelOrStandIn(query, config, builtin, signal);
    if (signal.aborted) return { suggestions: [], calledModel: true };
    if (fromModel === undefined) return { suggestions: await builtin, calledModel: true };
    const others = together ? (await builtin).filter(({ text }) => text !== fromModel.text) : [];
    return { suggestions: [fromModel, ...others].slice(0, query.maxSuggestions), calledModel: true };
  }

  /** The model's suggestion, or undefined once the built-in ones should be shown instead. */
  async #modelOrStandIn(
    query: InlineQuery,
    config: ModelConfig,
    builtin: Promise<readonly Suggestion[]>,
    signal: AbortSignal,
  ): Promise<Suggestion | undefined> {
    const request = new AbortController();
    const stop = (): void => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    const asked = this.#deps.model.suggest(query, config, request.signal).finally(() => {
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

  #stopLingering(): void {
    for (const request of this.#lingering) request.abort();
    this.#lingering.clear();
  }
}
