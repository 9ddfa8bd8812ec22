/**
 * Conversations with the models that the settings name, endpoints and models of the editor alike: sealed by the egress, past a gate,
 * with a record of what went.
 */
import { gateAfterFault, isOpen, openGate } from "../../core/completion/retryGate.ts";
import { hostModelLabel } from "../../core/config/hostModel.ts";
import {
  type Capabilities,
  describeCapabilities,
  imageParts,
  isImageRefusal,
} from "../../core/prompt/capabilities.ts";
import type { ChatToolCall } from "../../core/prompt/conversation.ts";
import { headerNamesOf } from "../../core/prompt/headerNames.ts";
import type { SafeChat } from "../../core/prompt/safeChat.ts";
import type { SentContext } from "../../core/prompt/sentContext.ts";
import { ThinkAloud } from "../../core/prompt/thinkAloud.ts";
import { estimateTokens } from "../../core/prompt/tokens.ts";
import type {
  ChatEnd,
  ChatListener,
  ChatMessage,
  ChatModels,
  ChatRequest,
  ChatTask,
  ChatUsage,
} from "../../ports/chatModel.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Disposable } from "../../ports/disposable.ts";
import type { HostModels } from "../../ports/hostModels.ts";
import type {
  ConverseEnd,
  ConverseListener,
  LanguageModel,
  ModelDeadlines,
  ModelFault,
} from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Settings } from "../../ports/settings.ts";
import type { Trust } from "../../ports/trust.ts";
import type { Egress } from "../completion/egress.ts";
import type { EndpointMemory } from "../completion/endpointMemory.ts";
import { Listeners } from "../completion/listeners.ts";
import { type ChatBounds, noModelNamed, readChatBounds, readEndpoint } from "../completion/modelConfig.ts";
import {
  type ChatSetup,
  identityOfSetup,
  imagesRefused,
  knownChatModels,
  readChatSetup,
  whyNoImages,
} from "./chatSetup.ts";
import { type ChatTarget, sealChat } from "./sealChat.ts";

export interface ChatDeskDeps {
  readonly model: Pick<LanguageModel, "converse">;
  readonly egress: Pick<Egress, "verdict">;
  readonly memory: EndpointMemory;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly trust: Trust;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** Models of the editor; absent where there is no editor, and then the setting for them counts for nothing. */
  readonly host?: Pick<HostModels, "find">;
}

/** Where a request goes, once that was found out. */
interface Route extends ChatBounds {
  readonly target: Pick<ChatTarget, "baseUrl" | "throughHost" | "model" | "headerNames">;
  readonly converse: (
    request: SafeChat,
    deadlines: ModelDeadlines,
    listener: ConverseListener,
    signal: AbortSignal,
  ) => Promise<ConverseEnd>;
}

/** What time and faults made of one endpoint. */
interface EndpointState {
  readonly gate: typeof openGate;
  readonly fault: ModelFault | undefined;
  /** The longest conversation it takes, where a longer one was refused. Estimated tokens. */
  readonly contextTokens: number | undefined;
}

const fresh: EndpointState = { gate: openGate, fault: undefined, contextTokens: undefined };
/** A conversation is not cut to less. */
const LEAST_CONTEXT = 1024;

/** What is over with one request, or what to ask it again with. */
type Asked = { readonly end: ChatEnd } | { readonly again: true };

const outcomeOf = (end: ConverseEnd): string => {
  if (end.kind === "complete") return "complete";
  return end.kind === "aborted" ? "stopped" : `${end.kind}: ${end.fault.message}`;
};

export class ChatDesk implements ChatModels {
  readonly #deps: ChatDeskDeps;
  readonly #known: ReturnType<typeof knownChatModels>;
  readonly #contexts = new Listeners<SentContext>();
  readonly #states = new Map<string, EndpointState>();
  #lastContext: SentContext | undefined;

  constructor(deps: ChatDeskDeps) {
    this.#deps = deps;
    this.#known = knownChatModels(deps);
  }

  isSetUp(task: ChatTask): boolean {
    return this.#known.isSetUp(task);
  }

  nameOf(task: ChatTask): string | undefined {
    return this.#known.nameOf(task);
  }

  takesTools(task: ChatTask): boolean {
    return this.#known.takesTools(task);
  }

  takesImages(task: ChatTask): boolean {
    return this.#known.takesImages(task);
  }

  lastContext(): SentContext | undefined {
    return this.#lastContext;
  }

  onLastContext(listener: (context: SentContext) => void): Disposable {
    return this.#contexts.add(listener);
  }

