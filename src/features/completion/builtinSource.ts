/** The built-in engine as a source of suggestions. */
import type { RejectMemory } from "../../core/completion/rejectMemory.ts";
import { isWorthShowing } from "../../core/completion/showing.ts";
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import type { InlineQuery } from "./completer.ts";
import { fitInPlace, type VerificationDeps } from "./inPlace.ts";

export interface BuiltinSourceDeps extends VerificationDeps {
  readonly engine: Engine;
  readonly settings: Settings;
  readonly log: Log;
  /** Where suggestions were not wanted; without it nothing raises the bar. */
  readonly rejects?: Pick<RejectMemory, "count"> | undefined;
}

/** Asked for fewer, the built-in engine gives rests of the line only; a start of it alone is often likely enough. */
const enoughForNextWord = 3;

export interface BuiltinAnswer {
  /** Likely enough to be shown, best first, and not verified yet. */
  readonly likely: readonly Suggestion[];
  /** The best of all, however unlikely; empty when there is none. */
  readonly draft: string;
}

export const nothingFound: BuiltinAnswer = { likely: [], draft: "" };

export class BuiltinSource {
  readonly #deps: BuiltinSourceDeps;

  constructor(deps: BuiltinSourceDeps) {
    this.#deps = deps;
  }

  /** What is sure enough, unless asked for explicitly. Never throws. */
  async find(query: InlineQuery, signal: AbortSignal): Promise<BuiltinAnswer> {
    const { engine, log } = this.#deps;
    try {
      const { path, languageId, prefix, suffix, after } = query;
      const maxSuggestions = Math.max(query.maxSuggestions, enoughForNextWord);
      const request = { path, languageId, prefix, suffix, maxSuggestions, after };
      const bar = this.#bar(query);
      const found = await engine.complete(request, signal);
      return { likely: found.filter((draft) => bar(draft)), draft: found[0]?.text ?? "" };
    } catch (cause) {
      if (!signal.aborted) log.error("The built-in engine gave no answer", cause);
      return nothingFound;
    }
  }

  /** What of the drafts is fit in place, as many as are asked for. Never throws. */
  async fit(
    query: InlineQuery,
    drafts: readonly Suggestion[],
    signal: AbortSignal,
  ): Promise<readonly Suggestion[]> {
    const fit = await fitInPlace(this.#deps.engine, query, drafts, signal, this.#deps);
    return fit.slice(0, query.maxSuggestions);
  }

  #bar(query: InlineQuery): (draft: Suggestion) => boolean {
    if (query.trigger === "explicit") return () => true;
    const { path, prefix } = query;
    const minimum = this.#deps.settings.get("completion.minimumConfidence", query);
    const lineStart = prefix.lastIndexOf("\n") + 1;
    const rejections = this.#deps.rejects?.count(path, lineStart, prefix.length) ?? 0;
    return (draft) => isWorthShowing(draft, minimum, rejections);
  }
}
