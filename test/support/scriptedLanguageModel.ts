import { SafeChat } from "../../src/core/prompt/safeChat.ts";
import { SafeEmbedding } from "../../src/core/prompt/safeEmbedding.ts";
import { SafeRequest } from "../../src/core/prompt/safeRequest.ts";
import type {
  ConverseEnd,
  ConverseListener,
  LanguageModel,
  ModelDeadlines,
  ModelEnd,
  ModelEndpoint,
  ModelFault,
  ModelFaultKind,
} from "../../src/ports/languageModel.ts";
import { wordVector } from "./wordVector.ts";

export interface ModelCall {
  readonly endpoint: ModelEndpoint;
  readonly request: SafeRequest;
  readonly deadlines: ModelDeadlines;
  readonly signal: AbortSignal;
}

export interface ConverseCall extends Omit<ModelCall, "request"> {
  readonly request: SafeChat;
}

export interface ScriptedConversation {
  readonly reasoning?: readonly string[];
  readonly pieces?: readonly string[];
  readonly end?: ConverseEnd;
}

/** Pieces of text, then an end; `never` waits for the abort, a promise for its value. */
export interface ScriptedAnswer {
  readonly pieces?: readonly string[];
  /** Pieces that come while the end is waited for. */
  readonly later?: AsyncIterable<string>;
  readonly end?: ModelEnd | Promise<ModelEnd> | "never";
}

export const complete: ModelEnd = { kind: "complete", finishReason: "stop" };

export const fault = (kind: ModelFaultKind, retryAfterMs?: number): ModelFault => ({
  kind,
  message: `The model failed: ${kind}`,
  nextStep: "Do something",
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

export const failed = (kind: ModelFaultKind, retryAfterMs?: number): ScriptedAnswer => ({
  end: { kind: "failed", fault: fault(kind, retryAfterMs) },
});

export const says = (...pieces: string[]): ScriptedAnswer => ({ pieces });

/** Ends when enough was said. */
async function readLater(
  later: AsyncIterable<string>,
  onText: (piece: string) => boolean,
): Promise<ModelEnd> {
  for await (const piece of later) if (!onText(piece)) break;
  return complete;
}

/** A language model that gives the answers in order, the last one again and again, and keeps every call. */
export class ScriptedLanguageModel implements LanguageModel {
  readonly calls: ModelCall[] = [];
  listed: { readonly models: readonly string[] } | { readonly fault: ModelFault } = { models: ["scripted"] };
  listCalls = 0;
  readonly embedded: SafeEmbedding[] = [];
  /** What `embed` gives for the texts of one request. */
  embedding: (texts: readonly string[]) => ReturnType<LanguageModel["embed"]> = async (texts) => ({
    vectors: texts.map(wordVector),
  });
  readonly conversed: ConverseCall[] = [];
  /** What is said to the request of a conversation; `at` is its 0-based number. */
  conversation: (request: SafeChat, at: number) => ScriptedConversation = () => ({});
  answers: readonly ScriptedAnswer[];
  /** Pieces that were still wanted. */
  delivered: string[] = [];

  constructor(...answers: ScriptedAnswer[]) {
    this.answers = answers;
  }

  async stream(
    endpoint: ModelEndpoint,
    request: SafeRequest,
    deadlines: ModelDeadlines,
    onText: (piece: string) => boolean,
    signal: AbortSignal,
  ): Promise<ModelEnd> {
    if (!SafeRequest.isSealed(request)) throw new Error("Cannot send, the request is not sealed");
    const {
      pieces = [],
      end = complete,
      later,
    } = this.answers[Math.min(this.calls.length, this.answers.length - 1)] ?? {};
    this.calls.push({ endpoint, request, deadlines, signal });
    for (const piece of pieces) {
      this.delivered.push(piece);
      if (!onText(piece)) return complete;
    }
    const aborted = new Promise<ModelEnd>((resolve) => {
      const stop = (): void => resolve({ kind: "aborted" });
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
    });
    const enough = later ? readLater(later, onText) : aborted;
    return end === "never" ? Promise.race([aborted, enough]) : Promise.race([aborted, end, enough]);
  }

  async converse(
    endpoint: ModelEndpoint,
    request: SafeChat,
    deadlines: ModelDeadlines,
    { onText, onReasoning }: ConverseListener,
    signal: AbortSignal,
  ): Promise<ConverseEnd> {
    if (!SafeChat.isSealed(request)) throw new Error("Cannot send, the request is not sealed");
    const { pieces = [], reasoning = [], end } = this.conversation(request, this.conversed.length);
    this.conversed.push({ endpoint, request, deadlines, signal });
    for (const piece of reasoning) onReasoning(piece);
    for (const piece of pieces) onText(piece);
    return end ?? { kind: "complete", finishReason: "stop", toolCalls: [], usage: undefined };
  }

  async embed(_endpoint: ModelEndpoint, request: SafeEmbedding) {
    if (!SafeEmbedding.isSealed(request)) throw new Error("Cannot send, the request is not sealed");
    this.embedded.push(request);
    const { input } = JSON.parse(request.body) as { readonly input: readonly string[] };
    return this.embedding(input);
  }

  async listModels() {
    this.listCalls++;
    return this.listed;
  }
}