  /**
   * Asks once, and once more where an answer teaches what the endpoint does not take or that the conversation is too long for it. A
   * refusal of tools or images is the end: who asked with them has to ask otherwise.
   */
  async ask(request: ChatRequest, listener: ChatListener, signal: AbortSignal): Promise<ChatEnd> {
    const { trust } = this.#deps;
    const setup = readChatSetup(this.#deps, request.task);
    if (setup === undefined) return { kind: "unset" };
    if (!trust.isTrusted()) return { kind: "untrusted" };
    if ("fault" in setup) return failed(setup.fault);
    if (setup.kind === "endpoint" && setup.config.model === "") return failed(noModelNamed(setup.config));
    const identity = identityOfSetup(setup);
    const noImages = hasImages(request.messages) ? whyNoImages(this.#deps, setup) : undefined;
    if (noImages) return failed(noImages);
    const wait = this.#askedToWait(identity);
    if (wait) return failed(wait);
    for (;;) {
      const asked = await this.#askOnce(request, setup, identity, listener, signal);
      if ("end" in asked) return asked.end;
    }
  }

  async #routeOf(setup: ChatSetup): Promise<Route | { readonly fault: ModelFault }> {
    const { secrets, log, model, host, settings } = this.#deps;
    if (setup.kind === "endpoint") {
      const { config } = setup;
      const { baseUrl, model: name, maxTokens, contextTokens, deadlines } = config;
      const endpoint = await readEndpoint(config, secrets, log);
      const headerNames = headerNamesOf(endpoint.headers, endpoint.apiKey !== undefined, config.keyHeader);
      return {
        target: { baseUrl, model: name, headerNames },
        ...{ maxTokens, contextTokens, deadlines },
        converse: (...asked) => model.converse(endpoint, ...asked),
      };
    }
    const { id, vendor } = setup.name;
    const found = await host!.find(id);
    if ("fault" in found) return found;
    const bounds = readChatBounds(settings);
    const throughHost = `${found.name}, a model that VS Code offers, through its provider "${vendor}"`;
    return {
      ...bounds,
      target: { baseUrl: "", throughHost, model: id, headerNames: [] },
      contextTokens: Math.min(bounds.contextTokens, Math.max(LEAST_CONTEXT, found.maxInputTokens)),
      converse: (...asked) => found.converse(...asked),
    };
  }

  /** A person asks, so a failed endpoint is tried again - unless the server itself said how long to wait. */
  #askedToWait(identity: string): ModelFault | undefined {
    const { gate, fault } = this.#states.get(identity) ?? fresh;
    const nowMs = this.#deps.clock.now();
    if (fault?.retryAfterMs === undefined || isOpen(gate, nowMs)) return undefined;
    const seconds = Math.ceil(((gate.untilMs ?? nowMs) - nowMs) / 1000);
    return { ...fault, nextStep: `The server asked to wait; ask again in ${seconds} s` };
  }

  async #askOnce(
    request: ChatRequest,
    setup: ChatSetup,
    identity: string,
    listener: ChatListener,
    signal: AbortSignal,
  ): Promise<Asked> {
    const { egress, memory, trust, clock, log } = this.#deps;
    const capabilities = memory.of(identity);
    const route = await this.#routeOf(setup);
    if (signal.aborted) return { end: { kind: "stopped", text: "" } };
    if ("fault" in route) return { end: failed(route.fault) };
    const { task, messages, tools = [], maxTokens, temperature = 0 } = request;
    const most = this.#states.get(identity)?.contextTokens ?? route.contextTokens;
    const contextTokens = Math.min(route.contextTokens, most);
    const sealing = await sealChat(
      egress,
      { task, messages, tools: capabilities.refused.includes("tools") ? [] : tools },
      {
        ...route.target,
        maxTokens: maxTokens ?? route.maxTokens,
        contextTokens,
        temperature,
        capabilities,
      },
      clock.now(),
    );
    if (signal.aborted) return { end: { kind: "stopped", text: "" } };
    if (sealing.kind === "withheld") return { end: sealing };
    if (!trust.isTrusted()) return { end: { kind: "untrusted" } };

    const { request: sealed } = sealing;
    const told = new Telling(listener);
    const startMs = clock.now();
    this.#record(sealed.context);
    const deadlines = deadlinesFor(route, capabilities);
    const said = await route.converse(sealed, deadlines, told, signal);
    const isRefused = said.kind === "failed" && hasImages(messages) && isImageRefusal(said.fault);
    told.end();
    const end: ConverseEnd = isRefused ? { kind: "failed", fault: imagesRefused(setup, said.fault) } : said;
    this.#record({ ...sealed.context, outcome: outcomeOf(end) });
    const whom = originOf(setup);
    log.debug(`Conversed with ${whom}: ${end.kind} after ${clock.now() - startMs} ms`);

    if (this.#learn(said, sealed.body, whom, identity, contextTokens) && !signal.aborted)
      return { again: true };
    this.#conclude(end, identity);
    const estimated = sealed.context.parts.reduce((sum, { tokens = 0 }) => sum + tokens, 0);
    return { end: chatEndOf(end, told.answer, request.messages, estimated) };
  }

  /** @returns whether the same conversation asked again may fare better */
  #learn(end: ConverseEnd, body: string, origin: string, identity: string, contextTokens: number): boolean {
    const { memory, log } = this.#deps;
    if (end.kind === "failed" && end.fault.kind === "contextTooLong" && contextTokens > LEAST_CONTEXT) {
      const shorter = Math.max(LEAST_CONTEXT, Math.floor(contextTokens / 2));
      this.#states.set(identity, { ...(this.#states.get(identity) ?? fresh), contextTokens: shorter });
      log.info(`${origin} takes no conversation of ${contextTokens} tokens; ${shorter} are tried`);
      return true;
    }
    const before = memory.of(identity).refused;
    if (!memory.learn(identity, end, body)) return false;
    log.info(`${origin} ${describeCapabilities(memory.of(identity)).join(", ")}`);
    // Who asked with tools or images has to ask otherwise.
    const now = memory.of(identity).refused;
    return ["tools", imageParts].every((what) => now.includes(what) === before.includes(what));
  }

  #conclude(end: ConverseEnd, identity: string): void {
    const known = this.#states.get(identity) ?? fresh;
    if (end.kind === "complete") this.#states.set(identity, { ...known, gate: openGate, fault: undefined });
    if (end.kind !== "failed" && end.kind !== "incomplete") return;
    const gate = gateAfterFault(known.gate, end.fault, this.#deps.clock.now());
    this.#states.set(identity, { ...known, gate, fault: end.fault });
    this.#deps.log.warn(`${end.fault.message}. ${end.fault.nextStep}`);
  }

  #record(context: SentContext): void {
    this.#lastContext = context;
    this.#contexts.tell(context);
  }
}

