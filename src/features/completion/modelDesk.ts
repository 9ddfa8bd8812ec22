/** Sends sealed requests for the features: with the key, past the gate, and with a record of what went and how it ended. */
import { gateAfterFault, isOpen, openGate } from "../../core/completion/retryGate.ts";
import { type Capabilities, describeCapabilities } from "../../core/prompt/capabilities.ts";
import { headerNamesOf } from "../../core/prompt/headerNames.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  LanguageModel,
  ModelDeadlines,
  ModelEnd,
  ModelEndpoint,
  ModelFault,
} from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { ModelState } from "./completer.ts";
import type { Egress, EgressQuestion } from "./egress.ts";
import type { EndpointMemory } from "./endpointMemory.ts";
import { Listeners } from "./listeners.ts";
import {
  type ModelConfig,
  type ModelOverrides,
  modelIdentity,
  noModelNamed,
  readEndpoint,
  readModelConfig,
} from "./modelConfig.ts";

export interface ModelDeskDeps {
  readonly model: LanguageModel;
  readonly egress: Egress;
  readonly memory: EndpointMemory;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly clock: Clock;
  readonly log: Log;
}

/** `withheld`: nothing was sent, because the file may not leave the machine. `untrusted`: nor may anything. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly end: ModelEnd }
  | { readonly kind: "withheld"; readonly reason: string }
  | { readonly kind: "untrusted" };

/** Who hears what comes back; `onText` as for `LanguageModel.stream`. */
export interface AnswerListener {
  readonly onText: (piece: string) => boolean;
  /** Right before the request leaves. */
  readonly onSent?: () => void;
}

const outcomeOf = (end: ModelEnd): string => {
  if (end.kind === "complete") return "complete";
  if (end.kind === "aborted") return "stopped: typing went on";
  return `${end.kind}: ${end.fault.message}`;
};

/** Who answers as a whole needs the time of the whole for the first data. */
const deadlinesFor = ({ deadlines }: ModelConfig, { ignoresStream }: Capabilities): ModelDeadlines =>
  ignoresStream ? { ...deadlines, firstByteMs: deadlines.totalMs } : deadlines;

export class ModelDesk {
  readonly #deps: ModelDeskDeps;
  readonly #states = new Listeners<ModelState>();
  readonly #contexts = new Listeners<SentContext>();
  readonly #subscriptions;
  #identity = "";
  #gate = openGate;
  #fault: ModelFault | undefined;
  #asking = 0;
  #lastContext: SentContext | undefined;
  #lastLookAhead: SentContext | undefined;
  #lastState = "";

