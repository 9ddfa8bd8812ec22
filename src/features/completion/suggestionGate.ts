/** The gate in the editor: holds back what this person would most likely reject, and learns from what becomes of the rest. */
import type { GateFeatures } from "../../core/completion/gate/features.ts";
import {
  afterHidden,
  afterOutcome,
  afterShown,
  type GateState,
  gateVerdict,
  initialGate,
} from "../../core/completion/gate/gate.ts";
import {
  noPersonalWeights,
  type PersonalWeights,
  parsePersonalWeights,
} from "../../core/completion/gate/personal.ts";
import type { OutcomeNotice } from "../../core/completion/outcome/events.ts";
import type { Suggestion } from "../../core/completion/suggestion.ts";
import type { LocalState } from "../../ports/localState.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Completion, InlineQuery } from "./completer.ts";

interface Judged {
  readonly features: GateFeatures;
  readonly accept: number;
}

/** What was let through last: while a person types along, its rest is the same suggestion and stays. */
interface Admitted {
  readonly path: string;
  readonly prefix: string;
  readonly text: string;
}

export class SuggestionGate {
  readonly #settings: Settings;
  readonly #store: LocalState;
  #state: GateState;
  #admitted: Admitted | undefined;
  readonly #judged = new WeakMap<Suggestion, Judged>();

  constructor({ settings, localState }: { readonly settings: Settings; readonly localState: LocalState }) {
    this.#settings = settings;
    this.#store = localState;
    this.#state = { ...initialGate, personal: parsePersonalWeights(localState.get("gate")) };
  }

  /** What of a completion is shown. Nothing that was asked for explicitly is held back. */
  admit(query: InlineQuery, completion: Completion, latencyMs: number): Completion {
    const { suggestions } = completion;
    const [best] = suggestions;
    if (!best) return completion;
    const features = featuresOf(query, best, latencyMs);
    const eagerness = this.#settings.get("completion.eagerness", query);
    const verdict = gateVerdict(this.#state, features, eagerness);
    const shows = verdict.shows || goesOn(this.#admitted, query, best.text);
    if (!shows) {
      this.#state = afterHidden(this.#state, features);
      return { ...completion, suggestions: [], hidden: best };
    }
    this.#admitted = { path: query.path, prefix: query.prefix, text: best.text };
    this.#judged.set(best, { features, accept: verdict.accept });
    for (const other of suggestions.slice(1)) {
      const own = featuresOf(query, other, latencyMs);
      this.#judged.set(other, { features: own, accept: gateVerdict(this.#state, own, eagerness).accept });
    }
    return completion;
  }

  /** Learns from what became of a suggestion. */
  learn(notice: OutcomeNotice, suggestion: Suggestion): void {
    const judged = this.#judged.get(suggestion);
    if (!judged) return;
    const { features, accept } = judged;
    if (notice.kind === "shown") {
      this.#state = afterShown(this.#state, features);
      return;
    }
    const { outcome, visibleMs } = notice;
    const before = this.#state.personal;
    this.#state = afterOutcome(this.#state, features, outcome, { predicted: accept, visibleMs });
    if (this.#state.personal !== before) this.#store.set("gate", this.#state.personal);
  }

  /** What was learned of the person. */
  personal(): PersonalWeights {
    return this.#state.personal;
  }

  /** Forgets what was learned of the person. */
  reset(): void {
    this.#state = { ...initialGate, personal: noPersonalWeights };
    this.#store.set("gate", undefined);
  }
}

function featuresOf(query: InlineQuery, suggestion: Suggestion, latencyMs: number): GateFeatures {
  const { prefix, suffix, languageId, trigger, sinceKeystrokeMs } = query;
  const { text, confidence, engine } = suggestion;
  return {
    // Models do not tell theirs; what they are given stands for "not known".
    confidence: engine === "builtin" ? confidence : undefined,
    suggestion: text,
    // The gate looks at the line, and for what was typed since the last suggestion.
    prefix: prefix.slice(-keptPrefix),
    promptCharLen: Math.min(prefix.length, longestPrompt),
    documentLength: prefix.length + suffix.length,
    engine,
    languageId,
    latencyMs,
    sinceKeystrokeMs,
    trigger,
  };
}

/** UTF-16 units. */
const keptPrefix = 500;
/** Of the log's prompts none was longer. */
const longestPrompt = 4_000;

function goesOn(admitted: Admitted | undefined, { path, prefix }: InlineQuery, text: string): boolean {
  if (admitted?.path !== path || !prefix.startsWith(admitted.prefix)) return false;
  const typed = prefix.slice(admitted.prefix.length);
  return admitted.text === typed + text;
}