const hasImages = (messages: readonly ChatMessage[]): boolean =>
  messages.some(({ pieces }) => pieces.some(({ image }) => image !== undefined));

const failed = (fault: ModelFault): ChatEnd => ({ kind: "failed", fault, text: "" });

const originOf = (setup: ChatSetup): string =>
  setup.kind === "host" ? hostModelLabel(setup.name) : setup.config.origin;

/** Who answers as a whole needs the time of the whole for the first data. */
const deadlinesFor = ({ deadlines }: ChatBounds, { ignoresStream }: Capabilities) =>
  ignoresStream ? { ...deadlines, firstByteMs: deadlines.totalMs } : deadlines;

/** Passes on what is said and what is thought, each to whom it is for. */
class Telling {
  readonly #listener: ChatListener;
  readonly #aloud = new ThinkAloud();

  constructor(listener: ChatListener) {
    this.#listener = listener;
  }

  get answer(): string {
    return this.#aloud.answer;
  }

  readonly onText = (piece: string): void => this.#tell(this.#aloud.take(piece));

  readonly onReasoning = (piece: string): void => this.#listener.onReasoning?.(piece);

  end(): void {
    this.#tell(this.#aloud.end());
  }

  #tell({ text, reasoning }: { readonly text: string; readonly reasoning: string }): void {
    if (reasoning !== "") this.#listener.onReasoning?.(reasoning);
    if (text !== "") this.#listener.onText?.(text);
  }
}

function chatEndOf(
  end: ConverseEnd,
  text: string,
  messages: readonly ChatMessage[],
  promptTokens: number,
): ChatEnd {
  if (end.kind === "aborted") return { kind: "stopped", text };
  if (end.kind !== "complete") return { kind: "failed", fault: end.fault, text };
  const toolCalls = namedCalls(end.toolCalls, messages);
  const written = text + toolCalls.map(({ name, argumentsText }) => name + argumentsText).join("");
  const usage: ChatUsage = end.usage
    ? { ...end.usage, isEstimated: false }
    : { promptTokens, answerTokens: estimateTokens(written), isEstimated: true };
  return { kind: "answered", text, toolCalls, finish: end.finishReason, usage };
}

/** Each call under an id that the conversation does not have yet; some servers give none, or the same each time. */
function namedCalls(
  calls: readonly ChatToolCall[],
  messages: readonly ChatMessage[],
): readonly ChatToolCall[] {
  const taken = new Set(
    messages.flatMap((message) =>
      message.role === "assistant" ? (message.toolCalls ?? []).map(({ id }) => id) : [],
    ),
  );
  return calls.map((call) => {
    let { id } = call;
    for (let next = taken.size; id === "" || taken.has(id); next++) id = `call_${next}`;
    taken.add(id);
    return { ...call, id };
  });
}
