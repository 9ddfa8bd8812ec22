/** Whom to ask, in which order: what is known already, the built-in engine, and a model only where that is not sure. */

import type { Suggestion } from "../../core/completion/suggestion.ts";
import { silenceReason } from "../../core/completion/trigger.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Settings } from "../../ports/settings.ts";
import { type BuiltinSource, nothingFound } from "./builtinSource.ts";
import type { Completion, InlineQuery } from "./completer.ts";
import { isLoopback, type ModelConfig } from "./modelConfig.ts";
import type { ModelDesk } from "./modelDesk.ts";
import type { ModelAnswer, ModelQuestion, ModelSuggester } from "./modelSuggester.ts";
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

interface CascadeQuestion {
  readonly query: InlineQuery;
  readonly config: ModelConfig;
  /** The best that the built-in engine has. */
  readonly draft: Promise<string>;
  /** What the built-in engine has, verified when it is first asked for. */
  readonly standIns: () => Promise<readonly Suggestion[]>;
  /** Whether built-in suggestions stand beside the model's. */
  readonly isTogether: boolean;
}

export class Cascade {
  readonly #deps: CascadeDeps;
  /** When it was looked ahead, oldest first. Milliseconds. */
  #lookedAheadMs: readonly number[] = [];

  constructor(deps: CascadeDeps) {
    this.#deps = deps;
  }

  /** Suggestions that are fit to be shown, best first. Never throws. */
  async suggest(query: InlineQuery, signal: AbortSignal): Promise<Completion> {
    const { settings, desk, builtin, model } = this.#deps;
    const engine = query.engine ?? settings.get("completion.engine");
    const config = engine === "builtin" ? undefined : desk.usableConfig(query, query.model);
    model.dropOthers(query, config);
    const cached = config && model.cached(query, config);
    if (cached) return { suggestions: [cached], calledModel: false, callSaved: "cached" };

    // Who asks for the model by name wants no stand-in.
    const found = query.engine === "model" ? Promise.resolve(nothingFound) : builtin.find(query, signal);
    let fitting: Promise<readonly Suggestion[]> | undefined;
    const standIns = (): Promise<readonly Suggestion[]> => {
      fitting ??= found.then(({ likely }) => builtin.fit(query, likely, signal));
      return fitting;
    };
    if (config === undefined || !desk.isOpen(query.trigger === "explicit")) {
      return { suggestions: await standIns(), calledModel: false };
    }
    if (engine === "auto") {
      const bar = settings.get("completion.sureConfidence", query);
      const likely = (await found).likely.filter(
        ({ confidence, isWord }) => !isWord && confidence >= bar && bar < 1,
      );
      const sure = likely.length === 0 ? [] : await builtin.fit(query, likely, signal);
      if (sure.length > 0) return { suggestions: sure, calledModel: false, callSaved: "sure" };
    }
    const draft = found.then((answer) => answer.draft);
    return this.#askModel({ query, config, draft, standIns, isTogether: engine === "auto" }, signal);
  }

  /** What is shown now; what would follow it may be asked for meanwhile. */
  shown(query: InlineQuery, { suggestions: [best] }: Completion): void {
    const { settings, desk, clock, model } = this.#deps;
    if (best?.engine !== "model" || query.trigger !== "automatic") return;
    const config = desk.usableConfig(query, query.model);
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

  async #askModel(question: CascadeQuestion, signal: AbortSignal): Promise<Completion> {
    const { query, config, draft, standIns } = question;
    const { settings, clock, model } = this.#deps;
    const isComing = model.isComing(query, config);
    // Also while an answer is on its way: it may turn out to say something else.
    const context = draft.then((text) => model.prepare(query, text, signal));
    // Verified while typing pauses, behind what the prompt needs.
    void context.then(({ whole }) => whole).then(standIns);
    if (query.trigger === "automatic" && !isComing) {
      const debounceMs = model.waitMs(settings.get("completion.debounceMs", query));
      if (!(await pause(clock, debounceMs, signal))) return { suggestions: [], calledModel: false };
    }
    const answer = await this.#modelOrStandIn({ query, config, context }, standIns, signal);
    const { suggestion, called } = answer;
    const saved = called || suggestion === undefined ? {} : ({ callSaved: "inFlight" } as const);
    const calls = { calledModel: called, ...saved };
    if (signal.aborted) return { suggestions: [], ...calls };
    if (suggestion === undefined) return { suggestions: await standIns(), ...calls };
    const others = question.isTogether
      ? (await standIns()).filter(({ text }) => text !== suggestion.text)
      : [];
    return { suggestions: [suggestion, ...others].slice(0, query.maxSuggestions), ...calls };
  }

  /** The model's suggestion, or none once the built-in ones should be shown instead. */
  async #modelOrStandIn(
    question: ModelQuestion,
    standIns: () => Promise<readonly Suggestion[]>,
    signal: AbortSignal,
  ): Promise<ModelAnswer> {
    const { clock, model } = this.#deps;
    const { query, config } = question;
    const asked = model.suggest(question, signal);
    const standIn = new Promise<ModelAnswer>((resolve) => {
      const timer = clock.after(query.timeoutMs ?? standInAfterMs, async () => {
        if (query.timeoutMs === undefined && (await standIns()).length === 0) return;
        model.linger(query, config);
        resolve({ suggestion: undefined, called: true });
      });
      const done = (): void => timer.dispose();
      asked.then(done, done);
    });
    return Promise.race([asked, standIn]);
  }
}
