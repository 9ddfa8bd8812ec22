/** Models that the editor itself offers, of any provider; asked for only when a person acts, and sent only what the egress sealed. */
import type { SafeChat } from "../core/prompt/safeChat.ts";
import type { ConverseEnd, ConverseListener, ModelDeadlines, ModelFault } from "./languageModel.ts";

export interface HostModelInfo {
  /** As the setting `chat.hostModel` names it: the provider, a slash, the model. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly vendor: string;
  /** Longest conversation it takes, in tokens as it counts them. */
  readonly maxInputTokens: number;
}

export interface HostModel extends HostModelInfo {
  /** Sends one request as `LanguageModel.converse` does, and never throws. The editor may ask the person for consent first. */
  converse(
    request: SafeChat,
    deadlines: ModelDeadlines,
    listener: ConverseListener,
    signal: AbortSignal,
  ): Promise<ConverseEnd>;
}

export interface HostModels {
  /** Those of others: our own are no models to ask. Never rejects. */
  list(): Promise<readonly HostModelInfo[]>;
  /** Never rejects. */
  find(id: string): Promise<HostModel | { readonly fault: ModelFault }>;
}
