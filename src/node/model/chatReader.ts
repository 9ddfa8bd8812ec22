/** From the body of a chat's answer to its text, what the model thought aloud, its calls of tools, and its one end. */
import type { ConverseEnd } from "../../ports/languageModel.ts";
import { readBody } from "./bodyReader.ts";
import { FaultError } from "./faultOf.ts";
import { ToolCallDeltas } from "./toolCallDeltas.ts";

export interface ChatSink {
  readonly onText: (piece: string) => void;
  readonly onReasoning: (piece: string) => void;
  /** An event with data came. */
  readonly onData: () => void;
}

/** Of an answer with what was thought, in UTF-16 units. */
const maxTextLength = 2 * 1024 * 1024;

type Complete = Extract<ConverseEnd, { readonly kind: "complete" }>;
type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

/** A text, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => fieldsOf(part)["text"])
    .filter((text) => typeof text === "string")
    .join("");
}

function usageOf(value: unknown): Complete["usage"] {
  const { prompt_tokens: promptTokens, completion_tokens: answerTokens } = fieldsOf(fieldsOf(value)["usage"]);
  const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && (count as number) >= 0;
  return isCount(promptTokens) && isCount(answerTokens) ? { promptTokens, answerTokens } : undefined;
}

class ChatBuilder {
  readonly onData: () => void;
  readonly #sink: ChatSink;
  readonly #calls = new ToolCallDeltas();
  #textLength = 0;
  #usage: Complete["usage"];
  #finish: string | undefined;

  constructor(sink: ChatSink) {
    this.#sink = sink;
    this.onData = sink.onData;
  }

  take(value: unknown): Complete | undefined {
    this.#usage = usageOf(value) ?? this.#usage;
    const choice = this.#choiceOf(value);
    if (choice) this.#takeChoice(choice);
    return this.#finish !== undefined && this.#usage !== undefined ? this.#end() : undefined;
  }

  done(): Complete {
    return this.#end();
  }

  whole(value: unknown): Complete | undefined {
    if (!this.#choiceOf(value)) return undefined;
    this.take(value);
    return { ...this.#end(), isWhole: true };
  }

  settled(): Complete | undefined {
    return this.#finish === undefined ? undefined : this.#end();
  }

  #choiceOf(value: unknown): Fields | undefined {
    const { choices } = fieldsOf(value);
    const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return typeof first === "object" && first !== null ? (first as Fields) : undefined;
  }

  #takeChoice({ delta, message, text, finish_reason: reason }: Fields): void {
    // Behind its end an answer says no more: some servers repeat the whole message there.
    if (this.#finish === undefined) {
      const said = fieldsOf(delta ?? message);
      this.#say(textOf(said["reasoning_content"] ?? said["reasoning"]), this.#sink.onReasoning);
      this.#say(textOf(said["content"] ?? text), this.#sink.onText);
      this.#calls.take(said["tool_calls"]);
      this.#calls.takeOld(said["function_call"]);
    }
    if (typeof reason === "string" && reason !== "") this.#finish ??= reason;
    if (reason === "content_filter") throw new FaultError("rejected", "Blocked by its content filter");
  }

  #say(piece: string, listener: (piece: string) => void): void {
    if (piece === "") return;
    this.#textLength += piece.length;
    if (this.#textLength > maxTextLength) throw new FaultError("tooLarge");
    listener(piece);
  }

  #end(): Complete {
    const toolCalls = this.#calls.calls();
    return {
      kind: "complete",
      finishReason: this.#finishOf(toolCalls.length > 0),
      toolCalls,
      usage: this.#usage,
    };
  }

  #finishOf(hasCalls: boolean): Complete["finishReason"] {
    if (this.#finish === "length") return "length";
    if (hasCalls) return "tools";
    return this.#finish === undefined ? "unstated" : "stop";
  }
}

/**
 * Reads an answer to its end.
 *
 * @throws FaultError, or whatever breaks the connection
 */
export function readChat(response: Response, sink: ChatSink): Promise<Complete> {
  const builder = new ChatBuilder(sink);
  return readBody<Complete>(response, {
    onData: builder.onData,
    take: (value) => builder.take(value),
    done: () => builder.done(),
    whole: (value) => builder.whole(value),
    settled: () => builder.settled(),
  });
}
