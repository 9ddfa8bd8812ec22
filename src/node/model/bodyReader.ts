/** From the body of an answer to its one end, whatever route answered: a stream of events, or one JSON value. */
import { EventDecoder, type ServerEvent } from "./eventDecoder.ts";
import { FaultError, kindOfServerError, serverErrorOf } from "./faultOf.ts";

/** What is made of the values of an answer. Each may throw a FaultError. */
export interface AnswerBuilder<End> {
  /** An event with data came. */
  readonly onData: () => void;
  /** @returns the end, once the answer has one */
  readonly take: (value: unknown) => End | undefined;
  /** The server said that it is done. */
  readonly done: () => End;
  /** The whole answer came as one value. @returns undefined when it is none */
  readonly whole: (value: unknown) => End | undefined;
  /** The end of an answer that is whole, and to which the server may still add; it is waited for no longer than a moment. */
  readonly settled?: () => End | undefined;
}

/** A whole answer, in UTF-16 units. */
const maxJsonLength = 4 * 1024 * 1024;
/** What a server adds to a whole answer comes with it, or not at all. */
const graceMs = 500;

export function parseJson(text: string): { readonly value: unknown } | undefined {
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

/** @throws FaultError for an error or data that is none */
function takeEvent<End>({ name, data }: ServerEvent, builder: AnswerBuilder<End>): End | undefined {
  builder.onData();
  if (data.startsWith("[DONE]")) return builder.done();
  const parsed = parseJson(data);
  if (parsed === undefined) throw new FaultError("protocol", "An event is not JSON");
  if (name === "error") {
    const said = serverErrorOf(parsed.value) ?? { message: "", code: "" };
    throw new FaultError(kindOfServerError(said), said.message);
  }
  throwServerError(parsed.value);
  return builder.take(parsed.value);
}

/** Behind the end of an answer nothing is a fault. */
function takeLate<End>(event: ServerEvent, builder: AnswerBuilder<End>, settled: End): End | undefined {
  try {
    return takeEvent(event, builder);
  } catch (error) {
    if (error instanceof FaultError) return settled;
    throw error;
  }
}

/** A body that is one JSON value: the server ignored `stream`, or reports an error with status 200. */
function takeWhole<End>(text: string, builder: AnswerBuilder<End>): End {
  const parsed = parseJson(text);
  if (parsed === undefined) throw new FaultError("protocol", "Its JSON is not whole, or lines lack data:");
  builder.onData();
  throwServerError(parsed.value);
  const end = builder.whole(parsed.value);
  if (end === undefined) throw new FaultError("protocol", "Its answer has no choices");
  return end;
}

/** What kind of body it is: by its type, and where servers lie about that, by its first character. */
function sniff(contentType: string, start: string): "page" | "json" | "events" {
  if (/^text\/html|^application\/xhtml/i.test(contentType) || start.startsWith("<")) return "page";
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(contentType) || start.startsWith("{") ? "json" : "events";
}

type Chunk = { readonly done: boolean; readonly value?: Uint8Array | undefined };

/** The next bytes, or none when the answer was settled and nothing more comes. */
async function nextOf(
  source: AsyncIterator<Uint8Array>,
  isSettled: boolean,
): Promise<Uint8Array | undefined> {
  const next = source.next() as Promise<Chunk>;
  if (!isSettled) return (await next).value;
  const nothing: Chunk = { done: true };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Chunk>((resolve) => {
    timer = setTimeout(() => resolve(nothing), graceMs);
  });
  // What breaks behind the end of an answer breaks nothing.
  const { done, value } = await Promise.race([next.catch(() => nothing), late]);
  clearTimeout(timer);
  return done ? undefined : value;
}

/**
 * Reads an answer to its end.
 *
 * @throws FaultError, or whatever breaks the connection
 */
export async function readBody<End>(response: Response, builder: AnswerBuilder<End>): Promise<End> {
  const type = response.headers.get("content-type") ?? "";
  if (sniff(type, "") === "page") throw new FaultError("webPage");
  if (response.body === null) throw new FaultError("disconnected");
  const source = (response.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  try {
    return await readFrom(source, type, builder);
  } finally {
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

async function readFrom<End>(
  source: AsyncIterator<Uint8Array>,
  type: string,
  builder: AnswerBuilder<End>,
): Promise<End> {
  const events = new EventDecoder();
  const wholeDecoder = new TextDecoder();
  let count = 0;
  let start = "";
  let whole: string | undefined;
  const takeAll = (found: readonly ServerEvent[]): End | undefined => {
    for (const event of found) {
      count++;
      const settled = builder.settled?.();
      const end = settled === undefined ? takeEvent(event, builder) : takeLate(event, builder, settled);
      if (end !== undefined) return end;
    }
    return undefined;
  };
  for (;;) {
    const bytes = await nextOf(source, builder.settled?.() !== undefined);
    if (bytes === undefined) break;
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
    const end = takeAll(events.push(bytes));
    if (end !== undefined) return end;
  }
  if (whole !== undefined) return takeWhole(whole, builder);
  const settled = builder.settled?.();
  if (settled !== undefined) return settled;
  const last = events.end().filter(({ data }) => data.startsWith("[DONE]") || parseJson(data) !== undefined);
  const end = takeAll(last) ?? builder.settled?.();
  if (end !== undefined) return end;
  if (count > 0 || start === "") throw new FaultError("cut");
  throw new FaultError("protocol", "It sent no data: lines");
}
