/** Conversations with the model that a person set up for a task: what goes is sealed by the egress, what comes is whole or labelled. */
import type { ChatMessage, ChatTool, ChatToolCall } from "../core/prompt/conversation.ts";
import type { ModelFault } from "./languageModel.ts";

export type { ChatMessage, ChatPiece, ChatTool, ChatToolCall } from "../core/prompt/conversation.ts";

/** Which settings say whom to ask. */
export type ChatTask = "chat" | "repair";

export interface ChatRequest {
  readonly task: ChatTask;
  readonly messages: readonly ChatMessage[];
  /** Offered as native tools where the endpoint takes them; a textual protocol is the caller's. */
  readonly tools?: readonly ChatTool[];
  /** Bounds of the answer; the settings' when absent. */
  readonly maxTokens?: number;
  /** 0 when absent. */
  readonly temperature?: number;
}

export interface ChatListener {
  readonly onText?: (piece: string) => void;
  /** What a model thinks aloud; never part of the answer. */
  readonly onReasoning?: (piece: string) => void;
}

export interface ChatUsage {
  /** Tokens as the server counted, or estimated. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly isEstimated: boolean;
}

/** How asking ended; there is always exactly one end. */
export type ChatEnd =
  | {
      readonly kind: "answered";
      readonly text: string;
      readonly toolCalls: readonly ChatToolCall[];
      /** `length`: the answer was cut at its bound. */
      readonly finish: "stop" | "length" | "tools" | "unstated";
      readonly usage: ChatUsage;
    }
  | { readonly kind: "failed"; readonly fault: ModelFault; readonly text: string }
  /** No model is set up for the task. */
  | { readonly kind: "unset" }
  /** Nothing was sent: the workspace is not trusted, or all of what the person asked about may not leave the machine. */
  | { readonly kind: "untrusted" }
  | { readonly kind: "withheld"; readonly reason: string }
  | { readonly kind: "stopped"; readonly text: string };

export interface ChatModels {
  /** Whether a model is set up for the task; says nothing of whether it answers. */
  isSetUp(task: ChatTask): boolean;
  /** What a person calls the model; undefined when none is set up. */
  nameOf(task: ChatTask): string | undefined;
  /** Whether the endpoint is not known to refuse native tools. */
  takesTools(task: ChatTask): boolean;
  /** Whether images are to be sent: as the setting says, and unless the model refused some before. */
  takesImages(task: ChatTask): boolean;
  /** Asks once. A request with images that the model does not take ends as the fault `noImages`. Never throws. */
  ask(request: ChatRequest, listener: ChatListener, signal: AbortSignal): Promise<ChatEnd>;
}
