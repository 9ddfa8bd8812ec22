/** What is said between a person's program and a model, before it is judged and sealed. */
import type { ContextSource } from "./contextItem.ts";
import type { ChatImage } from "./image.ts";

/** A stretch of a message. With a source that may not be sent, the piece is replaced by a line that says so. */
export interface ChatPiece {
  readonly text: string;
  /** Files that the text is from; none for what the program or the person wrote. */
  readonly sources?: readonly ContextSource[];
  /** What the record of what was sent calls it; the sources' names when absent. */
  readonly title?: string;
  /** Stands behind the text; of what a person says alone. It is withheld with the text, and cannot be looked through for secrets. */
  readonly image?: ChatImage | undefined;
}

export interface ChatToolCall {
  /** As the model named it; unique within a conversation. */
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it: perhaps none. */
  readonly argumentsText: string;
}

export type ChatMessage =
  | { readonly role: "system" | "user"; readonly pieces: readonly ChatPiece[] }
  | {
      readonly role: "assistant";
      readonly pieces: readonly ChatPiece[];
      readonly toolCalls?: readonly ChatToolCall[];
    }
  | { readonly role: "tool"; readonly callId: string; readonly pieces: readonly ChatPiece[] };

export interface ChatTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}
