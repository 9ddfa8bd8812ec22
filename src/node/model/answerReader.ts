/** From the body of an answer to its text and its one end. */
import type { ModelEnd } from "../../ports/languageModel.ts";
import { EventDecoder, type ServerEvent } from "./eventDecoder.ts";
import { FaultError, kindOfServerError, serverErrorOf } from "./faultOf.ts";

export interface AnswerSink {
  /** False asks to stop. */
  readonly onText: (piece: string) => boolean;
  /** An event with data came. */
  readonly onData: () => void;
}

/** Of a completion, in UTF-16 units. */
const maxTextLength = 64 * 1024;
const maxJsonLength = 1024 * 1024;

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

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function throwServerError(value: unknown): void {
  const isError = (value as { error?: unknown } | null)?.error;
  const said =
    isError || (value as { object?: unknown } | null)?.object === "error" ? serverErrorOf(value) : undefined;
  if (said) throw new FaultError(kindOfServerError(said), said.message);
}

/** Takes in events one by one; ends at a finish reason, at `[DONE]`, or when the sink has enough. */
class AnswerReader {
  readonly #sink: AnswerSink;
  #textLength = 0;
  events = 0;

  constructor(sink: AnswerSink) {
    this.#sink = sink;
  }

  /** @returns the end, once the answer has one @throws FaultError for an error or data that is none */
  take(event: ServerEvent): Complete | undefined {
    this.events++;
    this.#sink.onData();
    if (event.data.startsWith("[DONE]")) return complete("unstated");
    const parsed = parseJson(event.data);
    if (parsed === undefined) throw new FaultError("protocol", "An event is not JSON");
    if (event.name === "error") {
      const said = serverErrorOf(parsed.value) ?? { message: "", code: "" };
      throw new FaultError(kindOfServerError(said), said.message);
    }
    throwServerError(parsed.value);
    return this.takeValue(parsed.value);
  }

  takeValue(value: unknown): Complete | undefined {
    const choice = choiceOf(value);
    if (choice === undefined) return undefined;
    if (choice.text !== "") {
      this.#textLength += choice.text.length;
      if (this.#textLength > maxTextLength) throw new FaultError("tooLarge");
      if (!this.#sink.onText(choice.text)) return complete("stop");
    }
    return choice.finishReason === undefined ? undefined : endOfReason(choice.finishReason);
  }
}

/** A body that is one JSON value: the server ignored `stream`, or reports an error with status 200. */
function readWhole(text: string, sink: AnswerSink): Complete {
  const parsed = parseJson(text);
  if (parsed === undefined) throw new FaultError("protocol", "Its JSON is not whole, or lines lack data:");
  sink.onData();
  throwServerError(parsed.value);
  if (choiceOf(parsed.value) === undefined) throw new FaultError("protocol", "Its answer has no choices");
  return { ...(new AnswerReader(sink).takeValue(parsed.value) ?? complete("unstated")), isWhole: true };
}

/** What kind of body it is: by its type, and where servers lie about that, by its first character. */
function sniff(contentType: string, start: string): "page" | "json" | "events" {
  if (/^text\/html|^application\/xhtml/i.test(contentType) || start.startsWith("<")) return "page";
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(contentType) || start.startsWith("{") ? "json" : "events";
}

/**
 * Reads an answer to its end.
 *
 * @throws FaultError, or whatever breaks the connection
 */
export async function readAnswer(response: Response, sink: AnswerSink): Promise<Complete> {
  const type = response.headers.get("content-type") ?? "";
  if (sniff(type, "") === "page") throw new FaultError("webPage");
  if (response.body === null) throw new FaultError("disconnected");
  const events = new EventDecoder();
  const reader = new AnswerReader(sink);
  const wholeDecoder = new TextDecoder();
  let start = "";
  let whole: string | undefined;
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    if (start === "") {
      start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
      const kind = sniff(type, start);
      if (kind === "page") throw new FaultError("webPage");
      if (kind === "json") whole = "";
    }
    if (whole !== undefined) {
      whole += wholeDecoder.decode(bytes, { stream: true });
      if (whole.length > maxJsonLength) throw new FaultError("tooLarge");
      continue;
    }
    for (const event of events.push(bytes)) {
      const end = reader.take(event);
      if (end) return end;
    }
  }
  if (whole !== undefined) return readWhole(whole, sink);
  return endOfStream(events, reader, start);
}

function endOfStream(events: EventDecoder, reader: AnswerReader, start: string): Complete {
  for (const event of events.end()) {
    if (parseJson(event.data) === undefined && !event.data.startsWith("[DONE]")) break;
    const end = reader.take(event);
    if (end) return end;
  }
  if (reader.events > 0 || start === "") throw new FaultError("cut");
  throw new FaultError("protocol", "It sent no data: lines");
}
