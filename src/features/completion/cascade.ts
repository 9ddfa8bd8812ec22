/** Whom to ask, in which order: what is known already, the built-in engine, and a model only where that is not sure. */

import type { Suggestion } from "../../core/completion/suggestion.ts";
import { silenceReason } from "../../core/completion/trigger.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Settings } from "../../ports/settings.ts";
import type { BuiltinAnswer, BuiltinSource } from "./builtinSource.ts";
import type { Completion, InlineQuery } from "./completer.ts";
import { isLoopback, type ModelConfig } from "./modelConfig.ts";
import type { ModelDesk } from "./modelDesk.ts";
import type { ModelAnswer, ModelSuggester } from "./modelSuggester.ts";
import { pause } from "./pause.ts";

export interface CascadeDeps {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly desk: ModelDesk;
  readonly builtin: BuiltinSource;
  readonly model: ModelSuggester;
}

/** A built-in suggestion that is ready is not held back longer than this for a model. */
const standInAfterMs = 1_000;
/** Looks ahead in one minute; more would be a person paging through suggestions. */
const mostAheadPerMinute = 20;
const minuteMs = 60_000;

const nothingFound: BuiltinAnswer = { suggestions: [], draft: undefined };

export class Cascade {
  readonly #deps: CascadeDeps;
  /** When it was looked ahead, oldest first. Milliseconds. */
  #lookedAheadMs: readonly number[] = [];

  constructor(deps: CascadeDeps) {
    this.#deps = deps;
  }

  /** Suggestions that are fit to be shown, best first. Never throws. */
  async suggest(query: InlineQuery, signal: AbortSignal): Promise<Completion> {
    const { settings, desk, builtin: builtinSource, model } = this.#deps;
    const engine = query.engine ?? settings.get("completion.engine");
    const config = engine === "builtin" ? undefined : desk.usableConfig(query);
    model.dropOthers(query, config);
    const cached = config && model.cached(query, config);
    if (cached) return { suggestions: [cached], calledModel: false, callSaved: "cached" };

    // Who asks for the model by name wants no stand-in.
    const builtin =
      query.engine === "model" ? Promise.resolve(nothingFound) : builtinSource.suggest(query, signal);
    if (config === undefined || !desk.isOpen(query.trigger === "explicit")) {
      return { suggestions: (await builtin).suggestions, calledModel: false };
    }
    if (engine === "auto") {
      const bar = settings.get("completion.sureConfidence", query);
      const sure = (await builtin).suggestions.filter(
        ({ confidence, isWord }) => !isWord && confidence >= bar && bar < 1,
      );
      if (sure.length > 0) return { suggestions: sure, calledModel: false, callSaved: "sure" };
    }
    return this.#askModel(query, config, builtin, engine === "auto", signal);
  }

  /** What is shown now; what would follow it may be asked for meanwhile. */
  shown(query: InlineQuery, { suggestions: [best] }: Completion): void {
    const { settings, desk, clock, model } = this.#deps;
    if (best?.engine !== "model" || query.trigger !== "automatic") return;
    const config = desk.usableConfig(query);
    const when = settings.get("completion.prefetch");
    if (config === undefined || !desk.isOpen(false) || when === "never") return;
    if (when === "loopback" && !isLoopback(config.baseUrl)) return;
    if (silenceReason(query.prefix + best.text, query.suffix) !== undefined) return;
    const nowMs = clock.now();
    const recent = this.#lookedAheadMs.filter((atMs) => nowMs - atMs < minuteMs);
    if (recent.length >= mostAheadPerMinute) return;
    this.#lookedAheadMs = [...recent, nowMs];
    model.lookAhead({ query, config }, best.text);
  }

  async #askModel(
    query: InlineQuery,
    config: ModelConfig,
    builtin: Promise<BuiltinAnswer>,
    together: boolean,
    signal: AbortSignal,
  ): Promise<Completion> {
    const { settings, clock, model } = this.#deps;
    if (query.trigger === "automatic" && !model.isComing(query, config)) {
      const debounceMs = model.waitMs(settings.get("completion.debounceMs", query));
      if (!(await pause(clock, debounceMs, signal))) return { suggestions: [], calledModel: false };
    }
    const answer = await this.#modelOrStandIn(query, config, builtin, signal);
    const saved =
      answer.called || answer.suggestion === undefined ? {} : ({ callSaved: "inFlight" } as const);
    const calls = { calledModel: answer.called, ...saved };
    if (signal.aborted) return { suggestions: [], ...calls };
    const { suggestion } = answer;
    if (suggestion === undefined) return { suggestions: (await builtin).suggestions, ...calls };
    const others = together ? (await builtin).suggestions.filter(({ text }) => text !== suggestion.text) : [];
    return { suggestions: [suggestion, ...others].slice(0, query.maxSuggestions), ...calls };
  }

  /** The model's suggestion, or none once the built-in ones should be shown instead. */
  async #modelOrStandIn(
    query: InlineQuery,
    config: ModelConfig,
    builtin: Promise<BuiltinAnswer>,
    signal: AbortSignal,
  ): Promise<ModelAnswer> {
    const { clock, model } = this.#deps;
    const draft = query.engine === "model" ? undefined : (await builtin).draft;
    const asked = model.suggest({ query, config, draft }, signal);
    const standIn = new Promise<ModelAnswer>((resolve) => {
      const timer = clock.after(standInAfterMs, async () => {
        if ((await builtin).suggestions.length === 0) return;
        model.linger();
        resolve({ suggestion: undefined as Suggestion | undefined, called: true });
      });
      const done = (): void => timer.dispose();
      asked.then(done, done);
    });
    return Promise.race([asked, standIn]);
  }
}
