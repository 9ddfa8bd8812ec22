/** What was learned about each endpoint, kept for this person on this machine. */
import {
  allCapabilities,
  type Capabilities,
  fieldsOfBody,
  learnRefusal,
  learnWholeAnswer,
  parseCapabilities,
} from "../../core/prompt/capabilities.ts";
import type { ModelFault } from "../../ports/languageModel.ts";
import type { LocalState } from "../../ports/localState.ts";

/** An end, as far as something is learned from it. */
type LearnedFrom =
  | { readonly kind: "complete"; readonly isWhole?: true }
  | { readonly kind: "failed"; readonly fault: ModelFault }
  | { readonly kind: "aborted" | "incomplete" };

/** Endpoints with their models and formats; the oldest go first. */
const mostKept = 50;

export class EndpointMemory {
  readonly #state: LocalState | undefined;
  #known: ReadonlyMap<string, Capabilities>;

  constructor(state?: LocalState) {
    this.#state = state;
    const kept = state?.get("endpoints");
    const entries = typeof kept === "object" && kept !== null ? Object.entries(kept) : [];
    this.#known = new Map(entries.map(([name, value]) => [name, parseCapabilities(value)]));
  }

  of(endpoint: string): Capabilities {
    return this.#known.get(endpoint) ?? allCapabilities;
  }

  /**
   * @param body as it was sent, JSON
   * @returns whether the same question asked again may fare better
   */
  learn(endpoint: string, end: LearnedFrom, body: string): boolean {
    const known = this.of(endpoint);
    if (end.kind === "complete") {
      if (end.isWhole && !known.ignoresStream && !known.refused.includes("stream"))
        this.#keep(endpoint, learnWholeAnswer(known));
      return false;
    }
    if (end.kind !== "failed") return false;
    const learned = learnRefusal(known, end.fault, fieldsOfBody(body));
    if (learned) this.#keep(endpoint, learned);
    return learned !== undefined;
  }

  reset(): void {
    this.#known = new Map();
    this.#state?.set("endpoints", undefined);
  }

  #keep(endpoint: string, capabilities: Capabilities): void {
    const others = [...this.#known].filter(([name]) => name !== endpoint);
    this.#known = new Map([...others, [endpoint, capabilities] as const].slice(-mostKept));
    this.#state?.set("endpoints", Object.fromEntries(this.#known));
  }
}