  constructor(deps: ModelDeskDeps) {
    this.#deps = deps;
    this.#subscriptions = [
      deps.settings.onChange(() => this.#settingsChanged()),
      deps.trust.onGranted(() => this.#tellState()),
    ];
    this.#settingsChanged();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  state(): ModelState {
    const config = readModelConfig(this.#deps.settings, "inline");
    if (config === undefined) return { kind: "unset" };
    if (!this.#deps.trust.isTrusted()) return { kind: "paused", reason: "untrusted" };
    if (this.#deps.settings.get("completion.engine") === "builtin")
      return { kind: "paused", reason: "setting" };
    if ("fault" in config) return { kind: "fault", fault: config.fault, retryAtMs: undefined };
    if (config.model === "") return { kind: "fault", fault: noModelNamed(config), retryAtMs: undefined };
    if (this.#asking > 0) return { kind: "asking" };
    if (this.#fault) return { kind: "fault", fault: this.#fault, retryAtMs: this.#gate.untilMs };
    return { kind: "ready" };
  }

  onState(listener: (state: ModelState) => void) {
    return this.#states.add(listener);
  }

  lastContext(): SentContext | undefined {
    return this.#lastContext;
  }

  lastLookAhead(): SentContext | undefined {
    return this.#lastLookAhead;
  }

  onContext(listener: (context: SentContext) => void) {
    return this.#contexts.add(listener);
  }

  resetFault(): void {
    this.#gate = openGate;
    this.#fault = undefined;
    this.#tellState();
  }

  /** The model to ask, if one is set up and may be asked in this workspace. */
  usableConfig(
    target?: { path: string; languageId: string },
    overrides: ModelOverrides = {},
  ): ModelConfig | undefined {
    const config = readModelConfig(this.#deps.settings, "inline", target);
    if (config === undefined || "fault" in config || !this.#deps.trust.isTrusted()) return undefined;
    const { name = config.model, ...others } = overrides;
    return name === "" ? undefined : { ...config, ...others, model: name };
  }

  /**
   * Whether the endpoint may be asked now. A person who asks explicitly may try one that automatic requests leave
   * alone, unless the server itself said how long to wait.
   */
  isOpen(explicit: boolean): boolean {
    const serverAskedToWait = this.#gate.untilMs !== undefined && this.#fault?.retryAfterMs !== undefined;
    return isOpen(this.#gate, this.#deps.clock.now()) || (explicit && !serverAskedToWait);
  }

  /** The endpoint with its key, read now and kept nowhere. */
  endpoint(config: ModelConfig): Promise<ModelEndpoint> {
    return readEndpoint(config, this.#deps.secrets, this.#deps.log);
  }

  /** Finds out what may be sent of a question that will be sent soon. */
  judgeAhead(question: Pick<EgressQuestion, "path" | "context">): void {
    void this.#deps.egress.judgeAhead(question, this.#deps.clock.now());
  }

  /** What the endpoint turned out not to do, one phrase each. */
  learnedOf(config: ModelConfig): readonly string[] {
    return describeCapabilities(this.#deps.memory.of(modelIdentity(config)));
  }

  /**
   * Seals and sends one question. Trust is asked anew right before. Where an answer teaches what the endpoint does not
   * take, the question is asked once more without it.
   */
  async send(
    question: EgressQuestion,
    config: ModelConfig,
    listener: AnswerListener,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    const { memory } = this.#deps;
    const identity = modelIdentity(config);
    for (;;) {
      const sent = await this.#sendOnce(question, config, memory.of(identity), listener, signal);
      if (sent.kind !== "sent") return sent;
      const mayTryAgain = memory.learn(identity, sent.end, sent.body);
      if (!mayTryAgain || signal.aborted) {
        this.#conclude(sent.end, identity);
        return { kind: "sent", end: sent.end };
      }
      this.#deps.log.info(`${config.origin} ${describeCapabilities(memory.of(identity)).join(", ")}`);
    }
  }

  async #sendOnce(
    question: EgressQuestion,
    config: ModelConfig,
    capabilities: Capabilities,
    { onText, onSent }: AnswerListener,
    signal: AbortSignal,
  ): Promise<SendOutcome & { readonly body: string }> {
    const { egress, model, trust, clock, log } = this.#deps;
    const judged = egress.judgeAhead(question, clock.now());
    const endpoint = await this.endpoint(config);
    await judged;
    const headerNames = headerNamesOf(endpoint.headers, endpoint.apiKey !== undefined, config.keyHeader);
    const target = { ...config, headerNames, capabilities };
    const sealing = await egress.seal(question, target, clock.now());
    if (sealing.kind === "withheld") return { ...sealing, body: "" };
    const { request } = sealing;
    const { body } = request;
    if (signal.aborted) return { kind: "sent", end: { kind: "aborted" }, body };
    if (!trust.isTrusted()) return { kind: "untrusted", body };

    const startMs = clock.now();
    onSent?.();
    this.#record(request.context);
    this.#asking++;
    this.#tellState();
    const deadlines = deadlinesFor(config, capabilities);
    const end = await model.stream(endpoint, request, deadlines, onText, signal);
    this.#asking--;
    this.#record({ ...request.context, outcome: outcomeOf(end) });
    log.debug(`Asked ${config.origin}: ${end.kind} after ${clock.now() - startMs} ms`);
    return { kind: "sent", end, body };
  }

  /** A fault that another way of asking the same endpoint came upon. */
  noteFault(fault: ModelFault, config: ModelConfig): void {
    this.#conclude({ kind: "failed", fault }, modelIdentity(config));
  }

  #conclude(end: ModelEnd, identity: string): void {
    if (identity === this.#identity && end.kind === "complete") {
      this.#gate = openGate;
      this.#fault = undefined;
    } else if (identity === this.#identity && end.kind !== "aborted" && end.kind !== "complete") {
      this.#gate = gateAfterFault(this.#gate, end.fault, this.#deps.clock.now());
      this.#fault = end.fault;
      this.#deps.log.warn(`${end.fault.message}. ${end.fault.nextStep}`);
    }
    this.#tellState();
  }

  #record(context: SentContext): void {
    if (context.task === "prefetch") this.#lastLookAhead = context;
    else this.#lastContext = context;
    this.#contexts.tell(context);
  }

  /** A different endpoint, model, format or header deserves a fresh try. */
  #settingsChanged(): void {
    const config = readModelConfig(this.#deps.settings, "inline");
    const identity = config === undefined || "fault" in config ? "" : modelIdentity(config);
    if (identity !== this.#identity) {
      this.#identity = identity;
      this.#gate = openGate;
      this.#fault = undefined;
    }
    this.#tellState();
  }

  #tellState(): void {
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#lastState) return;
    this.#lastState = text;
    this.#states.tell(state);
  }
}
