/** From the body of an answer to its text and its one end. */
import type { ModelEnd } from "../../ports/languageModel.ts";
import { readBody } from "./bodyReader.ts";
import { FaultError } from "./faultOf.ts";

export interface AnswerSink {
  /** False asks to stop. */
  readonly onText: (piece: string) => boolean;
  /** An event with data came. */
  readonly onData: () => void;
}

/** Of a completion, in UTF-16 units. */
const maxTextLength = 64 * 1024;

type Complete = Extract<ModelEnd, { kind: "complete" }>;
const complete = (finishReason: Complete["finishReason"]): Complete => ({ kind: "complete", finishReason });

interface Choice {
  readonly text: string;
  readonly finishReason: string | undefined;
}

/** A chunk or a whole answer of llama.cpp's own routes, which know no choices. */
function ownAnswerOf(value: unknown): Choice | undefined {
  const { content, stop, stop_type: type, stopped_limit: cut } = (value ?? {}) as Record<string, unknown>;
  if (typeof content !== "string" || typeof stop !== "boolean") return undefined;
  return {
    text: content,
    finishReason: stop ? (type === "limit" || cut === true ? "length" : "stop") : undefined,
  };
}

/** The first choice of a chunk or a whole answer, of any route; undefined where there is none. */
function choiceOf(value: unknown): Choice | undefined {
  const choices = (value as { choices?: unknown } | null)?.choices;
  if (choices === undefined) return ownAnswerOf(value);
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  if (typeof first !== "object" || first === null) return undefined;
  const { text, delta, message, finish_reason: reason } = first as Record<string, unknown>;
  const content =
    text ??
    (delta as { content?: unknown } | null)?.content ??
    (message as { content?: unknown } | null)?.content;
  return {
    text: typeof content === "string" ? content : "",
    finishReason: typeof reason === "string" && reason !== "" ? reason : undefined,
  };
}

function endOfReason(reason: string): Complete {
  if (reason === "content_filter") throw new FaultError("rejected", "Blocked by its content filter");
  return complete(reason === "length" ? "length" : "stop");
}

/**
 * Reads an answer to its end.
 *
 * @throws FaultError, or whatever breaks the connection
 */
export function readAnswer(response: Response, { onText, onData }: AnswerSink): Promise<Complete> {
  let textLength = 0;
  const take = (value: unknown): Complete | undefined => {
    const choice = choiceOf(value);
    if (choice === undefined) return undefined;
    if (choice.text !== "") {
      textLength += choice.text.length;
      if (textLength > maxTextLength) throw new FaultError("tooLarge");
      if (!onText(choice.text)) return complete("stop");
    }
    return choice.finishReason === undefined ? undefined : endOfReason(choice.finishReason);
  };
  return readBody<Complete>(response, {
    onData,
    take,
    done: () => complete("unstated"),
    whole: (value) =>
      choiceOf(value) === undefined ? undefined : { ...(take(value) ?? complete("unstated")), isWhole: true },
  });
}
