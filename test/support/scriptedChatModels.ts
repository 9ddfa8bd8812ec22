import type {
  ChatEnd,
  ChatListener,
  ChatMessage,
  ChatModels,
  ChatRequest,
  ChatToolCall,
  ChatUsage,
} from "../../src/ports/chatModel.ts";
import type { ModelFaultKind } from "../../src/ports/languageModel.ts";
import { fault } from "./scriptedLanguageModel.ts";

/** What the model does with one request, in this order: waits, thinks, says its pieces, ends. */
export interface ScriptedTurn {
  readonly wait?: Promise<unknown>;
  readonly reasoning?: string;
  readonly pieces?: readonly string[];
  readonly toolCalls?: readonly ChatToolCall[];
  /** `never` waits for the abort. Answered with what was said and called when absent. */
  readonly end?: "never" | "length" | ModelFaultKind | Exclude<ChatEnd, { readonly kind: "answered" }>;
  readonly usage?: ChatUsage;
}

/** @param turn 0-based number of the request */
export type ChatScript = (request: ChatRequest, turn: number) => ScriptedTurn | Promise<ScriptedTurn>;

export const says = (...pieces: readonly string[]): ScriptedTurn => ({ pieces });

/** Arguments that are no text are written as JSON. */
export const calls = (...tools: readonly (readonly [name: string, args: unknown])[]): ScriptedTurn => ({
  toolCalls: tools.map(([name, args], at) => ({
    id: `call_${at}_${name}`,
    name,
    argumentsText: typeof args === "string" ? args : JSON.stringify(args),
  })),
});

/** The turns in order, the last one again and again. */
export const inOrder =
  (...turns: readonly ScriptedTurn[]): ChatScript =>
  (_request, at) =>
    turns[Math.min(at, turns.length - 1)] ?? {};

export const textOfMessage = ({ pieces }: ChatMessage): string => pieces.map(({ text }) => text).join("");

/** Everything that a model would read of a request. */
export const textOfRequest = ({ messages }: ChatRequest): string => messages.map(textOfMessage).join("\n");

/** Chat models that follow a script and keep every request. What they are asked is not sealed. */
export class ScriptedChatModels implements ChatModels {
  readonly requests: ChatRequest[] = [];
  readonly signals: AbortSignal[] = [];
  script: ChatScript;
  /** What `nameOf` says; undefined for a model that is not set up. */
  name: string | undefined = "scripted";
  hasNativeTools = true;
  readsImages = true;

  constructor(script: ChatScript) {
    this.script = script;
  }

  isSetUp(): boolean {
    return this.name !== undefined;
  }

  nameOf(): string | undefined {
    return this.name;
  }

  takesTools(): boolean {
    return this.hasNativeTools;
  }

  takesImages(): boolean {
    return this.readsImages;
  }

  async ask(request: ChatRequest, listener: ChatListener, signal: AbortSignal): Promise<ChatEnd> {
    if (this.name === undefined) return { kind: "unset" };
    this.requests.push(request);
    this.signals.push(signal);
    let said = "";
    const stopped = aborted(signal).then((): ChatEnd => ({ kind: "stopped", text: said }));
    const spoken = this.#speak(
      request,
      signal,
      (piece) => {
        said += piece;
        listener.onText?.(piece);
      },
      listener,
    );
    return Promise.race([stopped, spoken]);
  }

  async #speak(
    request: ChatRequest,
    signal: AbortSignal,
    say: (piece: string) => void,
    { onReasoning }: ChatListener,
  ): Promise<ChatEnd> {
    const turn = await this.script(request, this.requests.length - 1);
    const { wait, reasoning, pieces = [], toolCalls = [], end, usage } = turn;
    await wait;
    if (signal.aborted) return { kind: "stopped", text: "" };
    if (reasoning !== undefined) onReasoning?.(reasoning);
    for (const piece of pieces) say(piece);
    const text = pieces.join("");
    if (typeof end === "object") return end;
    if (end === "never") return new Promise<never>(() => undefined);
    if (end !== undefined && end !== "length") return { kind: "failed", fault: fault(end), text };
    const finish = end ?? (toolCalls.length > 0 ? "tools" : "stop");
    return { kind: "answered", text, toolCalls, finish, usage: usage ?? estimated(request, text) };
  }
}

const estimated = (request: ChatRequest, answer: string): ChatUsage => ({
  promptTokens: Math.ceil(textOfRequest(request).length / 4),
  answerTokens: Math.ceil(answer.length / 4),
  isEstimated: true,
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
